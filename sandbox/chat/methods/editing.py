"""Changing what was sent: edits, deletions, copies, pins and reactions."""

from typing import Any

from sandbox.chat.call import Call, Json
from sandbox.chat.errors import bad
from sandbox.chat.keyboards import Markup, markup_of
from sandbox.chat.methods.common import (
    caption_of,
    content_of,
    known_room,
    post_of,
    prepare,
    preview_of,
    text_of,
    without_reply,
)
from sandbox.chat.methods.media import media_content
from sandbox.chat.model import SERVICE, Post, Room, World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
# The reactions that ReactionTypeEmoji lists.
REACTIONS = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇
😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
EMOJI = frozenset(REACTIONS.split())
MEDIA = ("photo", "video", "animation", "audio", "document", "voice")


def edit_message_text(world: World, call: Call) -> Json:
    """editMessageText."""
    content = {**text_of(call), **preview_of(call)}
    markup = markup_of(call, only_inline=True)
    room, post = _editable(world, call)
    if "text" not in post.message:
        raise bad("there is no text in the message to edit")
    return _edit(world, room, post, TEXT_FIELDS, content, markup)


def edit_message_caption(world: World, call: Call) -> Json:
    """editMessageCaption; without a caption it is removed."""
    content = caption_of(call)
    markup = markup_of(call, only_inline=True)
    room, post = _editable(world, call)
    if not any(kind in post.message for kind in MEDIA):
        raise bad("there is no caption in the message to edit")
    return _edit(world, room, post, CAPTION_FIELDS, content, markup)


async def edit_message_media(world: World, call: Call) -> Json:
    """editMessageMedia: another file, and its caption, in the place of the old."""
    media = call.json("media", "input media")
    if not isinstance(media, dict):
        raise bad("can't parse input media JSON object")
    content = await media_content(world, call, media)
    markup = markup_of(call, only_inline=True)
    room, post = _editable(world, call)
    if not any(kind in post.message for kind in ("text", *MEDIA)):
        raise bad("there is no media in the message to edit")
    return _edit(world, room, post, (*TEXT_FIELDS, *CAPTION_FIELDS, *MEDIA), content, markup)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """editMessageReplyMarkup; without a keyboard it is removed."""
    markup = markup_of(call, only_inline=True)
    room, post = _editable(world, call)
    return _edit(world, room, post, (), {}, markup)


def _editable(world: World, call: Call) -> tuple[Room, Post]:
    if call.has("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    room = known_room(world, call)
    post = post_of(room, call, "edit")
    if not post.by_bot or post.fixed or "forward_origin" in post.message:
        raise bad("message can't be edited")
    return room, post


def _edit(
    world: World,
    room: Room,
    post: Post,
    replaced: tuple[str, ...],
    content: Json,
    markup: Markup | None,
) -> Json:
    old = post.message
    outer = {*replaced, "reply_markup", "edit_date"}
    new = {key: value for key, value in old.items() if key not in outer}
    new.update(content)
    if markup is not None:
        new["reply_markup"] = markup.value
    if new == {key: value for key, value in old.items() if key != "edit_date"}:
        raise bad(NOT_MODIFIED)
    new["edit_date"] = int(world.now())
    world.replace(room, post, new)
    return new


def delete_message(world: World, call: Call) -> bool:
    """deleteMessage, within 48 hours of sending."""
    room = known_room(world, call)
    post = post_of(room, call, "delete")
    if not _deletable(world, room, post):
        raise bad("message can't be deleted for everyone")
    world.remove(room, post.message["message_id"])
    return True


def delete_messages(world: World, call: Call) -> bool:
    """deleteMessages: 1-100 of them; what is gone already is skipped."""
    room = known_room(world, call)
    numbers = call.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not all(isinstance(n, int) for n in numbers):
        raise bad("can't parse message identifiers JSON object")
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    found = [n for n in dict.fromkeys(numbers) if n in room.posts]
    if not all(_deletable(world, room, room.posts[n]) for n in found):
        raise bad("message can't be deleted for everyone")
    for number in found:
        world.remove(room, number)
    return True


def _deletable(world: World, room: Room, post: Post) -> bool:
    if world.now() - post.sent >= DELETABLE_SECONDS:
        return False
    # In a group a plain member can take back only its own words.
    return post.by_bot or room.person is not None


def forward_message(world: World, call: Call) -> Json:
    """forwardMessage."""
    post = _source(world, call, "forward")
    room, _, envelope = prepare(world, call)
    world.limits.take(room.id, world.now())
    origin = post.message.get("forward_origin") or {
        "type": "user",
        "sender_user": post.message["from"],
        "date": post.message["date"],
    }
    content = {**envelope, "forward_origin": origin, **content_of(post.message)}
    return world.post(room, content, author=None)


def copy_message(world: World, call: Call) -> Json:
    """copyMessage; a new caption may replace the old."""
    post = _source(world, call, "copy")
    content = content_of(post.message)
    if call.has("caption") and any(kind in content for kind in MEDIA):
        content = {k: v for k, v in content.items() if k not in CAPTION_FIELDS}
        content.update(caption_of(call))
    room, markup, envelope = prepare(world, call)
    world.limits.take(room.id, world.now())
    message = world.post(room, {**envelope, **content}, author=None, markup=markup)
    return {"message_id": message["message_id"]}


def _source(world: World, call: Call, action: str) -> Post:
    source = known_room(world, call, "from_chat_id")
    post = post_of(source, call, action)
    if post.message.get("has_protected_content") or SERVICE & post.message.keys():
        past = {"forward": "forwarded", "copy": "copied"}[action]
        raise bad(f"message can't be {past}")
    return post


def pin_chat_message(world: World, call: Call) -> bool:
    """pinChatMessage; the chat shows a service message about it."""
    room = known_room(world, call)
    post = post_of(room, call, "pin")
    number = post.message["message_id"]
    if room.person is None:
        raise bad("not enough rights to manage pinned messages in the chat")
    if number in room.pinned:
        room.pinned.remove(number)
    room.pinned.append(number)
    world.post(room, {"pinned_message": without_reply(post.message)}, author=None)
    world.tell_state(room)
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    """unpinChatMessage: the named, or the newest pinned message."""
    room = known_room(world, call)
    number = call.integer("message_id") or (room.pinned[-1] if room.pinned else 0)
    if number not in room.pinned:
        raise bad("message to unpin not found")
    room.pinned.remove(number)
    world.tell_state(room)
    return True


def unpin_all_chat_messages(world: World, call: Call) -> bool:
    """unpinAllChatMessages."""
    known_room(world, call).pinned.clear()
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    """setMessageReaction; bots have one, an ordinary emoji."""
    room = known_room(world, call)
    post = post_of(room, call, "react")
    reactions = call.json("reaction", "reaction types")
    checked = [_reaction(item) for item in reactions or []]
    if len(checked) > 1:
        raise bad("REACTIONS_TOO_MANY")
    post.reactions = checked
    world.stream.publish(
        room.id, "reaction", message_id=post.message["message_id"], reaction=checked
    )
    return True


def _reaction(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad("can't parse reaction types JSON object")
    if item.get("type") != "emoji" or item.get("emoji") not in EMOJI:
        raise bad("REACTION_INVALID")
    return {"type": "emoji", "emoji": item["emoji"]}
