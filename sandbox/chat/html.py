"""`parse_mode` HTML, read as strictly as Telegram reads it."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.chat.errors import Refusal, bad
from sandbox.chat.links import link_entity
from sandbox.chat.utf16 import byte_offset, utf16_length

STYLE_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = {*STYLE_OF_TAG, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
# The semicolon is optional for Telegram; any other reference stays as it is written.
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
SPECIAL = re.compile(r"[<&]")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"'\0]*")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    at: int


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities; raises a `Refusal` in Telegram's words."""
    return _Html(text).parse()


def _decode(text: str, at: int) -> tuple[str, int]:
    """The character of the reference at `at` and the index after it; '' when it is none."""
    match = REFERENCE.match(text, at)
    if match is None:
        return "", at
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, ""), match.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return "", at
    return chr(code), match.end()


class _Html:
    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text)
        self.out: list[str] = []
        self.offset = 0
        self.stack: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        text, at = self.text, 0
        while at < self.end:
            special = SPECIAL.search(text, at)
            stop = special.start() if special else self.end
            if stop > at:
                self._emit(text[at:stop])
                at = stop
            elif text[at] == "&":
                char, after = _decode(text, at)
                self._emit(char or "&")
                at = after if char else at + 1
            elif text.startswith("/", at + 1):
                at = self._close(at)
            else:
                at = self._open(at)
        if self.stack:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.out), self.entities

    def _emit(self, piece: str) -> None:
        self.out.append(piece)
        self.offset += utf16_length(piece)

    def _char(self, at: int) -> str:
        return self.text[at] if at < self.end else "\0"

    def _spaces(self, at: int) -> int:
        while at < self.end and self.text[at].isspace():
            at += 1
        return at

    def _place(self, at: int) -> str:
        return f"at byte offset {byte_offset(self.text, at)}"

    def _open(self, begin: int) -> int:
        at = begin + 1
        while at < self.end and self.text[at] != ">" and not self.text[at].isspace():
            at += 1
        if at >= self.end:
            raise _refusal(f"Unclosed start tag {self._place(begin)}")
        tag = self.text[begin + 1 : at].lower()
        if tag not in TAGS:
            raise _refusal(f'Unsupported start tag "{tag}" {self._place(begin)}')
        attributes: dict[str, str] = {}
        at = self._spaces(at)
        while self._char(at) != ">":
            at = self._spaces(self._attribute(begin, at, tag, attributes))
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self.stack.append(_Open(tag, attributes, self.offset, len(self.out)))
        return at + 1

    def _attribute(self, begin: int, at: int, tag: str, attributes: dict[str, str]) -> int:
        match = ATTRIBUTE_NAME.match(self.text, at)
        name = match.group(0).lower() if match else ""
        if not name:
            reason = "Unclosed start tag" if at >= self.end else None
            reason = reason or f'Empty attribute name in the tag "{tag}"'
            raise _refusal(f"{reason} {self._place(begin)}")
        at = self._spaces(at + len(name))
        if self._char(at) != "=":
            if at >= self.end:
                raise _refusal(f"Unclosed start tag {self._place(begin)}")
            if tag != "blockquote":
                raise _refusal(
                    f"Expected equal sign in declaration of an attribute of the tag "
                    f'"{tag}" {self._place(begin)}'
                )
            attributes[name] = ""
            return at
        at = self._spaces(at + 1)
        if at >= self.end:
            raise _refusal(f"Unclosed start tag {self._place(begin)}")
        value, at = self._value(at)
        if at >= self.end:
            raise _refusal(f"Unclosed start tag {self._place(begin)}")
        attributes[name] = value
        return at

    def _value(self, at: int) -> tuple[str, int]:
        quote = self.text[at]
        if quote not in "\"'":
            match = NAME_TOKEN.match(self.text, at)
            token = match.group(0) if match else ""
            after = at + len(token)
            if after < self.end and not self.text[after].isspace() and self.text[after] != ">":
                raise _refusal(f"Unexpected end of name token {self._place(at)}")
            return token.lower(), after
        value, at = [], at + 1
        while at < self.end and self.text[at] != quote:
            char, after = _decode(self.text, at) if self.text[at] == "&" else ("", at)
            value.append(char or self.text[at])
            at = after if char else at + 1
        return "".join(value), at + 1

    def _close(self, begin: int) -> int:
        if not self.stack:
            raise _refusal(f"Unexpected end tag {self._place(begin)}")
        at = begin + 2
        while at < self.end and self.text[at] != ">" and not self.text[at].isspace():
            at += 1
        name = self.text[begin + 2 : at].lower()
        at = self._spaces(at)
        if self._char(at) != ">":
            raise _refusal(f"Unclosed end tag {self._place(begin)}")
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise _refusal(
                f'Unmatched end tag {self._place(begin)}, expected "</{opened.tag}>", '
                f'found "</{name}>"'
            )
        if self.offset > opened.offset:
            self._entity(opened)
        return at + 1

    def _entity(self, opened: _Open) -> None:
        span = {"offset": opened.offset, "length": self.offset - opened.offset}
        values = opened.attributes
        match opened.tag:
            case "a":
                url = values.get("href") or "".join(self.out[opened.at :])
                link = link_entity(url)
                if link is not None:
                    self.entities.append({**link, **span})
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in values else "blockquote"
                self.entities.append({"type": kind, **span})
            case "tg-emoji":
                emoji = values.get("emoji-id", "")
                self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": emoji})
            case "tg-time":
                self.entities.append({"type": "date_time", **span, **_moment(values)})
            case "pre" | "code":
                self._literal(opened, span)
            case _:
                self.entities.append({"type": STYLE_OF_TAG[opened.tag], **span})

    def _literal(self, opened: _Open, span: dict[str, int]) -> None:
        """`<pre><code class="language-x">` is one `pre` with a language."""
        language = opened.attributes.get("class", "").removeprefix("language-")
        if not opened.attributes.get("class", "").startswith("language-"):
            language = ""
        inner = self.entities[-1] if self.entities else {}
        if opened.tag == "pre" and inner.get("type") == "code" and span.items() <= inner.items():
            self.entities.pop()
            language = inner.get("language", "")
        entity: dict[str, Any] = {"type": opened.tag, **span}
        nested = opened.tag == "code" and bool(self.stack) and self.stack[-1].tag == "pre"
        if language and (opened.tag == "pre" or nested):
            entity["language"] = language
        self.entities.append(entity)


def _moment(values: dict[str, str]) -> dict[str, Any]:
    try:
        moment: dict[str, Any] = {"unix_time": int(values.get("unix", ""))}
    except ValueError:
        raise _refusal("Invalid Unix time specified") from None
    if values.get("format"):
        moment["date_time_format"] = values["format"]
    return moment


def _refusal(text: str) -> Refusal:
    return bad(f"can't parse entities: {text}")
