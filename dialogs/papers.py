"""The provider's faxes as what every phone can show: a PDF."""

from __future__ import annotations

from dialogs import children
from dialogs.view import Document, Media
from locales import _

SECONDS = 30
_PRINTER = children.script("_pages.py")
_PDF = "application/pdf"


async def readable(content: bytes, name: str, filename: str, content_type: str) -> Media:
    """A PDF called `name`; of what does not become one, the provider's own file."""
    if content.startswith(b"%PDF-"):
        return Document(content, f"{name}.pdf", _PDF)
    try:
        pdf = await children.answer(_PRINTER, content, SECONDS)
    except (children.Failed, OSError):
        note = _("This fax did not become a PDF, so here is the provider's own file.")
        return Document(content, filename or name, content_type, note)
    return Document(pdf, f"{name}.pdf", _PDF)
