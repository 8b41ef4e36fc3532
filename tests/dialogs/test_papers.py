"""Faxes become a PDF in a process of its own, whatever a stranger put into them."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from dialogs import papers
from dialogs.papers import readable
from dialogs.view import Document


def tiff(pages: int = 1, size: tuple[int, int] = (1728, 1078), dpi: float = 98) -> bytes:
    sheets = [Image.new("1", size, 1) for _ in range(pages)]
    out = io.BytesIO()
    sheets[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=sheets[1:],
        dpi=(204, dpi),
        compression="group4",
    )
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (200, 300), "white").save(out, "PNG")
    return out.getvalue()


def zipped(*files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, file in enumerate(files):
            archive.writestr(f"page{number}", file)
    return out.getvalue()


async def printed(content: bytes) -> Document:
    made = await readable(content, "fax", "message_3.tif", "image/tiff")
    assert isinstance(made, Document)
    return made


@pytest.mark.row("S39")
@pytest.mark.parametrize(
    ("content", "pages"),
    [(tiff(3), 3), (png(), 1), (zipped(png(), tiff(2)), 3)],
    ids=["one TIFF", "a PNG", "a ZIP of pages"],
)
async def test_every_way_to_keep_a_fax_becomes_one_pdf(content: bytes, pages: int) -> None:
    made = await printed(content)

    assert (made.filename, made.content_type, made.note) == ("fax.pdf", "application/pdf", None)
    assert made.content.count(b"/Type /Page\n") == pages


async def test_a_page_of_half_the_lines_is_as_high_as_it_was_on_paper() -> None:
    made = await printed(tiff())
    box = made.content.split(b"/MediaBox [")[1].split(b"]")[0].split()

    width, height = float(box[2]), float(box[3])
    assert width / 72 == pytest.approx(1728 / 204, rel=0.02)
    assert height / 72 == pytest.approx(1078 / 98, rel=0.02)


async def test_a_pdf_stays_as_it_is() -> None:
    assert (await printed(b"%PDF-1.4 and so on")).content == b"%PDF-1.4 and so on"


@pytest.mark.parametrize(
    "content",
    [b"", b"II*\0 and no more", b"PK\3\4 broken", zipped(), tiff(size=(9000, 9000))],
    ids=["nothing", "a broken TIFF", "a broken ZIP", "an empty ZIP", "a sheet like a house"],
)
async def test_what_becomes_no_pdf_is_handed_on(content: bytes) -> None:
    made = await printed(content)

    assert (made.content, made.filename, made.content_type) == (
        content,
        "message_3.tif",
        "image/tiff",
    )
    assert made.note is not None


async def test_a_printer_that_stalls_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (*papers._PRINTER[:1], "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(papers, "_PRINTER", command)
    monkeypatch.setattr(papers, "SECONDS", 0.2)

    assert (await printed(tiff())).note is not None
