"""What people can do in a chat, and what a real client would not let them do."""

import asyncio
from typing import Any

from aiohttp import web

from sandbox.chat.call import Call, Json, Part
from sandbox.chat.entities import user_text
from sandbox.chat.errors import Refusal
from sandbox.chat.media import as_voice
from sandbox.chat.methods.common import MAX_CAPTION, MAX_TEXT, without_reply
from sandbox.chat.methods.media import content_with, store
from sandbox.chat.methods.texts import location_of
from sandbox.chat.model import Person, Post, Query, Room, World

FILES = ("voice", "audio", "document", "photo")
MAX_TAPS = 100


class Mistake(Exception):
    """The control API was asked for what no client could do."""


class People:
    """Acts for users; every method raises `Mistake` in plain words."""

    def __init__(self, world: World) -> None:
        self.world = world

    # ---- messages

    def send(self, room: Room, person: Person, body: Json) -> Json:
        """Text, contact or location; the first message is what starts the bot."""
        self._require_open(room)
        content = self._reply(room, body)
        if isinstance(body.get("text"), str):
            text, entities = user_text(body["text"])
            if not 1 <= len(text) <= MAX_TEXT:
                raise Mistake(f"a text has 1 to {MAX_TEXT} characters")
            content["text"] = text
            if entities:
                content["entities"] = entities
        elif isinstance(body.get("contact"), dict):
            content["contact"] = _contact(body["contact"], person)
        elif isinstance(body.get("location"), dict):
            try:
                content["location"] = location_of(Call("", body["location"], "json"))
            except Refusal as refusal:
                raise Mistake(refusal.description) from None
        else:
            raise Mistake("text, contact or location is needed")
        return self._post(room, person, content)

    async def send_file(self, room: Room, person: Person, form: dict[str, Any]) -> Json:
        """A multipart voice, audio, document or photo, with an optional caption."""
        self._require_open(room)
        kind = next((name for name in FILES if isinstance(form.get(name), web.FileField)), None)
        if kind is None:
            raise Mistake("a file part voice, audio, document or photo is needed")
        upload: web.FileField = form[kind]
        part = Part(upload.filename, upload.content_type, upload.file.read())
        if not part.data:
            raise Mistake("the file is empty")
        text, entities = user_text(str(form.get("caption") or ""))
        if len(text) > MAX_CAPTION:
            raise Mistake(f"a caption has at most {MAX_CAPTION} characters")
        content = await self._file(kind, part)
        if text:
            content["caption"] = text
            if entities:
                content["caption_entities"] = entities
        return self._post(room, person, content)

    async def _file(self, kind: str, part: Part) -> Json:
        if kind == "voice":
            # Clients record OGG/OPUS whatever the browser's recorder produced.
            voice = await as_voice(part.data)
            if voice is None:
                raise Mistake("the voice file holds no sound that can be read")
            data, seconds = voice
            mime = "audio/ogg"
            stored = self.world.files.add("voice", data, mime, duration=seconds)
            return content_with(stored)
        try:
            return content_with(await store(self.world, part, kind, Call("", {}, "json")))
        except Refusal as refusal:
            raise Mistake(refusal.description) from None

    def _post(self, room: Room, person: Person, content: Json) -> Json:
        room.started = True
        hidden = room.keyboard is not None and _uses_one_time(room.keyboard, content)
        if hidden:
            room.keyboard = None
        replied, room.force_reply = room.force_reply, None
        asked = room.posts.get(room.keyboard_post) if replied else None
        if asked is not None and "reply_to_message" not in content:
            # The client has opened a reply to the question by itself.
            content = {"reply_to_message": without_reply(asked.message), **content}
        message = self.world.post(room, content, author=person)
        if hidden or replied:
            self.world.tell_state(room)
        return message

    def _require_open(self, room: Room) -> None:
        if room.blocked:
            raise Mistake("the user has blocked the bot: unblock first, as the client does")

    def _reply(self, room: Room, body: Json) -> Json:
        number = body.get("reply_to_message_id")
        if number is None:
            return {}
        post = room.posts.get(number)
        if post is None:
            raise Mistake("no such message to reply to")
        return {"reply_to_message": without_reply(post.message)}

    def _own(self, room: Room, number: Any) -> Post:
        post = room.posts.get(number) if isinstance(number, int) else None
        if post is None:
            raise Mistake("no such message")
        if post.by_bot:
            raise Mistake("this is the bot's message")
        return post

    def edit(self, room: Room, number: Any, text: Any) -> Json:
        """The user corrects a text: `edited_message`."""
        post = self._own(room, number)
        if "text" not in post.message or not isinstance(text, str):
            raise Mistake("only a text can be edited, into another text")
        plain, entities = user_text(text)
        if not 1 <= len(plain) <= MAX_TEXT:
            raise Mistake(f"a text has 1 to {MAX_TEXT} characters")
        message = {**post.message, "edit_date": int(self.world.now()), "text": plain}
        message.pop("entities", None)
        if entities:
            message["entities"] = entities
        self.world.replace(room, post, message)
        self.world.updates.push("edited_message", message, room.id)
        return message

    def delete(self, room: Room, number: Any) -> None:
        """The user takes back a message."""
        self._own(room, number)
        self.world.remove(room, number)

    def block(self, room: Room, person: Person, *, blocked: bool) -> None:
        """Block or unblock: `my_chat_member`, once per change."""
        if room.blocked == blocked:
            return
        room.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self.world.membership(room, person, old, new)
        self.world.stream.publish(room.id, "blocked", blocked=blocked)

    # ---- buttons

    async def tap(self, room: Room, person: Person, body: Json) -> Json:
        """Press a button that the message shows, or (by `data`) showed before."""
        self._require_open(room)
        number = int(body.get("message_id") or 0)
        times = body.get("times", 1)
        if not isinstance(times, int) or not 1 <= times <= MAX_TAPS:
            raise Mistake(f"times is 1 to {MAX_TAPS}")
        post = room.posts.get(number)
        button = self._button(room, post, number, body)
        if "callback_data" not in button:
            return {"callback_answer": None, **_client_action(button)}
        queries = [
            self._press(room, person, post, number, button["callback_data"]) for _ in range(times)
        ]
        wait = float(body.get("wait", self.world.config.tap_wait))
        await asyncio.wait([query.answer for query in queries], timeout=wait)
        answers = [_answer(query) for query in queries]
        first = next((given for given in answers if given is not None), None)
        result: Json = {"callback_answer": first}
        return {**result, "callback_answers": answers} if times > 1 else result

    def _button(self, room: Room, post: Post | None, number: int, body: Json) -> Json:
        if post is None:
            ghost: dict[str, Json] = room.ghosts.get(number, {})
            if body.get("data") not in ghost:
                raise Mistake("no such message")
            return ghost[body["data"]]
        markup = post.message.get("reply_markup", {"inline_keyboard": []})
        visible: list[Json] = [button for row in markup["inline_keyboard"] for button in row]
        if isinstance(body.get("data"), str):
            if body["data"] not in post.shown:
                raise Mistake("the message never showed a button with this data")
            return post.shown[body["data"]]
        for button in visible:
            if button["text"] == body.get("text"):
                return button
        labels = [button["text"] for button in visible]
        raise Mistake(f"the message shows no button {body.get('text')!r}, only {labels}")

    def _press(
        self, room: Room, person: Person, post: Post | None, number: int, data: str
    ) -> Query:
        query = self.world.ask(room.id)
        # What is gone is told as an InaccessibleMessage, with the date 0.
        gone: Json = {"chat": room.chat, "message_id": number, "date": 0}
        payload = {
            "id": query.id,
            "from": person.user(),
            "message": post.message if post else gone,
            "chat_instance": str(-room.id * 7919),
            "data": data,
        }
        self.world.updates.push("callback_query", payload, room.id)
        return query


