"""Formatted text becomes the text and the entities that Telegram makes of it."""

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.chat.entities import formatted, user_text
from sandbox.chat.errors import Refusal
from sandbox.chat.utf16 import clip, utf16_length


def marks(text: str, mode: str) -> tuple[str, list[tuple[str, str]]]:
    """The visible text, and each entity as (type, the text that it covers)."""
    visible, entities = formatted(text, mode)
    return visible, [(e["type"], clip(visible, e["offset"], e["length"])) for e in entities]


@pytest.mark.parametrize(
    ("text", "visible", "entities"),
    [
        ("<b>Баланс</b>: 5", "Баланс: 5", [("bold", "Баланс")]),
        ("🎟🎟 <i>код</i> 👨‍👩‍👧", "🎟🎟 код 👨‍👩‍👧", [("italic", "код")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", "ab")]),
        ("&lt;b&gt; &amp; &quot;&#1078;&#x1F600; &nbsp;", '<b> & "ж😀 &nbsp;', []),
        ("<tg-spoiler>x</tg-spoiler><u>y</u>", "xy", [("spoiler", "x"), ("underline", "y")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<code>a</code> <b><code>b</code></b>", "a b", [("code", "a"), ("code", "b")]),
        ("<b>a <code>b</code> c</b>", "a b c", [("bold", "a "), ("code", "b"), ("bold", " c")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ("  \n<b> x </b>\n ", " x", [("bold", " x")]),
        ("<b></b>x<b>  </b>", "x", []),
        ("<A HREF='http://a.b/?x=1&amp;y'>l</A>", "l", [("text_link", "l")]),
        ("<a>no address</a>", "no address", []),
        ("<a>example.com</a>", "example.com", [("text_link", "example.com")]),
    ],
)
def test_html(text: str, visible: str, entities: list[tuple[str, str]]) -> None:
    assert marks(text, "HTML") == (visible, entities)


@pytest.mark.parametrize(
    ("text", "visible", "entities"),
    [
        ("*Баланс* \\(5\\)", "Баланс (5)", [("bold", "Баланс")]),
        ("_і_ __u__", "і u", [("italic", "і"), ("underline", "u")]),
        ("~s~ ||p||", "s p", [("strikethrough", "s"), ("spoiler", "p")]),
        ("*a _b_ c*", "a b c", [("bold", "a b c"), ("italic", "b")]),
        ("😀 `a\\`b`", "😀 a`b", [("code", "a`b")]),
        ("```python\nx=1\n```", "x=1", [("pre", "x=1")]),
        ("[л](https://a.b/\\))", "л", [("text_link", "л")]),
        (">q1\n>q2\nend", "q1\nq2\nend", [("blockquote", "q1\nq2")]),
        ("**>long\n>quote||", "long\nquote", [("expandable_blockquote", "long\nquote")]),
        (
            "![22:45](tg://time?unix=1647531900&format=wDT)",
            "22:45",
            [("date_time", "22:45")],
        ),
    ],
)
def test_markdown_v2(text: str, visible: str, entities: list[tuple[str, str]]) -> None:
    assert marks(text, "MarkdownV2") == (visible, entities)


def test_the_legacy_markdown_still_works() -> None:
    source = "*b* _i_ `c` [l](http://a.b/) 2\\*2 a_b"
    with pytest.raises(Refusal, match="Can't find end of the entity starting at byte offset 35"):
        marks(source, "Markdown")
    visible, found = marks(source.removesuffix(" a_b"), "Markdown")
    assert visible == "b i c l 2*2"
    assert found == [("bold", "b"), ("italic", "i"), ("code", "c"), ("text_link", "l")]


def test_offsets_count_utf16_units() -> None:
    _, entities = formatted("😀ж<b>x😀</b>", "HTML")
    assert entities == [{"type": "bold", "offset": 3, "length": 3}]


def test_links_and_languages_are_kept() -> None:
    _, entities = formatted('<pre><code class="language-sip">INVITE</code></pre>', "HTML")
    assert entities == [{"type": "pre", "offset": 0, "length": 6, "language": "sip"}]
    _, entities = formatted('<a href="https://example.com">x</a>', "HTML")
    assert entities[0]["url"] == "https://example.com/"


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start link-1", [("bot_command", "/start")]),
        (
            "/start@the_bot and /help.",
            [("bot_command", "/start@the_bot"), ("bot_command", "/help")],
        ),
        ("a/b 1/2 //x", []),
        ("see https://a.example/x?y=1.", [("url", "https://a.example/x?y=1")]),
        ("see example.com, ok", [("url", "example.com")]),
        ("end.Next 5.50 v1.2", []),
        ("me@example.com", [("email", "me@example.com")]),
        (
            "@some_user #ключ $USD",
            [("mention", "@some_user"), ("hashtag", "#ключ"), ("cashtag", "$USD")],
        ),
        ("call +1 206-555-0100 now", [("phone_number", "+1 206-555-0100")]),
        ("+5 or 4411223399", []),
    ],
)
def test_detection(text: str, entities: list[tuple[str, str]]) -> None:
    visible, found = user_text(text)
    assert [(e["type"], clip(visible, e["offset"], e["length"])) for e in found] == entities


def test_nothing_is_detected_inside_links_and_code() -> None:
    _, found = marks('<a href="http://a.b">x.com</a> <code>/a</code> <b>/c</b>', "HTML")
    kinds = [kind for kind, _ in found]
    assert kinds == ["text_link", "code", "bold", "bot_command"]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(deadline=None)
@given(TEXT)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert formatted(html.escape(text, quote=False), "HTML")[0] == text.strip(" \n")
    escaped = "".join(f"\\{c}" if c in "\\_*[]()~`>#+-=|{}.!" else c for c in text)
    assert formatted(escaped, "MarkdownV2")[0] == text.strip(" \n")


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "code"]), TEXT), max_size=6))
def test_entities_stay_inside_the_text_and_are_never_empty(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    visible, entities = formatted(source, "HTML")
    size = utf16_length(visible)
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= entity["offset"] + entity["length"] <= size


def test_given_entities_are_taken_and_checked() -> None:
    given_entities: list[Any] = [{"type": "bold", "offset": 2, "length": 3}]
    assert formatted("  abc", "", given_entities)[1] == [{"type": "bold", "offset": 0, "length": 3}]
