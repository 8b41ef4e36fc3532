"""Chats and callback queries."""

from sandbox.chat.call import Call, Json
from sandbox.chat.errors import bad
from sandbox.chat.methods.common import known_room, room_of
from sandbox.chat.model import World

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    # Names of the past that still work.
    "record_audio",
    "upload_audio",
}
NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def send_chat_action(world: World, call: Call) -> bool:
    """sendChatAction: shown for five seconds."""
    action = call.text("action")
    if action.lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    room = room_of(world, call)
    room.require_writable()
    world.act(room, action.lower())
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """answerCallbackQuery."""
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or world.now() - query.created > world.config.query_lifetime:
        raise bad(TOO_OLD)
    text = call.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answer: Json = {"text": text, "show_alert": call.flag("show_alert")}
    if call.text("url"):
        answer["url"] = call.text("url")
    if not query.answer.done():
        query.answer.set_result(answer)
        world.stream.publish(query.user_id, "callback", **answer)
    return True


def get_chat(world: World, call: Call) -> Json:
    """getChat."""
    room = known_room(world, call)
    info: Json = {
        **room.chat,
        "accent_color_id": room.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": NO_GIFTS,
    }
    pinned = room.posts.get(room.pinned[-1]) if room.pinned else None
    if pinned is not None:
        info["pinned_message"] = pinned.message
    return info


def get_chat_member(world: World, call: Call) -> Json:
    """getChatMember."""
    room = known_room(world, call)
    number = call.integer("user_id")
    if number == world.bot.id:
        return {"status": "member", "user": world.bot.user()}
    if room.owner is not None and number == room.owner.id:
        return {"status": "creator", "user": room.owner.user(), "is_anonymous": False}
    person = world.people.get(number)
    if person is None or (room.person is not None and person is not room.person):
        raise bad("invalid user_id specified")
    return {"status": "member", "user": person.user()}


def leave_chat(world: World, call: Call) -> bool:
    """leaveChat: groups only."""
    room = known_room(world, call)
    if room.person is not None:
        raise bad("chat member status can't be changed in private chats")
    room.left = True
    owner = room.owner
    assert owner is not None
    world.membership(room, owner, "member", "left")
    return True
