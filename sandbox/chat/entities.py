"""Formatted text: what Telegram makes of HTML, MarkdownV2 or given entities.

Offsets and lengths are UTF-16 code units, as everywhere in the Bot API; the byte offsets in
refusals count UTF-8, as Telegram's do.
"""

from typing import Any

from sandbox.chat.detection import detect
from sandbox.chat.errors import bad
from sandbox.chat.html import parse_html
from sandbox.chat.markdown import parse_markdown, parse_markdown_v2
from sandbox.chat.utf16 import clip, utf16_length

Entity = dict[str, Any]

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
QUOTES = {"blockquote", "expandable_blockquote"}
LITERAL = {"code", "pre"}
DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
KNOWN = STYLES | QUOTES | LITERAL | DETECTED
KNOWN |= {"text_link", "text_mention", "custom_emoji", "date_time"}

WHITESPACE = " \n"
PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
CONTROL = {code: " " for code in range(32) if code != 10} | {13: None}


def formatted(text: str, mode: str, given: Any = None) -> tuple[str, list[Entity]]:
    """Parse, clean, trim and detect; `given` are the entities sent instead of a parse mode."""
    text = text.translate(CONTROL)
    entities: list[Entity] = []
    if mode:
        parser = PARSERS.get(mode.lower())
        if parser is None:
            raise bad("unsupported parse_mode")
        text, entities = parser(text)
    elif given:
        entities = checked(given, utf16_length(text))
    text, entities = trimmed(text, entities)
    return text, completed(text, entities)


def user_text(text: str) -> tuple[str, list[Entity]]:
    """What a person typed: nothing to parse, but commands, links and numbers are marked."""
    text = text.translate(CONTROL).strip(WHITESPACE)
    return text, completed(text, [])


def completed(text: str, entities: list[Entity]) -> list[Entity]:
    """The nesting rules, then detection in what is left free, in Telegram's order."""
    if entities:
        entities = _without_marks_in_code(_merged(entities))
    found = detect(text)
    if found:
        busy = [e for e in entities if e["type"] not in STYLES | QUOTES]
        entities = entities + [e for e in found if not any(_overlap(e, b) for b in busy)]
    if len(entities) > 1:
        entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return entities


def checked(given: Any, size: int) -> list[Entity]:
    """Entities sent by the bot itself."""
    if not isinstance(given, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    entities: list[Entity] = []
    for item in given:
        if not isinstance(item, dict):
            raise bad("can't parse MessageEntity: expected an Object")
        kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
        if kind not in KNOWN:
            raise bad("can't parse MessageEntity: unsupported type specified")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad("can't parse MessageEntity: offset and length must be of type Number")
        if offset < 0 or length <= 0 or offset + length > size:
            raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
        if kind not in DETECTED:
            entities.append({key: value for key, value in item.items() if value is not None})
    return entities


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space around; at the beginning only as far as the first entity."""
    text = text.rstrip(WHITESPACE)
    first = min((e["offset"] for e in entities), default=len(text))
    lead = 0
    while lead < min(first, len(text)) and text[lead] in WHITESPACE:
        lead += 1
    text = text[lead:]
    size = utf16_length(text)
    kept = []
    for entity in entities:
        offset = entity["offset"] - lead
        length = min(entity["length"], size - offset)
        if length <= 0 or not clip(text, offset, length).strip(WHITESPACE):
            continue
        kept.append({**entity, "offset": offset, "length": length})
    return text, kept


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _merged(entities: list[Entity]) -> list[Entity]:
    """Touching entities of one style become one, as Telegram stores them."""
    result: list[Entity] = []
    last: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        before = last.get(entity["type"])
        if entity["type"] in STYLES | QUOTES and before is not None:
            end = before["offset"] + before["length"]
            touching = (
                end >= entity["offset"] if entity["type"] in STYLES else end > entity["offset"]
            )
            if touching:
                reach = max(end, entity["offset"] + entity["length"])
                before["length"] = reach - before["offset"]
                continue
        fresh = dict(entity)
        last[entity["type"]] = fresh
        result.append(fresh)
    return result


def _without_marks_in_code(entities: list[Entity]) -> list[Entity]:
    """`code` and `pre` can neither contain other entities nor be part of a style."""
    literal = [e for e in entities if e["type"] in LITERAL]
    if not literal:
        return entities
    result = []
    for entity in entities:
        if entity["type"] in LITERAL | QUOTES:
            result.append(entity)
        elif entity["type"] in STYLES:
            result.extend(_minus(entity, literal))
        elif not any(_overlap(entity, code) for code in literal):
            result.append(entity)
    return result


def _minus(entity: Entity, holes: list[Entity]) -> list[Entity]:
    """What remains of a style when the code inside it is cut out."""
    pieces, start = [], entity["offset"]
    end = start + entity["length"]
    for hole in sorted(holes, key=lambda e: int(e["offset"])):
        if hole["offset"] + hole["length"] <= start or hole["offset"] >= end:
            continue
        if hole["offset"] > start:
            pieces.append({**entity, "offset": start, "length": hole["offset"] - start})
        start = hole["offset"] + hole["length"]
    if start < end:
        pieces.append({**entity, "offset": start, "length": end - start})
    return pieces
