"""What most methods share: finding the chat, reading texts, putting a message there."""

from typing import Any

from sandbox.chat.call import Call, Json
from sandbox.chat.entities import formatted
from sandbox.chat.errors import bad, forbidden
from sandbox.chat.keyboards import Markup, markup_of
from sandbox.chat.model import Post, Room, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
# What belongs to one message and not to its content.
ENVELOPE = {
    "message_id",
    "from",
    "chat",
    "date",
    "edit_date",
    "forward_origin",
    "reply_to_message",
    "quote",
    "media_group_id",
    "has_protected_content",
    "effect_id",
    "reply_markup",
}


def room_of(world: World, call: Call, key: str = "chat_id") -> Room:
    """The chat that a call names, as far as the bot can know it."""
    text = call.text(key).strip()
    if not text:
        raise bad(f"{key} is empty")
    room = None
    if text.startswith("@"):
        wanted = text[1:].lower()
        for candidate in world.rooms.values():
            name = candidate.chat.get("username", "")
            if candidate.person is None and name.lower() == wanted:
                room = candidate
    else:
        try:
            room = world.rooms.get(int(text))
        except ValueError:
            room = None
    if room is None:
        if text == str(world.bot.id):
            raise forbidden("bots can't send messages to bots")
        raise bad("chat not found")
    return room


def known_room(world: World, call: Call, key: str = "chat_id") -> Room:
    """Like `room_of`, for methods that only look: a person unheard of is not found."""
    room = room_of(world, call, key)
    if room.left:
        raise forbidden("bot is not a member of the supergroup chat")
    if not room.started:
        raise bad("chat not found")
    return room


def post_of(room: Room, call: Call, action: str) -> Post:
    """The message that a call names; `action` is Telegram's word: edit, delete, pin ..."""
    if not call.has("message_id"):
        raise bad("message identifier is not specified")
    post = room.posts.get(call.integer("message_id"))
    if post is None:
        raise bad(f"message to {action} not found")
    return post


def text_of(call: Call) -> Json:
    """`text` and `entities` of a text message."""
    if not call.text("text"):
        raise bad("message text is empty")
    text, entities = formatted(
        call.text("text"), call.text("parse_mode"), call.json("entities", "entities")
    )
    if not text:
        raise bad("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return content


def caption_of(source: Call | Json) -> Json:
    """`caption` and `caption_entities` of a call, or of an InputMedia object."""
    call = source if isinstance(source, Call) else Call("", source, "json")
    if not call.has("caption"):
        return {}
    text, entities = formatted(
        call.text("caption"), call.text("parse_mode"), call.json("caption_entities", "entities")
    )
    if len(text) > MAX_CAPTION:
        raise bad("message caption is too long")
    if not text:
        return {}
    content: Json = {"caption": text}
    if entities:
        content["caption_entities"] = entities
    if call.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def preview_of(call: Call) -> Json:
    """`link_preview_options`, echoed where it says something."""
    value = call.json("link_preview_options", "link preview options")
    if value is None:
        return {"link_preview_options": {"is_disabled": True}} if _no_preview(call) else {}
    if not isinstance(value, dict):
        raise bad("can't parse link preview options: expected an Object")
    options: Json = {flag: True for flag in PREVIEW_FLAGS if value.get(flag)}
    if isinstance(value.get("url"), str) and value["url"]:
        options["url"] = value["url"]
    return {"link_preview_options": options} if options else {}


def _no_preview(call: Call) -> bool:
    # The parameter that link_preview_options replaced still works.
    return call.flag("disable_web_page_preview")


def deliver(world: World, call: Call, content: Json) -> Json:
    """Send one message of the bot; the content has been checked before, as Telegram does it."""
    room, markup, envelope = prepare(world, call)
    world.limits.take(room.id, world.now())
    return world.post(room, {**envelope, **content}, author=None, markup=markup)


def prepare(world: World, call: Call) -> tuple[Room, Markup | None, Json]:
    """The checked target of a new message: chat, keyboard, and the fields around the content."""
    if call.has("business_connection_id"):
        raise bad("business connection not found")
    private = not call.text("chat_id").startswith("-")
    markup = markup_of(call, private=private)
    room = room_of(world, call)
    room.require_writable()
    envelope = _reply(room, call)
    if call.flag("protect_content"):
        envelope["has_protected_content"] = True
    if call.has("message_effect_id"):
        if room.person is None or not call.text("message_effect_id").isdecimal():
            raise bad("EFFECT_ID_INVALID")
        envelope["effect_id"] = call.text("message_effect_id")
    return room, markup, envelope


def _reply(room: Room, call: Call) -> Json:
    parameters = call.json("reply_parameters", "reply parameters")
    if parameters is None and call.has("reply_to_message_id"):
        parameters = {
            "message_id": call.integer("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    if not parameters:
        return {}
    if not isinstance(parameters, dict):
        raise bad("can't parse reply parameters: expected an Object")
    number = parameters.get("message_id")
    other = parameters.get("chat_id", room.id)
    post = room.posts.get(number) if isinstance(number, int) and other == room.id else None
    if post is None:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    result: Json = {"reply_to_message": without_reply(post.message)}
    if parameters.get("quote"):
        result["quote"] = _quote(post.message, parameters)
    return result


def _quote(message: Json, parameters: Json) -> Json:
    text, entities = formatted(
        str(parameters["quote"]),
        str(parameters.get("quote_parse_mode") or ""),
        parameters.get("quote_entities"),
    )
    whole = message.get("text") or message.get("caption") or ""
    at = whole.find(text)
    if at < 0:
        raise bad("QUOTE_TEXT_INVALID")
    quote: Json = {"text": text, "position": len(whole[:at].encode("utf-16-le")) // 2}
    if entities:
        quote["entities"] = entities
    return {**quote, "is_manual": True}


def without_reply(message: Json) -> Json:
    """A message as it stands inside another: one level deep, as the Bot API promises."""
    if "reply_to_message" not in message:
        return message
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def content_of(message: Json) -> Json:
    """The part of a message that a copy takes along."""
    return {key: value for key, value in message.items() if key not in ENVELOPE}


def objects(value: Any, what: str) -> list[Json]:
    """A list of JSON objects, or a refusal."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise bad(f"can't parse {what}: expected an Array of Objects")
    return value
