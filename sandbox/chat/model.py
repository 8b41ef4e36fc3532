"""The chats themselves: people, rooms, messages, the bot, and a clock that can be moved."""

import asyncio
import itertools
import random
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from sandbox.chat.call import Json
from sandbox.chat.config import Config
from sandbox.chat.errors import forbidden
from sandbox.chat.faults import Faults
from sandbox.chat.files import FileStore
from sandbox.chat.keyboards import Markup
from sandbox.chat.limits import Limits
from sandbox.chat.recorder import Recorder
from sandbox.chat.stream import Stream
from sandbox.chat.updates import Updates

ACTION_SECONDS = 5
MAX_QUERIES = 10_000
# A dialog may edit one message for days.
MAX_SHOWN = 5_000
# Messages that tell of an event in the chat.
SERVICE = {"new_chat_members", "left_chat_member", "pinned_message"}


@dataclass(slots=True)
class Person:
    """A Telegram user."""

    id: int
    first_name: str
    language_code: str
    last_name: str = ""
    username: str = ""

    def user(self) -> Json:
        """The Bot API `User`."""
        result: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            result["last_name"] = self.last_name
        if self.username:
            result["username"] = self.username
        if self.language_code:
            result["language_code"] = self.language_code
        return result


@dataclass(slots=True)
class Post:
    """A message in a room. `message` is never changed in place, so updates can share it."""

    message: Json
    by_bot: bool
    sent: float
    # Every callback button that the message ever showed, by its data.
    shown: dict[str, Json] = field(default_factory=dict)
    # It came with a reply keyboard or the like: Telegram does not let it be edited.
    fixed: bool = False
    reactions: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Room:
    """A chat of the bot: with one person, or a group (`person` None)."""

    chat: Json
    person: Person | None
    posts: OrderedDict[int, Post] = field(default_factory=OrderedDict)
    # Buttons of deleted messages: a client that has not heard of it can still press them.
    ghosts: OrderedDict[int, dict[str, Json]] = field(default_factory=OrderedDict)
    started: bool = False
    blocked: bool = False
    left: bool = False
    owner: Person | None = None
    keyboard: Json | None = None
    keyboard_post: int = 0
    force_reply: Json | None = None
    action: str = ""
    action_until: float = 0.0
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    last_id: int = 0

    @property
    def id(self) -> int:
        """The chat id."""
        return int(self.chat["id"])

    def require_writable(self) -> None:
        """Refuse what the bot may not write to, in Telegram's words."""
        if self.left:
            raise forbidden("bot is not a member of the supergroup chat")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")


@dataclass(slots=True)
class Query:
    """A pressed callback button that waits for answerCallbackQuery."""

    id: str
    user_id: int
    created: float
    answer: asyncio.Future[Json]


