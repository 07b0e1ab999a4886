"""Plain text becomes safe HTML, in linear time, and keeps what was written."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.ui.paragraphs import paragraphs

TAG = re.compile(
    r'<p dir="auto">|</p>|<br>|<a href="(?:https?://|mailto:)[^"<>]*" '
    r'rel="nofollow noopener noreferrer" dir="ltr">|</a>',
    re.IGNORECASE,
)
PIECES = st.sampled_from(
    [
        "http://",
        "https://a.example/x",
        "mailto:",
        "a@b.example",
        "<script>",
        '"',
        "'",
        "&",
        "(",
        ")",
        " ",
        "\n",
        ".",
        "سلام",
    ]
)


def test_blank_lines_divide_paragraphs_and_line_breaks_stay() -> None:
    assert paragraphs("one\ntwo\n \n\nthree") == '<p dir="auto">one<br>two</p>\n<p dir="auto">three</p>'
    assert paragraphs("") == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a_(b).", "https://example.org/a_(b)"),
        ("(https://example.org)", "https://example.org"),
        ("HTTP://EXAMPLE.org/?a=1&b=2, and", "HTTP://EXAMPLE.org/?a=1&amp;b=2"),
        ("به https://example.org/س؟", "https://example.org/س"),
        ("mailto:ewa@zeytin.example!", "mailto:ewa@zeytin.example"),
    ],
)
def test_addresses_become_links(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="nofollow noopener noreferrer" dir="ltr">' in paragraphs(text)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "http://", "mailto:nobody", "ftp://a.example"]
)
def test_other_schemes_stay_text(text: str) -> None:
    assert paragraphs(text) == f'<p dir="auto">{text}</p>'


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_only_our_own_tags_come_out_and_no_letter_is_lost(text: str) -> None:
    rest = TAG.sub("", paragraphs(text))
    assert not re.search(r"[<>\"']", rest)
    kept = re.sub(r"\s|mailto:", "", html.unescape(rest), flags=re.IGNORECASE)
    assert kept == re.sub(r"\s|mailto:", "", text, flags=re.IGNORECASE)


@pytest.mark.parametrize("unit", ["mailto:", "http://", "https://a.b)", "((((", "\n", " \n", "https://x. "])
def test_ten_times_the_text_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        return min(_timed(text) for _ in range(3))

    assert seconds(40_000) < 40 * seconds(4_000) + 0.05


def _timed(text: str) -> float:
    start = time.perf_counter()
    paragraphs(text)
    return time.perf_counter() - start
