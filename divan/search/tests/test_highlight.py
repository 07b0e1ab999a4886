"""Hits are marked in the original text, whatever form was typed, and nothing of it becomes markup."""

from __future__ import annotations

import pytest

from divan.search.queries import Query, highlight, snippet


@pytest.mark.parametrize(
    ("text", "query", "language", "marked"),
    [
        ("The printers are broken", "printer", "en", "The <mark>printers</mark> are broken"),
        ("İstanbul'daki yazıcılar", "istanbul", "tr", "<mark>İstanbul&#x27;daki</mark> yazıcılar"),
        ("Drukarki w Łodzi", "lodz drukarka", "pl", "<mark>Drukarki</mark> w <mark>Łodzi</mark>"),
        ("המדפסות בצה״ל תקועות", "מדפסת צהל", "he", "<mark>המדפסות</mark> <mark>בצה״ל</mark> תקועות"),
        ("پیش‌نویس‌ها گم شد", "پیشنویس", "fa", "<mark>پیش‌نویس‌ها</mark> گم شد"),
        ("شَبَكة قطع است", "شبکه", "fa", "<mark>شَبَكة</mark> قطع است"),
        ("no match", "printer", "en", "no match"),
    ],
)
def test_the_words_that_were_meant_are_marked(text: str, query: str, language: str, marked: str) -> None:
    assert highlight(text, query, language) == marked


def test_markup_in_a_text_stays_text() -> None:
    assert (
        highlight("<b>printer</b> & co", "printer", "en")
        == "&lt;b&gt;<mark>printer</mark>&lt;/b&gt; &amp; co"
    )


def test_a_word_that_is_being_typed_is_marked_whole() -> None:
    assert highlight("A keyboard", Query("keyb", is_typing=True, languages=("en",)), "en") == (
        "A <mark>keyboard</mark>"
    )


def test_a_snippet_is_cut_where_the_words_are() -> None:
    text = "blah " * 100 + "the scanner and its cable are here " + "blah " * 100
    shown = snippet(text, "cable scanner", "en", length=80)
    assert "<mark>scanner</mark> and its <mark>cable</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 140


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("A scanner", "scanner", "en") == "A <mark>scanner</mark>"


def test_a_long_text_that_is_full_of_the_word_is_cut_at_once() -> None:
    shown = snippet("blah " * 100 + "scanner " * 60_000, "scanner", "en", length=80)
    assert shown.count("<mark>scanner</mark>") >= 5
