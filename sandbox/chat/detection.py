"""What Telegram marks by itself in any text: commands, links, numbers, mentions."""

import re
from typing import Any

from sandbox.chat.utf16 import utf16_length

TOP_LEVEL = (
    "com|net|org|info|biz|io|me|app|dev|ai|co|tv|xyz|online|site|shop|link|cloud|tel|mobi|name|pro|"
    "edu|gov|int|eu|ua|uk|us|ca|de|fr|es|it|pl|pt|nl|be|at|ch|cz|sk|hu|ro|bg|gr|tr|se|no|fi|dk|ee|"
    "lt|lv|ie|is|il|in|cn|jp|kr|br|mx|ar|cl|au|nz|za|kz|ge|am|az|by|md|ru|укр|рф"
)
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
PATTERNS = (
    ("/", "bot_command", COMMAND),
    (
        "@",
        "email",
        re.compile(
            r"(?<![\w.%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}\b"
        ),
    ),
    (
        ".",
        "url",
        re.compile(
            r"(?i)(?<![\w@/.-])(?:(?:https?|ftp|tg)://[^\s<>\"'«»]+"
            rf"|(?:[\w-]+\.)+(?:{TOP_LEVEL})(?![\w.-]*\w)(?::\d{{1,5}})?(?:[/?#][^\s<>\"'«»]*)?)"
        ),
    ),
    (":", "url", re.compile(r"(?i)(?<![\w@/.-])(?:https?|ftp|tg)://[^\s<>\"'«»]+")),
    ("@", "mention", re.compile(r"(?<![\w@./])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("#", "hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
    ("$", "cashtag", re.compile(r"(?<![\w$])\$[A-Z]{3,8}(?![\w$])")),
    ("+", "phone_number", re.compile(r"(?<![\w+])\+\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")),
)


def detect(text: str) -> list[dict[str, Any]]:
    """Entities in order; where two patterns meet, the earlier one of the list wins."""
    spans: list[tuple[int, int, str]] = []
    for sign, kind, pattern in PATTERNS:
        if sign not in text:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match[0].rstrip(".,:;!?)]}…'\""))
            if all(end <= begin or start >= stop for begin, stop, _ in spans):
                spans.append((start, end, kind))
    spans.sort()
    return [
        {
            "type": kind,
            "offset": utf16_length(text[:start]),
            "length": utf16_length(text[start:end]),
        }
        for start, end, kind in spans
    ]
