"""Files that travelled through the chat, in memory, each with its Telegram identifiers."""

import base64
import hashlib
import itertools
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "audio": "music",
    "document": "documents",
    "video": "videos",
    "animation": "animations",
    "thumbnail": "thumbnails",
}
# The letters with which file identifiers of each kind begin.
PREFIXES = {
    "photo": "AgACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "document": "BQACAgIAAxk",
    "video": "BAACAgIAAxk",
    "animation": "CgACAgIAAxk",
    "thumbnail": "AAMCAgADGQ",
}
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "audio/ogg": ".oga",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "application/pdf": ".pdf",
}


# Kinds whose Bot API object has no mime_type, and those that have a file_name.
PICTURES = {"photo", "thumbnail"}
NAMED = {"audio", "document", "video", "animation"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file; `facts` is its Bot API object (PhotoSize, Voice ...) with the identifiers."""

    kind: str
    data: bytes
    path: str
    mime_type: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def file_id(self) -> str:
        """The identifier that messages carry."""
        return str(self.facts["file_id"])


class FileStore:
    """Keeps `capacity` bytes; the oldest files go first, as "temporarily unavailable"."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self.by_id: OrderedDict[str, Stored] = OrderedDict()
        self.by_path: dict[str, Stored] = {}
        self.numbers = itertools.count(1)

    def add(self, kind: str, data: bytes, mime_type: str, name: str = "", **facts: Any) -> Stored:
        """Store a file; `facts` are the kind's own fields (duration, width ...)."""
        suffix = SUFFIXES.get(mime_type) or PurePosixPath(name).suffix[:10] or ".bin"
        unique = hashlib.sha256(kind.encode() + data).digest()[:11]
        identifiers = {
            "file_id": PREFIXES[kind] + secrets.token_urlsafe(36),
            "file_unique_id": "AQAD" + base64.urlsafe_b64encode(unique).decode().rstrip("="),
        }
        path = f"{FOLDERS[kind]}/file_{next(self.numbers)}{suffix}"
        if kind not in PICTURES:
            facts["mime_type"] = mime_type
        if kind in NAMED:
            facts["file_name"] = name
        facts = {key: value for key, value in facts.items() if value not in (None, "")}
        stored = Stored(
            kind, data, path, mime_type, {**identifiers, **facts, "file_size": len(data)}
        )
        self.by_id[stored.file_id] = stored
        self.by_path[path] = stored
        self.size += len(data)
        while self.size > self.capacity and len(self.by_id) > 1:
            _, oldest = self.by_id.popitem(last=False)
            del self.by_path[oldest.path]
            self.size -= len(oldest.data)
        return stored
