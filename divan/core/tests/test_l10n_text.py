"""Search keys and word forms, direction, and the language of a text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from divan.core.l10n.detection import OTHER, UNKNOWN, language_of
from divan.core.l10n.direction import FSI, PDI, RLM, base_direction, isolate, marked_subject, strip_controls
from divan.core.l10n.folding import fold
from divan.core.l10n.languages import CODES
from divan.core.l10n.words import index_forms, matches, query_terms, tokens, word_forms


@given(st.text())
@example("א''ב")
@example("'´'ß\u0345İ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ıİiIşŞaA ,'", max_size=20))
def test_case_does_not_matter_in_a_key(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.lower())


@given(st.text(max_size=40), st.sampled_from(CODES))
def test_a_text_finds_itself(text: str, language: str) -> None:
    assert matches(text, text, language) or not query_terms(text, language)


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("tr", "faturalar", "Faturanızı göremiyorum"),
        ("tr", "ankara", "Ankara'daki sunucu"),
        ("pl", "drukarki", "zepsuta drukarka"),
        ("he", "חשבונית", "שתי חשבוניות פתוחות"),
        ("he", "מחשב", "הודעה שהתקבלה מהמחשב"),
        ("he", "סיסמה", "שכחתי סיסמאות"),
        ("fa", "پیش‌نویس", "پیشنویس نامه"),
        ("fa", "پیش‌نویس", "پیش نویس نامه"),
        ("fa", "میشود", "باز می‌شود"),
        ("en", "tickets", "my Ticket"),
    ],
)
def test_inflected_words_find_each_other(language: str, query: str, text: str) -> None:
    assert matches(query, text, language)
    assert matches(text.split()[0], text, language)


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("fa", "تیکت‌ها", "چاپگر‌ها"),
        ("fa", "می‌شود", "می‌رود"),
        ("he", "שעה", "שלט"),
        ("pl", "most", "mostek wysoki"),
        ("en", "", "anything"),
    ],
)
def test_other_words_stay_apart(language: str, query: str, text: str) -> None:
    assert not matches(query, text, language)


def test_forms_begin_with_the_word_itself() -> None:
    assert word_forms("Yazıcılar", "tr")[0] == "yazicilar"
    assert word_forms("המדפסות", "he")[:2] == ("המדפסות", "מדפסות")
    assert word_forms("Gerät", "de") == ("gerat",)
    assert index_forms("می‌خواهم", "fa")[:4] == ["میخواهم", "خواست", "می", "خواهم"]


def test_words_end_at_signs_and_keep_numbers() -> None:
    assert tokens("TCK-1042: don't!", "en") == ["TCK", "1042", "dont"]
    assert tokens('דו"ח ۲۰۲۶', "he") == ["דוח", "2026"]


def test_direction_is_that_of_the_first_letter_outside_isolates() -> None:
    assert base_direction(f"{FSI}abc{PDI} 12 سلام") == "rtl"
    assert base_direction(f"{FSI}abc\nabc") == "ltr"
    assert base_direction("12:30 …") is None


@given(st.text())
def test_an_isolated_text_cannot_reach_outside(text: str) -> None:
    inside = isolate(text)[1:-1]
    assert strip_controls(inside) == inside


def test_subjects_are_marked_only_where_text_runs_from_the_right() -> None:
    assert marked_subject("[#A-1]", "drukarka", "pl") == "[#A-1] drukarka"
    assert marked_subject("[#A-1]", "מדפסת", "he") == f"{RLM}{FSI}[#A-1]{PDI} מדפסת"


def test_language_of_a_message() -> None:
    assert language_of("Nie mogę zalogować się do poczty") == "pl"
    assert language_of("Guten Morgen, der Bildschirm bleibt schwarz") == OTHER
    assert language_of("🙂 a@b.example 42") == UNKNOWN


def test_a_word_or_two_are_taken_for_the_person_s_language() -> None:
    assert language_of("ok super", prefer=["tr"]) == "tr"
    assert language_of("спасибо", prefer=["tr", "pl"]) == OTHER
    assert language_of("where is my order please", prefer=["pl"]) == "en"
