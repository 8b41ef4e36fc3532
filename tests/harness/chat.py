"""A subscriber's phone: sends, taps, and reads the chat as a person would."""

from __future__ import annotations

import asyncio
import inspect
import re
from datetime import UTC
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from locales import Reader, _
from tests.harness import complaints
from tests.harness.patience import PATIENCE

if TYPE_CHECKING:
    from tests.harness.world import World

Json = dict[str, Any]
accept = False
"""Set by `pytest --accept`: transcripts are rewritten in place with what happened."""
rewritten: list[str] = []
"""The tests whose transcripts were."""
LAST = 3
"""Messages that a failure shows: what came before is seldom of interest."""


class ChatUser:
    """One Telegram user in the chat sandbox."""

    def __init__(self, world: World, user_id: int, name: str, language: str = "en") -> None:
        self.world = world
        self.id = user_id
        self.name = name
        self.reader = Reader(language, UTC, world.clock)
        self._seen: dict[int, tuple[str, tuple[str, ...]]] = {}

    # ------------------------------------------------------------------ doing

    async def _post(self, what: str, body: Any = None, **kw: Any) -> Json:
        url = f"{self.world.chat_server.url}/control/users/{self.id}/{what}"
        async with self.world.http.post(url, json=body, **kw) as answer:
            data: Json = await answer.json()
            assert answer.status == 200, (what, body, data)
            return data

    async def say(self, text: str, *, settle: bool = True) -> Json:
        sent = await self._post("send", {"text": text})
        if settle:
            await self.world.settled()
        return sent

    async def share_contact(self, phone: str, *, own: bool = True) -> None:
        contact: Json = {"phone_number": phone, "first_name": self.name}
        contact["user_id"] = self.id if own else None
        await self._post("send", {"contact": contact})
        await self.world.settled()

    async def send_file(self, kind: str, content: bytes, name: str) -> None:
        """A `photo`, `document`, `audio` or `voice`."""
        form = aiohttp.FormData()
        form.add_field(kind, content, filename=name)
        await self._post("send", data=form)
        await self.world.settled()

    async def tap(self, label: str, *, times: int = 1, settle: bool = True) -> Json:
        """Tap the newest button with this label; `times` at the very same moment."""
        message, data = await self.find_button(label)
        answer = await self.tap_data(message["message_id"], data, times=times)
        if settle:
            await self.world.settled()
        return answer

    async def tap_data(self, message_id: int, data: str, *, times: int = 1) -> Json:
        return await self._post("tap", {"message_id": message_id, "data": data, "times": times})

    async def find_button(self, label: str) -> tuple[Json, str]:
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        return message, button["callback_data"]
        raise AssertionError(f"No button [{label}] in:\n" + await self.screen(LAST))

    async def moves(self, *moves: str) -> None:
        """Texts to say, and [labels] to tap, one after the other."""
        for move in moves:
            if move.startswith("[") and move.endswith("]"):
                await self.tap(move[1:-1])
            else:
                await self.say(move)
        await self.seen()

    async def walks(self, *moves: str) -> None:
        """As `moves`, with a bot in a process of its own: each answer is waited for."""
        for move in moves:
            before = await self.screen()
            if move.startswith("[") and move.endswith("]"):
                await self.tap(move[1:-1], settle=False)
            else:
                await self.say(move, settle=False)
            await self._answered(before)

    async def _answered(self, before: str, seconds: float = PATIENCE) -> None:
        """Wait until the bot's side of the chat has changed, and is at rest."""
        async with asyncio.timeout(seconds):
            now, earlier = await self.screen(), ""
            while now != earlier or _by_bot(now) == _by_bot(before):
                await asyncio.sleep(0.05)
                now, earlier = await self.screen(), now

    async def block(self, *, blocked: bool = True) -> None:
        await self._post("block" if blocked else "unblock")
        await self.world.settled()

    async def sign_in(self, login: str = "alice") -> None:
        """The quick way in for tests about something else."""
        row = await self.world.desk.account(login)
        by_password = self.reader.say(_("Login and password"))
        await self.moves("/signin", f"[{by_password}]", login, row["password"])

    # ------------------------------------------------------------------ reading

    async def messages(self) -> list[Json]:
        url = f"{self.world.chat_server.url}/control/users/{self.id}/messages"
        async with self.world.http.get(url) as answer:
            found: list[Json] = (await answer.json())["messages"]
            return found

    async def state(self) -> Json:
        url = f"{self.world.chat_server.url}/control/users/{self.id}/state"
        async with self.world.http.get(url) as answer:
            return await answer.json()  # type: ignore[no-any-return]

    async def last(self) -> str:
        """The bot's newest message, as text with its keyboard."""
        mine = [message for message in await self.messages() if message["from"]["is_bot"]]
        return "\n".join(_lines(mine[-1])) if mine else ""

    async def screen(self, last: int = 0) -> str:
        """The whole chat, or its last messages."""
        parts = []
        for message in (await self.messages())[-last:]:
            who = "" if message["from"]["is_bot"] else "> "
            parts.append("\n".join(who + line for line in _lines(message)))
        return "\n--\n".join(parts)

    async def seen(self) -> list[str]:
        """What is new or changed in the bot's messages since the last look."""
        lines: list[str] = []
        for message in await self.messages():
            if not message["from"]["is_bot"]:
                continue
            now = (_text(message), tuple(_keyboard(message)))
            before = self._seen.get(message["message_id"])
            self._seen[message["message_id"]] = now
            stripped = before is not None and before[0] == now[0] and not now[1]
            if before != now and not stripped:
                lines += _lines(message)
        return lines

    async def waits_for(self, text: str, seconds: float = PATIENCE) -> str:
        """Wait until a message of the bot holds this text; the message as lines."""
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            for message in reversed(await self.messages()):
                if message["from"]["is_bot"] and text in _text(message):
                    return "\n".join(_lines(message))
            await asyncio.sleep(0.02)
        raise AssertionError(f"“{text}” did not come:\n" + await self.screen(LAST))

    async def waits_until_gone(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until no message holds this text."""
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            if not any(text in _text(message) for message in await self.messages()):
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"“{text}” is still there:\n" + await self.screen(LAST))

    # ------------------------------------------------------------------ the transcript

    async def play(self, transcript: str) -> None:
        """Play a transcript and compare. See `reference/style.md` for its form.

        `> text` is said, `> [Label]` is tapped; below it the whole answer with its keyboard.
        `...` skips an answer; `(deleted)` says that the subscriber's message is gone; a line
        with `{{…}}` matches any text in these braces; `[Label ⧉ text]` copies the text.
        """
        turns = _turns(inspect.cleandoc(transcript).splitlines())
        happened: list[str] = []
        matches = True
        await self.seen()
        complaints.logged.clear()
        for n, (move, expected) in enumerate(turns):
            try:
                got = await self._move(move)
            except AssertionError:  # the rest stays as it is, to be put right
                if accept:
                    _rewrite(transcript, happened + _script(turns[n:]))
                raise
            fits = expected == ["..."] or _fits(expected, got)
            matches = matches and fits
            happened += [f"> {move}", *(expected if fits else _loose(expected, got))]
            if not fits and complaints.logged:
                pytest.fail("It broke there:\n\n" + _last(happened) + "\n\n" + complaints.told())
        if not matches:
            if accept:
                _rewrite(transcript, happened)
            else:
                pytest.fail("The conversation went otherwise:\n\n" + "\n".join(happened))

    async def _move(self, move: str) -> list[str]:
        if move.startswith("[") and move.endswith("]"):
            await self.tap(move[1:-1])
            return await self.seen()
        sent = await self.say(move.replace("\\n", "\n"))
        gone = all(one["message_id"] != sent["message_id"] for one in await self.messages())
        return [*(["(deleted)"] if gone else []), *await self.seen()]


def _turns(script: list[str]) -> list[tuple[str, list[str]]]:
    turns: list[tuple[str, list[str]]] = []
    for raw in script:
        line = raw.strip()
        if line.startswith("> "):
            turns.append((line[2:], []))
        elif line and turns:
            turns[-1][1].append(line)
    return turns


def _script(turns: list[tuple[str, list[str]]]) -> list[str]:
    return [line for move, expected in turns for line in (f"> {move}", *expected)]


def _last(happened: list[str]) -> str:
    """The last move and what came of it."""
    moves = [n for n, line in enumerate(happened) if line.startswith("> ")]
    return "\n".join(happened[moves[-1] :])


def _fits(expected: list[str], got: list[str]) -> bool:
    if len(expected) != len(got):
        return False
    return all(_matches(one, other) for one, other in zip(expected, got, strict=True))


def _matches(expected: str, got: str) -> bool:
    pattern = re.sub(r"\\\{\\\{.*?\\\}\\\}", ".+", re.escape(expected))
    return re.fullmatch(pattern, got) is not None


def _loose(expected: list[str], got: list[str]) -> list[str]:
    """What came, with the `{{…}}` of the lines that still fit."""
    loose = [one for one in expected if "{{" in one]
    return [next((one for one in loose if _matches(one, line)), line) for line in got]


def _text(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _lines(message: Json) -> list[str]:
    lines = []
    if "voice" in message:
        seconds = message["voice"]["duration"]
        lines.append(f"(voice {seconds // 60}:{seconds % 60:02})")
    if "photo" in message:
        lines.append("(picture)")
    if "document" in message:
        lines.append(f"(file {message['document']['file_name']})")
    lines += [line for line in _text(message).splitlines() if line.strip()]
    return lines + _keyboard(message)


def _keyboard(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return ["  ".join(f"[{_label(button)}]" for button in row) for row in rows]


def _label(button: Json) -> str:
    """What it says, and what it copies where it is a button that copies."""
    copied = button.get("copy_text", {}).get("text")
    return f"{button['text']} ⧉ {copied}" if copied is not None else str(button["text"])


def _by_bot(screen: str) -> list[str]:
    return [part for part in screen.split("\n--\n") if part and not part.startswith("> ")]


def _rewrite(transcript: str, happened: list[str]) -> None:
    """Put what happened into the test's source in the place of what was expected."""
    frame: Any = next(one for one in inspect.stack() if Path(one.filename).name.startswith("test_"))
    path = Path(frame.filename)
    source = path.read_text()
    first = next(line for line in transcript.splitlines() if line.strip())
    indent = first[: len(first) - len(first.lstrip())]
    lines = "\n".join(f"{indent}{line}" for line in happened)
    closing = transcript.rsplit("\n", 1)[-1] if not transcript.endswith("\n") else indent
    new = f"\n{lines}\n{closing if not closing.strip() else indent}"
    quoted = f'"""{transcript}"""'
    # One that says nothing yet may stand there twice: the tests run in the file's order.
    fresh = all(not expected for _said, expected in _turns(transcript.splitlines()))
    assert fresh or source.count(quoted) == 1, "The transcript stands there more than once."
    path.write_text(source.replace(quoted, f'"""{new}"""', 1))
    rewritten.append(f"{path.name}::{frame.function}")
