"""Reply markup: which keyboards Telegram takes, and the words of its refusals."""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.chat.call import Call, Json
from sandbox.chat.errors import Refusal, bad
from sandbox.chat.links import normal_url, problem_with_url

MAX_BUTTONS = 100
STYLES = {"danger", "success", "primary"}
DECORATION = {"text", "icon_custom_emoji_id", "style"}
INLINE_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
REPLY_ACTIONS = (
    "request_users",
    "request_chat",
    "request_managed_bot",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
)
REPLY_OPTIONS = (
    "is_persistent",
    "resize_keyboard",
    "one_time_keyboard",
    "input_field_placeholder",
    "selective",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked reply markup: `value` is the Bot API object, absent fields left out."""

    kind: Literal["inline", "reply", "remove", "force"]
    value: Json


def markup_of(call: Call, *, private: bool = True, only_inline: bool = False) -> Markup | None:
    """The call's `reply_markup`, or None when there is none (or an empty inline keyboard)."""
    value = call.json("reply_markup", "reply keyboard markup")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _inline_rows(value["inline_keyboard"])
        return Markup("inline", {"inline_keyboard": rows}) if rows else None
    if only_inline:
        if not value:
            return None
        raise bad("inline keyboard expected")
    if "keyboard" in value:
        return Markup("reply", _reply_keyboard(value, private))
    if value.get("remove_keyboard"):
        return Markup("remove", {"remove_keyboard": True})
    if value.get("force_reply"):
        placeholder = _placeholder(value)
        return Markup("force", {"force_reply": True, **placeholder})
    if value:
        raise bad("object expected as reply markup")
    return None


def _rows(value: Any, name: str, limit_exceeded: Refusal) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad(f'field "{name}" of the reply markup must be of type Array')
    for row in value:
        if not isinstance(row, list):
            raise bad(f'field "{name}" of the reply markup must be an Array of Arrays')
    if sum(map(len, value)) > MAX_BUTTONS:
        raise limit_exceeded
    return [row for row in value if row]


def _inline_rows(value: Any) -> list[list[Json]]:
    rows = _rows(value, "inline_keyboard", bad("REPLY_MARKUP_TOO_LONG"))
    return [[_inline_button(button) for button in row] for row in rows]


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    result = _decoration(button, "inline keyboard button")
    actions = [action for action in INLINE_ACTIONS if button.get(action) is not None]
    if not actions:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1 or actions[0] in {"callback_game", "pay"}:
        # Telegram would quietly take the first: the bot's author should hear about it.
        raise bad("BUTTON_TYPE_INVALID")
    action = actions[0]
    result[action] = _action(action, button[action])
    return result


def _action(action: str, value: Any) -> Any:
    match action:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= 64:
                raise bad("BUTTON_DATA_INVALID")
        case "url":
            return _button_url(value)
        case "web_app" | "login_url":
            return _https_only(action, value)
        case "copy_text":
            text = value.get("text") if isinstance(value, dict) else None
            if not isinstance(text, str) or not 1 <= len(text) <= 256:
                raise bad("BUTTON_COPY_TEXT_INVALID")
            return {"text": text}
        case "switch_inline_query" | "switch_inline_query_current_chat":
            if not isinstance(value, str):
                raise bad(f'can\'t parse inline keyboard button: Field "{action}" must be a String')
    return value


def _button_url(value: Any) -> str:
    if not isinstance(value, str):
        raise bad('can\'t parse inline keyboard button: Field "url" must be of type String')
    problem = problem_with_url(value)
    if problem:
        raise bad(f"inline keyboard button URL '{value}' is invalid: {problem}")
    return normal_url(value)


def _https_only(action: str, value: Any) -> Json:
    url = value.get("url") if isinstance(value, dict) else None
    if not isinstance(url, str):
        raise bad(f'can\'t parse inline keyboard button: Field "{action}" must be of type Object')
    if not url.lower().startswith("https://"):
        name = "Web App" if action == "web_app" else "login"
        reason = "Only HTTPS links are allowed"
        raise bad(f"inline keyboard button {name} URL '{url}' is invalid: {reason}")
    problem = problem_with_url(url)
    if problem:
        raise bad(f"inline keyboard button URL '{url}' is invalid: {problem}")
    return {"url": url}


def _decoration(button: Json, what: str) -> Json:
    text = button.get("text")
    if text is None:
        raise bad(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(text, str):
        raise bad(f'can\'t parse {what}: Field "text" must be of type String')
    if not text.strip():
        raise bad(f"can't parse {what}: button text must be non-empty")
    result: Json = {"text": text}
    style = button.get("style")
    if style is not None:
        if style not in STYLES:
            raise bad(f"can't parse {what}: invalid button style specified")
        result["style"] = style
    if button.get("icon_custom_emoji_id"):
        result["icon_custom_emoji_id"] = str(button["icon_custom_emoji_id"])
    return result


def _reply_keyboard(value: Json, private: bool) -> Json:
    rows = _rows(value["keyboard"], "keyboard", bad("REPLY_MARKUP_TOO_LONG"))
    if not rows:
        raise bad("reply keyboard must contain at least one button")
    result: Json = {"keyboard": [[_reply_button(b, private) for b in row] for row in rows]}
    for option in REPLY_OPTIONS[:3]:
        if value.get(option):
            result[option] = True
    return {**result, **_placeholder(value)}


def _placeholder(value: Json) -> Json:
    result: Json = {}
    placeholder = value.get("input_field_placeholder")
    if placeholder:
        if not isinstance(placeholder, str) or len(placeholder) > 64:
            raise bad("input field placeholder is too long")
        result["input_field_placeholder"] = placeholder
    if value.get("selective"):
        result["selective"] = True
    return result


def _reply_button(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad("can't parse keyboard button: KeyboardButton must be an Object")
    result = _decoration(button, "keyboard button")
    actions = [action for action in REPLY_ACTIONS if button.get(action)]
    if len(actions) > 1:
        raise bad("BUTTON_TYPE_INVALID")
    for action in actions:
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
        result[action] = (
            _https_only(action, button[action]) if action == "web_app" else button[action]
        )
    return result
