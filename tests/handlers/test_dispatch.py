"""What a message means to the engine."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message, User

from dialogs.events import Other, SentFile
from handlers.dispatch import _what

ALICE = {"id": 7, "is_bot": False, "first_name": "Alice"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 900}
PICTURE = {**FILE, "width": 240, "height": 240, "length": 240, "duration": 3}


def meaning(**content: Any) -> object:
    sent = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": ALICE}
    message = Message.de_json({**sent, **content}, None)
    return _what(message, User.de_json(ALICE, None))


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ({"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}}, "audio/ogg"),
        ({"audio": {**FILE, "duration": 3, "mime_type": "audio/mpeg"}}, "audio/mpeg"),
        ({"document": {**FILE, "mime_type": "audio/wav"}}, "audio/wav"),
        ({"video": {**PICTURE, "mime_type": "video/mp4"}}, "video/mp4"),
        ({"video_note": PICTURE}, "video/mp4"),
    ],
)
def test_whatever_may_have_a_sound_is_a_file(content: Any, content_type: str) -> None:
    sent = meaning(**content)

    assert isinstance(sent, SentFile)
    assert (sent.file.size, sent.file.content_type) == (900, content_type)


def test_a_photo_is_something_else() -> None:
    assert isinstance(meaning(photo=[PICTURE]), Other)
