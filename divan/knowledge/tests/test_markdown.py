"""Our Markdown: anchors, notes, files, and that nothing in it can do harm."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from divan.knowledge.difference import difference
from divan.knowledge.markdown import headings, to_html
from divan.knowledge.wording import html_of, tidy

ALLOWED = {
    *(
        "p",
        "h2",
        "h3",
        "blockquote",
        "li",
        "td",
        "th",
        "br",
        "b",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "hr",
        "a",
    ),
    *("ul", "ol", "table", "thead", "tbody", "tr", "img", "div"),
}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x) [y](data:text/html,x)",
        "![x](https://elsewhere.example/pixel.png)",
        "![x](//elsewhere.example/pixel.png)",
        '![x" onerror="alert(1)](files/1)',
        "> [!NOTE] <img src=x onerror=alert(1)>",
        '## x {#y" onclick="alert(1)}',
        "## x {#main}",
        '[x](article:y"onclick=alert(1))',
        "```html\n<script>alert(1)</script>\n```",
        "| <b onclick=x> |\n| --- |\n| <iframe src=x> |",
        "<div style='position:fixed'>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_harmful_comes_out(text: str) -> None:
    tree = LexborHTMLParser(to_html(text))
    for node in tree.body.css("*"):
        assert node.tag in ALLOWED or node.tag == "body"
        for name, value in node.attributes.items():
            assert name in {"dir", "id", "href", "rel", "src", "alt", "loading", "class", "role", "data-tone"}
            assert not (name == "href" and re.match(r"\s*(javascript|vbscript|data):", value or "", re.I))
            assert name != "src" or (value or "").startswith("/help/files/")
            assert name != "id" or (value or "").startswith("s-")


def test_anchors_are_the_words_or_the_name_that_was_given() -> None:
    html = to_html(
        "## Step by step\n\n## Step by step\n\n## İade süresi\n\n## Changed words {#old-name}\n\n# Top"
    )
    names = [name for name, _text in headings(html)]
    assert names == ["s-step-by-step", "s-step-by-step-2", "s-iade-suresi", "s-old-name", "s-top"]
    assert "{#" not in html


@pytest.mark.parametrize(("language", "word"), [("en", "Note"), ("en", "Warning")])
def test_a_note_says_what_it_is(language: str, word: str) -> None:
    html = to_html(f"> [!{word.upper()}] Take care.\n> Really.", language)
    assert 'class="callout" role="note"' in html
    assert f"<strong>{word}</strong>" in html
    assert "[!" not in html
    assert "<blockquote" in to_html("> Somebody said so.")


def test_files_and_articles_get_their_address() -> None:
    html = to_html("![Drum](files/12) and [the form](files/13), see [more](article:empty-pages#s-first)")
    assert '<img src="/help/files/12/" alt="Drum"' in html
    assert 'href="/help/files/13/"' in html
    assert 'href="/help/empty-pages/#s-first"' in html


def test_a_known_error_is_read_in_its_order() -> None:
    html = html_of(tidy({"title": "x", "workaround": "W", "symptom": "S", "cause": "C", "body": "B"}), "en")
    assert [html.index(part) for part in ("s-symptom", "s-cause", "s-workaround", ">B<")] == sorted(
        html.index(part) for part in ("s-symptom", "s-cause", "s-workaround", ">B<")
    )


def test_a_difference_shows_words_that_went_and_came() -> None:
    changes = difference(
        {"title": "Same", "body": "Shake the drum.\nStay"},
        {"title": "Same", "body": "Shake the toner.\nStay\nNew"},
        "en",
    )
    assert [change.name for change in changes] == ["body"]
    pieces = [(piece.kind, piece.text) for _way, line in changes[0].lines for piece in line]
    assert pieces == [
        ("same", "Shake the "),
        ("del", "drum"),
        ("ins", "toner"),
        ("same", "."),
        ("same", "Stay"),
        ("ins", "New"),
    ]


def test_lines_of_a_difference_run_as_their_text_does() -> None:
    body = "> [!NOTE] حم\nE21 | דלוק\nbrew --temp 93\n12"
    assert [way for way, _line in difference({}, {"body": body}, "he")[0].lines] == [
        "rtl",
        "rtl",
        "ltr",
        "rtl",
    ]
    assert [way for way, _line in difference({}, {"body": "E21\nשלום"}, "en")[0].lines] == ["ltr", "rtl"]


def test_a_heading_full_of_blanks_is_read_at_once() -> None:
    text = f"## Toner{' ' * 190_000}low\n\n## Paper  {{#paper}}  \n"
    assert [anchor for anchor, _words in headings(to_html(text))] == ["s-toner-low", "s-paper"]


def test_words_hold_no_signs_that_a_feed_may_not_have() -> None:
    words = tidy({"title": "Two\nlines\x0b", "summary": "\x1bshort", "body": "one\x00\ttwo\n\nthree\uffff"})
    assert [words[name] for name in ("title", "summary", "body")] == [
        "Two lines",
        "short",
        "one\ttwo\n\nthree",
    ]


def test_very_long_texts_are_compared_line_by_line_only_up_to_a_limit() -> None:
    [change] = difference({"body": "a\nb\n" * 20_000}, {"body": "b\nc\n" * 20_000}, "en")
    assert {piece.kind for _direction, line in change.lines for piece in line} == {"del", "ins"}
