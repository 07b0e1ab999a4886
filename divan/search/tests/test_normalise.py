"""One way from texts to forms, whatever languages are mixed in them."""

from __future__ import annotations

from divan.search.documents import Document, Passage
from divan.search.normaliser import FACET, INTERNAL, SUBJECT, paragraphs, read, sought


def forms(text: str) -> set[str]:
    return read(Document(1, public=(Passage(text),))).forms


def test_every_paragraph_goes_by_its_own_language() -> None:
    text = (
        "Merhaba, ofisteki yazıcılarımız bu sabahtan beri çalışmıyor, yardım eder misiniz?\n\n"
        "Dzień dobry, nasze drukarki w biurze od rana nie działają, proszę o pomoc."
    )
    assert [language for _part, language in paragraphs(text)] == ["tr", "pl"]
    assert {"drukark", "sabah"} <= forms(text)


def test_words_of_another_script_go_by_their_own_rules() -> None:
    mixed = forms("המדפסות של Konica לא מדפיסות, גם the printers באולם")
    assert {"מדפס", "konica", "printer"} <= mixed


def test_what_only_notes_say_is_marked_and_facets_are_no_words() -> None:
    document = Document(
        1,
        subject=(Passage("Scanner", "en"),),
        public=(Passage("cable", "en"),),
        internal=(Passage("cable fuser", "en"),),
        facets=("g5",),
    )
    kept = read(document).forms
    assert {"scanner", SUBJECT + "scanner", "cable", INTERNAL + "fuser", FACET + "g5"} <= kept
    assert not {"fuser", INTERNAL + "cable", "g5"} & kept


def test_a_query_offers_its_forms_by_worth() -> None:
    (term,) = sought("המדפסות")
    assert term.exact == ("המדפסות",)
    assert "מדפסות" in term.stems
    assert "מדפס" in term.affixes


def test_a_turkish_name_is_sought_with_and_without_its_suffix() -> None:
    (term,) = sought("İstanbul'daki")
    assert {"istanbul", "istanbuldaki"} <= {*term.exact, *term.stems}


def test_stop_words_are_known_in_all_languages() -> None:
    assert all(term.is_stop for term in sought("the ve של که nie"))
    assert not any(term.is_stop for term in sought("printer yazıcı מדפסת چاپگر drukarka"))


def test_text_that_is_no_language_is_harmless() -> None:
    assert forms("") == set()
    assert forms("!!! \u200c\u200c 🙂 ''' \"\"\"") == set()
    assert all(len(form) <= 65 for form in forms("x" * 10_000))
