"""`parse_mode` MarkdownV2, and the legacy Markdown that Telegram still reads."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from sandbox.chat.errors import Refusal, bad
from sandbox.chat.links import link_entity
from sandbox.chat.utf16 import byte_offset, utf16_length

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# Telegram's names of what was left open.
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}
CLOSING = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
OPENING = {
    "__": "underline",
    "||": "spoiler",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
    "![": "custom_emoji",
    "[": "text_link",
}
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
NEWLINE = re.compile(r"\r\n|\n\r|\n|\r")


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    begin: int
    at: int
    language: str = ""


def parse_markdown_v2(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities; raises a `Refusal` in Telegram's words."""
    return _MarkdownV2(text).parse()


class _MarkdownV2:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.offset = 0
        self.stack: list[_Open] = []
        self.entities: list[dict[str, Any]] = []
        self.quote: int | None = None

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        at, size = 0, len(self.text)
        while at < size:
            if at == 0 or self.text[at - 1] == "\n":
                at = self._line_start(at)
                if at >= size:
                    break
            at = self._step(at)
        self._end_quote()
        if self.stack:
            left = self.stack[-1]
            raise _refusal(
                f"Can't find end of {NAMES[left.kind]} entity at byte offset "
                f"{byte_offset(self.text, left.begin)}"
            )
        return "".join(self.out), self.entities

    def _step(self, at: int) -> int:
        char = self.text[at]
        if char == "\\" and at + 1 < len(self.text) and 0 < ord(self.text[at + 1]) <= 126:
            self._emit(self.text[at + 1])
            return at + 2
        inside = self.stack[-1] if self.stack else None
        literal = inside is not None and inside.kind in {"code", "pre"}
        if char not in (RESERVED if not literal else "`"):
            self._emit(char)
            return at + 1
        if inside is not None and self._closes(inside, at):
            return self._close(at)
        if char == "|" and self.quote is not None and self._expands(at):
            self._end_quote(expandable=True)
            return at + 2
        return self._open(at)

    def _emit(self, piece: str) -> None:
        self.out.append(piece)
        self.offset += utf16_length(piece)

    def _line_start(self, at: int) -> int:
        """Quotes last from a line that begins with '>' to the first that does not."""
        if self.stack and self.stack[-1].kind in {"code", "pre"}:
            return at
        fresh = self.text.startswith("**>", at)
        if fresh or not self.text.startswith(">", at):
            self._end_quote()
        if fresh:
            at += 2
        if self.text.startswith(">", at):
            if self.quote is None:
                self.quote = self.offset
            return at + 1
        return at

    def _expands(self, at: int) -> bool:
        """'||' that ends the last line of a quote folds it."""
        return self.text.startswith("||", at) and self.text[at + 2 : at + 3] in {"", "\n"}

    def _end_quote(self, *, expandable: bool = False) -> None:
        if self.quote is None:
            return
        length = self.offset - self.quote
        if self.out and self.out[-1] == "\n":
            length -= 1
        if length > 0:
            kind = "expandable_blockquote" if expandable else "blockquote"
            self.entities.append({"type": kind, "offset": self.quote, "length": length})
        self.quote = None

    def _closes(self, inside: _Open, at: int) -> bool:
        if inside.kind == "italic":
            return self.text[at] == "_" and not self.text.startswith("__", at)
        return self.text.startswith(CLOSING[inside.kind], at)

    def _open(self, at: int) -> int:
        if self.text[at] == "`":
            return self._open_code(at)
        for mark, kind in OPENING.items():
            if self.text.startswith(mark, at):
                self.stack.append(_Open(kind, self.offset, at, len(self.out)))
                return at + len(mark)
        raise _refusal(
            f"Character '{self.text[at]}' is reserved and must be escaped with the preceding '\\'"
        )

    def _open_code(self, begin: int) -> int:
        if not self.text.startswith("```", begin):
            self.stack.append(_Open("code", self.offset, begin, len(self.out)))
            return begin + 1
        at, language = begin + 3, ""
        if match := LANGUAGE.match(self.text, at):
            language, at = match[1], match.end()
        if newline := NEWLINE.match(self.text, at):
            at = newline.end()
        self.stack.append(_Open("pre", self.offset, begin, len(self.out), language))
        return at

    def _close(self, at: int) -> int:
        opened = self.stack.pop()
        at += len(CLOSING[opened.kind])
        span = {"offset": opened.offset, "length": self.offset - opened.offset}
        if opened.kind in {"text_link", "custom_emoji"}:
            url, at = self._url(at)
            entity = _linked(opened.kind, url or "".join(self.out[opened.at :]))
        else:
            entity = {"type": opened.kind}
            if opened.language:
                entity["language"] = opened.language
        if entity is not None and span["length"] > 0:
            self.entities.append({**entity, **span})
        return at

    def _url(self, at: int) -> tuple[str, int]:
        if not self.text.startswith("(", at):
            return "", at
        begin = at = at + 1
        url = []
        while at < len(self.text) and self.text[at] != ")":
            if self.text[at] == "\\" and at + 1 < len(self.text):
                at += 1
            url.append(self.text[at])
            at += 1
        if at >= len(self.text):
            place = byte_offset(self.text, begin)
            raise _refusal(f"Can't find end of a URL at byte offset {place}")
        return "".join(url), at + 1


def _linked(kind: str, url: str) -> dict[str, Any] | None:
    """A link, or what '![…](tg://…)' stands for."""
    if kind == "text_link":
        return link_entity(url)
    target, _, query = url.partition("?")
    values = {key: found[0] for key, found in parse_qs(query).items()}
    if target == "tg://emoji" and values.get("id"):
        return {"type": "custom_emoji", "custom_emoji_id": values["id"]}
    if target == "tg://time" and values.get("unix", "").isdecimal():
        moment: dict[str, Any] = {"type": "date_time", "unix_time": int(values["unix"])}
        if values.get("format"):
            moment["date_time_format"] = values["format"]
        return moment
    raise _refusal("Custom emoji entity must contain a tg://emoji URL")


def parse_markdown(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The legacy mode: no nesting, '\\' escapes only its own four marks."""
    out: list[str] = []
    entities: list[dict[str, Any]] = []
    at, offset = 0, 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] in {"_", "*", "`", "["}:
            at, char = at + 1, text[at + 1]
        elif char in "_*`[":
            piece, entity, at = _legacy(text, at)
            if entity is not None and piece:
                size = utf16_length(piece)
                entities.append({**entity, "offset": offset, "length": size})
            out.append(piece)
            offset += utf16_length(piece)
            continue
        out.append(char)
        offset += utf16_length(char)
        at += 1
    return "".join(out), entities


def _legacy(text: str, begin: int) -> tuple[str, dict[str, Any] | None, int]:
    char = text[begin]
    mark = "```" if text.startswith("```", begin) else "]" if char == "[" else char
    start = begin + (3 if mark == "```" else 1)
    end = text.find(mark, start)
    if end < 0:
        place = byte_offset(text, begin)
        raise _refusal(f"Can't find end of the entity starting at byte offset {place}")
    piece, after = text[start:end], end + len(mark)
    if mark == "]":
        match = re.compile(r"\(([^)]*)\)").match(text, after)
        if match is None:
            return piece, None, after
        return piece, link_entity(match[1]), match.end()
    kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark]
    return piece.removeprefix("\n") if kind == "pre" else piece, {"type": kind}, after


def _refusal(text: str) -> Refusal:
    return bad(f"can't parse entities: {text}")
