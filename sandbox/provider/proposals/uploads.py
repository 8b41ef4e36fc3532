"""Sound that is uploaded: how a file travels is not public (2.7), nor what a switch makes of it."""

from sandbox.provider import audio
from sandbox.provider.methods import Call

_MEGABYTE = 1024 * 1024


def sound(call: Call, megabytes: int) -> bytes:
    """The WAV in the form's field `file`; anything else is refused, and so is a larger one."""
    content = call.file("file").content
    if len(content) > megabytes * _MEGABYTE:
        raise call.invalid("file_too_large", f"The file is larger than {megabytes} MB.")
    if not audio.is_wav(content):
        raise call.invalid("unsupported_format", "This is not a WAV file; only those are taken.")
    return content