@dataclass(slots=True)
class Bot:
    """The one bot. Texts are keyed by language code, '' being for all others."""

    id: int
    username: str
    adopted: bool = False
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    # (scope, language) -> commands
    commands: dict[tuple[tuple[Any, ...], str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    def user(self) -> Json:
        """The Bot API `User` as it stands in messages."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.names.get("", ""),
            "username": self.username,
        }


class World:
    """All state of one chat sandbox. Every change goes through here, so that pages hear of it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.bot = Bot(config.bot_id, config.bot_username, names={"": config.bot_name})
        self.people: dict[int, Person] = {}
        self.rooms: dict[int, Room] = {}
        self.queries: OrderedDict[str, Query] = OrderedDict()
        self.files = FileStore(config.file_memory)
        self.limits = Limits(config.rates, on=config.limits)
        self.faults = Faults()
        self.stream = Stream()
        self.recorder = Recorder(config.recorded_calls)
        self.shift = 0.0
        self.updates = Updates(config, self.recorder, self.now)
        # Fresh numbers at each start: a bot's own store may outlive this sandbox, and must not
        # take a new person for an old one. Beyond 32 bits, as real ones are.
        self.person_ids = itertools.count(5_000_000_000 + random.randrange(1_000_000_000))
        self.group_ids = itertools.count(1_000_000_000 + random.randrange(1_000_000_000))
        self.message_ids = itertools.count(random.randrange(100, 1_000))

    def close(self) -> None:
        """Let go of everyone who waits: pages, long polls, taps."""
        for listener in tuple(self.stream.listeners):
            listener.close()
        self.updates.close()
        for query in self.queries.values():
            query.answer.cancel()

    # ---- time

    def now(self) -> float:
        """Unix time of the virtual clock."""
        return time.time() + self.shift

    def advance(self, seconds: float) -> None:
        """Move the virtual clock forward; typing statuses end at once."""
        self.shift += seconds
        for room in self.rooms.values():
            self._end_action(room)

    # ---- people and rooms

    def add_person(
        self, first_name: str, language_code: str, last_name: str = "", username: str = ""
    ) -> Person:
        """A user who has not started the bot yet."""
        person = Person(next(self.person_ids), first_name, language_code, last_name, username)
        self.people[person.id] = person
        chat: Json = {"id": person.id, "first_name": first_name}
        if last_name:
            chat["last_name"] = last_name
        if username:
            chat["username"] = username
        self.rooms[person.id] = Room({**chat, "type": "private"}, person)
        return person

    def add_group(self, title: str) -> Room:
        """A supergroup to which a stranger has added the bot."""
        number = int(f"-100{next(self.group_ids)}")
        owner = Person(next(self.person_ids), "Group owner", "en")
        room = Room(
            {"id": number, "title": title, "type": "supergroup"}, None, started=True, owner=owner
        )
        self.rooms[number] = room
        self.membership(room, owner, "left", "member")
        self.post(room, {"new_chat_members": [self.bot.user()]}, author=owner)
        return room

    def membership(self, room: Room, by: Person, old: str, new: str) -> None:
        """Tell the bot what became of it in a chat: left, member, kicked."""

        def member(status: str) -> Json:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"status": status, "user": self.bot.user(), **until}

        event = {
            "chat": room.chat,
            "from": by.user(),
            "date": int(self.now()),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        self.updates.push("my_chat_member", event, room.id)

    # ---- messages

    def _next_id(self, room: Room) -> int:
        # Private chats share one sequence, as for a real account; each supergroup has its own.
        if room.person is not None:
            return next(self.message_ids)
        room.last_id += 1
        return room.last_id

    def post(
        self, room: Room, content: Json, *, author: Person | None, markup: Markup | None = None
    ) -> Json:
        """Put a new message into a room, by `author` or (None) by the bot; returns it."""
        now = self.now()
        sender = author.user() if author else self.bot.user()
        message: Json = {
            "message_id": self._next_id(room),
            "from": sender,
            "chat": room.chat,
            "date": int(now),
            **content,
        }
        post = Post(message, author is None, now)
        if markup is not None:
            self._put_markup(room, post, markup)
        room.posts[message["message_id"]] = post
        if len(room.posts) > self.config.history_per_chat:
            room.posts.popitem(last=False)
        self.stream.publish(room.id, "message", message=post.message)
        if author is None:
            self._after_bot_message(room, markup)
        elif room.person is not None or self._heard(post.message):
            self.updates.push("message", post.message, room.id)
        return post.message

    def _heard(self, message: Json) -> bool:
        """In groups a bot with privacy mode (the default) hears only what is meant for it."""
        text = message.get("text", "")
        replied = message.get("reply_to_message", {}).get("from", {})
        return (
            bool(SERVICE & message.keys())
            or text.startswith("/")
            or f"@{self.bot.username}".lower() in text.lower()
            or replied.get("id") == self.bot.id
        )

    def _put_markup(self, room: Room, post: Post, markup: Markup) -> None:
        if markup.kind == "inline":
            post.message["reply_markup"] = markup.value
            remember_buttons(post)
            return
        post.fixed = True
        room.force_reply = markup.value if markup.kind == "force" else None
        room.keyboard = markup.value if markup.kind == "reply" else None
        room.keyboard_post = post.message["message_id"]

    def _after_bot_message(self, room: Room, markup: Markup | None) -> None:
        typing = bool(room.action)
        room.action = ""
        if typing or (markup is not None and markup.kind != "inline"):
            self.tell_state(room)

    def replace(self, room: Room, post: Post, message: Json) -> None:
        """Put an edited message into the place of the old one."""
        post.message = message
        remember_buttons(post)
        self.stream.publish(room.id, "edited", message=message)

    def remove(self, room: Room, message_id: int) -> None:
        """Delete a message for both sides."""
        post = room.posts.pop(message_id)
        if post.shown:
            room.ghosts[message_id] = post.shown
            if len(room.ghosts) > 200:
                room.ghosts.popitem(last=False)
        if message_id in room.pinned:
            room.pinned.remove(message_id)
            self.tell_state(room)
        self.stream.publish(room.id, "deleted", message_id=message_id)
        if message_id == room.keyboard_post and (room.keyboard or room.force_reply):
            room.keyboard = room.force_reply = None
            self.tell_state(room)

    # ---- callback queries

    def ask(self, user_id: int) -> Query:
        """A new callback query."""
        query = Query(
            str(secrets.randbits(62)),
            user_id,
            self.now(),
            asyncio.get_running_loop().create_future(),
        )
        self.queries[query.id] = query
        if len(self.queries) > MAX_QUERIES:
            self.queries.popitem(last=False)
        return query

    # ---- what stands below the messages

    def act(self, room: Room, action: str) -> None:
        """Show a status (typing ...) for five seconds."""
        room.action = action
        room.action_until = self.now() + ACTION_SECONDS
        self.tell_state(room)
        asyncio.get_running_loop().call_later(ACTION_SECONDS + 0.05, self._end_action, room)

    def _end_action(self, room: Room) -> None:
        if room.action and self.now() >= room.action_until:
            room.action = ""
            self.tell_state(room)

    def state(self, room: Room) -> Json:
        """What the user sees beside the messages."""
        acting = room.action and self.now() < room.action_until
        return {
            "reply_keyboard": room.keyboard,
            "force_reply": room.force_reply,
            "commands": self.commands_for(room),
            "chat_action": room.action if acting else None,
            "pinned": room.pinned[-1] if room.pinned else None,
            "menu_button": room.menu_button or self.bot.menu_button,
        }

    def tell_state(self, room: Room) -> None:
        """Publish the state after a change of it."""
        if self.stream.listeners:
            self.stream.publish(room.id, "state", **self.state(room))

    def commands_for(self, room: Room) -> list[Json]:
        """The commands that this chat shows, narrowest scope first, then by language."""
        language = room.person.language_code[:2].lower() if room.person else ""
        kind = "all_private_chats" if room.person else "all_group_chats"
        for scope in (("chat", room.id), (kind,), ("default",)):
            for code in (language, "") if language else ("",):
                commands = self.bot.commands.get((scope, code))
                if commands:
                    return commands
        return []


def remember_buttons(post: Post) -> None:
    """Keep the callback buttons that a message shows, for taps on an outdated screen."""
    markup = post.message.get("reply_markup")
    if markup:
        for row in markup["inline_keyboard"]:
            for button in row:
                if "callback_data" in button:
                    post.shown[button["callback_data"]] = button
        while len(post.shown) > MAX_SHOWN:
            del post.shown[next(iter(post.shown))]
