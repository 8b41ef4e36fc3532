"""How the bot presents itself: names, descriptions, commands, the menu button."""

import re
from typing import Any

from sandbox.chat.call import Call, Json
from sandbox.chat.errors import bad
from sandbox.chat.links import problem_with_url
from sandbox.chat.methods.common import known_room, objects
from sandbox.chat.model import World

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}

Scope = tuple[Any, ...]


def get_me(world: World, call: Call) -> Json:
    """getMe."""
    return {
        **world.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    """setMyCommands."""
    commands = [_command(item) for item in objects(call.json("commands", "commands"), "commands")]
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(world, call), _language(call))
    if commands:
        world.bot.commands[key] = commands
    else:
        world.bot.commands.pop(key, None)
    _tell_all(world)
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    """getMyCommands: of exactly this scope and language."""
    return world.bot.commands.get((_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """deleteMyCommands."""
    world.bot.commands.pop((_scope(world, call), _language(call)), None)
    _tell_all(world)
    return True


def _tell_all(world: World) -> None:
    for room in world.rooms.values():
        world.tell_state(room)


def _command(item: Json) -> Json:
    command, description = item.get("command"), item.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad("can't parse BotCommand: command and description must be of type String")
    command = command.removeprefix("/")
    if not COMMAND.fullmatch(command):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description.strip()}


def _scope(world: World, call: Call) -> Scope:
    value = call.json("scope", "BotCommandScope")
    if value is None:
        return ("default",)
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in PLAIN_SCOPES:
        return (kind,)
    if kind not in CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    room = known_room(world, Call("", value, "json"))
    if kind == "chat_member":
        number = value.get("user_id")
        if number not in world.people:
            raise bad("invalid user_id specified")
        return (kind, room.id, number)
    if kind == "chat_administrators" and room.person is not None:
        raise bad("chat not found")
    return (kind, room.id)


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def _set_text(call: Call, texts: dict[str, str], key: str, limit: int, refusal: str) -> bool:
    text = call.text(key).strip()
    if len(text) > limit:
        raise bad(refusal)
    language = _language(call)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get_text(call: Call, texts: dict[str, str]) -> str:
    return texts.get(_language(call)) or texts.get("", "")


def set_my_name(world: World, call: Call) -> bool:
    """setMyName, 64 characters."""
    if not call.text("name").strip() and not call.text("language_code"):
        raise bad("bot name must be non-empty")
    return _set_text(call, world.bot.names, "name", 64, "BOT_TITLE_INVALID")


def get_my_name(world: World, call: Call) -> Json:
    """getMyName."""
    return {"name": _get_text(call, world.bot.names)}


def set_my_description(world: World, call: Call) -> bool:
    """setMyDescription, 512 characters."""
    texts = world.bot.descriptions
    return _set_text(call, texts, "description", 512, "BOT_DESCRIPTION_INVALID")


def get_my_description(world: World, call: Call) -> Json:
    """getMyDescription."""
    return {"description": _get_text(call, world.bot.descriptions)}


def set_my_short_description(world: World, call: Call) -> bool:
    """setMyShortDescription, 120 characters."""
    texts = world.bot.short_descriptions
    return _set_text(call, texts, "short_description", 120, "BOT_SHORT_DESCRIPTION_INVALID")


def get_my_short_description(world: World, call: Call) -> Json:
    """getMyShortDescription."""
    return {"short_description": _get_text(call, world.bot.short_descriptions)}


def set_chat_menu_button(world: World, call: Call) -> bool:
    """setChatMenuButton: of one private chat, or of all."""
    button = _menu_button(call.json("menu_button", "menu button"))
    if not call.has("chat_id"):
        world.bot.menu_button = button
        _tell_all(world)
        return True
    room = known_room(world, call)
    if room.person is None:
        raise bad("chat not found")
    room.menu_button = None if button["type"] == "default" else button
    world.tell_state(room)
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    """getChatMenuButton."""
    room = known_room(world, call) if call.has("chat_id") else None
    return (room.menu_button if room else None) or world.bot.menu_button


def _menu_button(value: Any) -> Json:
    if value is None:
        return {"type": "default"}
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in {"default", "commands"}:
        return {"type": kind}
    if kind != "web_app":
        raise bad("can't parse menu button: unsupported type specified")
    text, app = value.get("text"), value.get("web_app")
    url = app.get("url") if isinstance(app, dict) else None
    if not text or not isinstance(url, str):
        raise bad("can't parse menu button: text and web_app are required")
    if not url.lower().startswith("https://") or problem_with_url(url):
        raise bad(f"menu button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return {"type": "web_app", "text": str(text), "web_app": {"url": url}}