def _answer(query: Query) -> Json | None:
    """What the bot answered so far; a stopping server cancels what waits."""
    done = query.answer.done() and not query.answer.cancelled()
    return query.answer.result() if done else None


def _client_action(button: Json) -> Json:
    """What the client does by itself with a button that sends nothing to the bot."""
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    for action in ("url", "web_app", "login_url"):
        if action in button:
            value = button[action]
            return {"opened": value["url"] if isinstance(value, dict) else value}
    return {"inline_query": next(v for k, v in button.items() if k.startswith("switch_inline"))}


def _uses_one_time(keyboard: Json, content: Json) -> bool:
    if not keyboard.get("one_time_keyboard"):
        return False
    buttons = [button for row in keyboard["keyboard"] for button in row]
    if "contact" in content:
        return any(button.get("request_contact") for button in buttons)
    if "location" in content:
        return any(button.get("request_location") for button in buttons)
    return any(button["text"] == content.get("text") for button in buttons)


def _contact(value: Json, person: Person) -> Json:
    """A shared contact; without `user_id: null` or another name it is the user's own."""
    phone = str(value.get("phone_number") or "").strip()
    if not phone:
        raise Mistake("contact.phone_number is needed")
    contact: Json = {
        "phone_number": phone,
        "first_name": str(value.get("first_name") or person.first_name),
    }
    for key in ("last_name", "vcard"):
        if value.get(key):
            contact[key] = str(value[key])
    owner = value.get("user_id", person.id)
    if owner is not None:
        contact["user_id"] = int(owner)
    return contact
