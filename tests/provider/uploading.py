"""A file in the hands of a caller."""

import aiohttp
import orjson

from sandbox.provider import audio
from tests.provider.conftest import Answer, Caller, read

SOUND = audio.speech(1, 7)


async def upload(caller: Caller, path: str, content: bytes = SOUND, **params: object) -> Answer:
    """Call a method that takes a file: a form with `params` and `file`."""
    form = aiohttp.FormData()
    form.add_field("params", orjson.dumps(params).decode())
    form.add_field("file", content, filename="sound.wav", content_type="audio/wav")
    headers = {"Authorization": f"Bearer {caller.token}"}
    async with caller.http.post(f"{caller.url}/rest/{path}", data=form, headers=headers) as answer:
        return await read(answer)
