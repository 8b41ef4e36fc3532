"""The pages of a fax, as a machine sends them: black and white, 204 by 98 dots to an inch."""

import io

from PIL import Image, ImageDraw, ImageFont

from sandbox.provider.model import Message

_SHEET, _DPI = (1728, 1078), (204, 98)
_MARGIN, _LINE, _LETTERS = 120, 52, 44


def pages(message: Message) -> bytes:
    """One TIFF with all of them."""
    sheets = [_sheet(message, number) for number in range(1, message.fax_pages + 1)]
    out = io.BytesIO()
    sheets[0].save(
        out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=_DPI
    )
    return out.getvalue()


def _sheet(message: Message, number: int) -> Image.Image:
    sheet = Image.new("1", _SHEET, 1)
    draw = ImageDraw.Draw(sheet)
    lines = [
        f"FAX from {message.caller}",
        f"{message.delivered:%Y-%m-%d %H:%M} UTC",
        f"Page {number} of {message.fax_pages}",
        "",
        *("Dear subscriber, this page was made by the sandbox. " * 2 for _ in range(6)),
    ]
    font = ImageFont.load_default(_LETTERS)
    for place, line in enumerate(lines):
        draw.text((_MARGIN, _MARGIN + place * _LINE), line, fill=0, font=font)
    return sheet
