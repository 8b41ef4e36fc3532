"""Messages with files: what is sent, and what Telegram makes of it."""

import mimetypes
import secrets
from typing import Any

from sandbox.chat.call import Call, Json, Part
from sandbox.chat.errors import bad, too_large
from sandbox.chat.files import Stored
from sandbox.chat.media import is_mp3, is_ogg_opus, picture_size, probe
from sandbox.chat.methods.common import caption_of, deliver, objects, prepare
from sandbox.chat.model import World

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
# A longer OGG is shown as a file instead of a voice message.
MAX_VOICE = 1024 * 1024
NAMES = {"photo": "Photo", "voice": "VoiceNote", "audio": "Audio", "document": "Document"}
NAMES |= {"video": "Video", "animation": "Animation"}
GROUPED = ("photo", "video", "audio", "document")


async def send_photo(world: World, call: Call) -> Json:
    """sendPhoto."""
    return await _send(world, call, "photo")


async def send_document(world: World, call: Call) -> Json:
    """sendDocument."""
    return await _send(world, call, "document")


async def send_audio(world: World, call: Call) -> Json:
    """sendAudio."""
    return await _send(world, call, "audio")


async def send_voice(world: World, call: Call) -> Json:
    """sendVoice."""
    return await _send(world, call, "voice")


async def send_video(world: World, call: Call) -> Json:
    """sendVideo."""
    return await _send(world, call, "video")


async def _send(world: World, call: Call, kind: str) -> Json:
    caption = caption_of(call)
    content = await _file_content(world, call, kind, call)
    return deliver(world, call, {**content, **caption})


async def send_media_group(world: World, call: Call) -> list[Json]:
    """sendMediaGroup: an album of 2-10, documents and sounds only among themselves."""
    items = objects(call.json("media", "media"), "media")
    if not items:
        raise bad("there are no messages to send")
    if not 2 <= len(items) <= 10:
        many = "too many messages to send as an album"
        raise bad(many if len(items) > 10 else "media group must include 2-10 items")
    kinds = {item.get("type") for item in items}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad(f"{alone} can't be mixed with other media types")
    for kind in kinds:
        if kind not in GROUPED:
            raise bad(f"can't parse InputMedia: type \"{kind}\" can't be used in an album")
    contents = [await media_content(world, call, item) for item in items]
    room, markup, envelope = prepare(world, call)
    if markup is not None:
        raise bad("reply markup can't be used with an album")
    world.limits.take(room.id, world.now(), len(contents))
    group = str(secrets.randbits(60))
    return [
        world.post(room, {**envelope, "media_group_id": group, **content}, author=None)
        for content in contents
    ]


async def media_content(world: World, call: Call, media: Json) -> Json:
    """The content fields of an InputMedia object."""
    kind = str(media.get("type"))
    if kind not in NAMES:
        raise bad("can't parse InputMedia: unsupported type specified")
    source = media.get("media")
    if not isinstance(source, str) or not source:
        raise bad('can\'t parse InputMedia: Field "media" must be of type String')
    described = Call(call.method, {**media, kind: source}, "json", call.files)
    content = await _file_content(world, described, kind, described)
    return {**content, **caption_of(media)}


async def _file_content(world: World, call: Call, kind: str, facts: Call) -> Json:
    source = _source(world, call, kind)
    if isinstance(source, Stored):
        if source.kind != kind:
            raise bad(f"can't use file of type {NAMES.get(source.kind)} as {NAMES[kind]}")
        stored = source
    else:
        stored = await store(world, source, kind, facts)
    return content_with(stored, spoiler=facts.flag("has_spoiler"))


def content_with(stored: Stored, *, spoiler: bool = False) -> Json:
    """The message field that shows a stored file."""
    if stored.kind == "photo":
        content: Json = {"photo": [stored.facts]}
        return {**content, "has_media_spoiler": True} if spoiler else content
    return {stored.kind: stored.facts}


def _source(world: World, call: Call, key: str) -> Part | Stored:
    """An uploaded part, `attach://` another part, or the file_id of a stored file."""
    if key in call.files and not call.has(key):
        return _checked(call.files[key])
    value = call.text(key)
    if not value:
        raise bad(f"there is no {key} in the request")
    if value.startswith("attach://"):
        part = call.files.get(value.removeprefix("attach://"))
        if part is None:
            raise bad("file not found in the request: the attached part is missing")
        return _checked(part)
    if value.startswith(("http://", "https://")):
        # The sandbox stays on its machine: it fetches nothing from elsewhere.
        raise bad("failed to get HTTP URL content")
    stored = world.files.by_id.get(value)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return stored


def _checked(part: Part) -> Part:
    if not part.data:
        raise bad("file must be non-empty")
    if len(part.data) > MAX_UPLOAD:
        raise too_large()
    return part


async def store(world: World, part: Part, kind: str, facts: Call) -> Stored:
    """Keep an uploaded file as `kind`, or as what Telegram shows it as instead."""
    match kind:
        case "photo":
            return _store_photo(world, part)
        case "voice":
            return await _store_voice(world, part, facts)
        case "audio":
            return await _store_audio(world, part, facts)
        case "video":
            return await _store_video(world, part, facts)
    return _store_document(world, part)


def _store_photo(world: World, part: Part) -> Stored:
    if len(part.data) > MAX_PHOTO:
        raise bad(
            f"file of size {len(part.data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes"
        )
    size = picture_size(part.data)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    mime, width, height = size
    if (
        not width
        or not height
        or width + height > 10_000
        or max(width, height) > 20 * min(width, height)
    ):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return world.files.add("photo", part.data, mime, width=width, height=height)


async def _store_voice(world: World, part: Part, facts: Call) -> Stored:
    data = part.data
    if is_ogg_opus(data) and len(data) > MAX_VOICE:
        return _store_document(world, part)
    if is_ogg_opus(data) or is_mp3(data) or data[4:8] == b"ftyp":
        sound = await probe(data)
        if sound.audio and not sound.video:
            mime = (
                "audio/ogg"
                if sound.format == "ogg"
                else "audio/mpeg"
                if is_mp3(data)
                else "audio/mp4"
            )
            seconds = facts.integer("duration") or sound.duration
            return world.files.add("voice", data, mime, duration=seconds)
    return await _store_audio(world, part, facts)


async def _store_audio(world: World, part: Part, facts: Call) -> Stored:
    data = part.data
    sound = await probe(data)
    shown = is_mp3(data) or data[4:8] == b"ftyp" or data[:4] in (b"OggS", b"fLaC")
    if not shown or not sound.audio or sound.video:
        return _store_document(world, part)
    mime = _mime(part)
    return world.files.add(
        "audio",
        data,
        mime,
        part.filename,
        duration=facts.integer("duration") or sound.duration,
        performer=facts.text("performer"),
        title=facts.text("title"),
    )


async def _store_video(world: World, part: Part, facts: Call) -> Stored:
    sound = await probe(part.data)
    if not sound.video:
        return _store_document(world, part)
    mime = _mime(part)
    return world.files.add(
        "video",
        part.data,
        mime,
        part.filename,
        width=facts.integer("width") or sound.width,
        height=facts.integer("height") or sound.height,
        duration=facts.integer("duration") or sound.duration,
    )


def _store_document(world: World, part: Part) -> Stored:
    mime = _mime(part)
    return world.files.add("document", part.data, mime, part.filename)


def _mime(part: Part) -> str:
    guessed: Any = mimetypes.guess_type(part.filename)[0]
    declared = part.content_type.partition(";")[0].strip()
    if declared in ("", "application/octet-stream"):
        return str(guessed or "application/octet-stream")
    return declared
