"""Addresses: which ones Telegram accepts, in texts and on buttons."""

import re
from typing import Any

SCHEME = re.compile(r"(?i)^(https?|tg|ton|tonsite|mailto|tel):")
HOST = re.compile(
    r"(?ix)^(?:[^/?\#@]*@)?"
    r"(?P<host>\[[0-9a-f:.]+\] | [^\s/?\#:@\[\]]+)"
    r"(?P<port>:[0-9]{1,5})? (?=[/?\#]|$)"
)
MENTION = re.compile(r"(?i)^tg://user/?\?id=(\d+)$")


def problem_with_url(url: str) -> str | None:
    """Why Telegram would refuse `url`, in its words, or None."""
    url = url.strip()
    if not url:
        return "URL is empty"
    if any(char.isspace() for char in url):
        return "Wrong HTTP URL"
    scheme, separator, rest = url.partition("://")
    if separator:
        scheme = scheme.lower()
        if scheme in {"tg", "ton", "tonsite"}:
            return None if re.match(r"[\w-]", rest) else "Wrong URL"
        if scheme not in {"http", "https"}:
            return "Unsupported URL protocol"
    elif SCHEME.match(url) and not url.lower().startswith(("http", "tg", "ton")):
        return "Unsupported URL protocol"
    else:
        rest = url
    match = HOST.match(rest)
    if match is None:
        return "Wrong HTTP URL"
    host = match["host"]
    if host.startswith("["):
        return None
    labels = host.rstrip(".").split(".")
    # A host of one label (localhost) is refused: no client could open it from elsewhere.
    return None if len(labels) > 1 and all(labels) else "Wrong HTTP URL"


def link_entity(url: str) -> dict[str, Any] | None:
    """`text_link`, `text_mention`, or nothing: an address that cannot be leaves plain text."""
    mention = MENTION.match(url)
    if mention:
        return {
            "type": "text_mention",
            "user": {"id": int(mention[1]), "is_bot": False, "first_name": "User"},
        }
    if problem_with_url(url) is not None:
        return None
    return {"type": "text_link", "url": normal_url(url)}


def normal_url(url: str) -> str:
    """With a scheme, and a slash after a bare host, as Telegram echoes it."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() in {"http", "https"} and not re.search(r"[/?#]", rest):
        rest += "/"
    return f"{scheme.lower()}://{rest}"
