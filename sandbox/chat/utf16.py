"""Counting as Telegram counts: in UTF-16 code units."""


def utf16_length(text: str) -> int:
    """Code units of `text`; characters beyond the basic plane (most emoji) count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def clip(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers."""
    if text.isascii():
        return text[offset : offset + length]
    raw = text.encode("utf-16-le")[2 * offset : 2 * (offset + length)]
    return raw.decode("utf-16-le", "replace")


def byte_offset(text: str, index: int) -> int:
    """Where the character at `index` begins in UTF-8, for refusals."""
    return len(text[:index].encode("utf-8", "surrogatepass"))
