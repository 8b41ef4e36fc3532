"""The printer's process: the pages of a fax on stdin become one PDF on stdout.

`dialogs.papers` starts this file by its path and kills it when it must. A fax comes from a stranger
and is decoded by a large piece of C, so this has little memory, little time and no secrets in its
environment. It reads TIFF and PNG, alone or as the files of a ZIP; all else ends with an error.
"""

import io
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from PIL import Image, ImageSequence

_MAX_INPUT_BYTES = 20_000_000
_MAX_PAGES = 200
_MAX_PIXELS = 40_000_000
"""Of one page: a letter in the finest resolution of a fax, 400 dots to an inch, has 15 million."""
_MAX_ALL_PIXELS = 250_000_000
"""A byte each while the PDF is made: more than 60 pages as faxes usually come."""
_MAX_FILE_BYTES = 20_000_000
_CPU_SECONDS = 30
_ADDRESS_SPACE_BYTES = 512 << 20
_OPEN_FILES = 32
_NICENESS = 5
_KINDS = ("TIFF", "PNG")
_USUAL_DPI = 200


def pdf(content: bytes) -> bytes:
    """Raises ValueError and what Pillow raises."""
    sheets: list[Image.Image] = []
    pixels = 0
    for sheet in (sheet for file in _files(content) for sheet in _sheets(file)):
        sheets.append(sheet)
        pixels += sheet.width * sheet.height
        if len(sheets) > _MAX_PAGES or pixels > _MAX_ALL_PIXELS:
            raise ValueError("too many pages")
    if not sheets:
        raise ValueError("no pages")
    out = io.BytesIO()
    sheets[0].save(
        out, "PDF", save_all=True, append_images=sheets[1:], resolution=sheets[0].info["dpi"]
    )
    return out.getvalue()


def _files(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in sorted(archive.infolist(), key=lambda one: one.filename):
            if entry.is_dir():
                continue
            with archive.open(entry) as file:  # what its head says of its size may be a lie
                page = file.read(_MAX_FILE_BYTES + 1)
            if len(page) > _MAX_FILE_BYTES:
                raise ValueError("a page is too large")
            yield page


def _sheets(file: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(file), formats=_KINDS) as pages:
        for page in ImageSequence.Iterator(pages):
            if page.width * page.height > _MAX_PIXELS:
                raise ValueError("the page is too large")
            yield _upright(page)


def _upright(page: Image.Image) -> Image.Image:
    """In black and white, or gray; a fax may have half as many lines to an inch as columns."""
    across, down = (float(one) or _USUAL_DPI for one in page.info.get("dpi", (0, 0)))
    sheet = page.copy() if page.mode in ("1", "L") else page.convert("RGB").convert("L")
    if abs(across - down) > 1:
        sheet = sheet.resize((page.width, round(page.height * across / down)))
    sheet.info["dpi"] = across
    return sheet


def _restrict() -> None:
    limits = {
        resource.RLIMIT_CPU: _CPU_SECONDS,
        resource.RLIMIT_AS: _ADDRESS_SPACE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        # macOS knows RLIMIT_AS and refuses it; the parent's clock still holds there.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    os.nice(_NICENESS)


if __name__ == "__main__":
    _restrict()
    given = sys.stdin.buffer.read(_MAX_INPUT_BYTES + 1)
    if len(given) > _MAX_INPUT_BYTES:
        sys.exit(2)
    sys.stdout.buffer.write(pdf(given))
