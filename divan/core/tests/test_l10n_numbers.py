"""Numbers, percentages, sizes, plurals and the order of words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.casing import lower, title, upper
from divan.core.l10n.collation import sort_key
from divan.core.l10n.languages import CODES, direction_of, known
from divan.core.l10n.numbers import (
    ascii_digits,
    digits,
    filesize,
    format_number,
    format_percent,
    parse_number,
)
from divan.core.l10n.plurals import plural_index, plural_tickets

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@given(NUMBERS, st.sampled_from(CODES))
def test_a_number_typed_as_shown_is_understood(number: Decimal, language: str) -> None:
    assert parse_number(format_number(number, language), language) == number


@given(st.integers(-(10**15), 10**15), st.sampled_from(CODES))
def test_whole_numbers_there_and_back(number: int, language: str) -> None:
    assert parse_number(format_number(number, language), language) == number


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.500", "tr", "1500"),
        ("1.5", "tr", "1.5"),
        ("1 500,25", "pl", "1500.25"),
        ("−٢٫٥", "fa", "-2.5"),
        ("1,500", "he", "1500"),
        (".5", "en", "0.5"),
    ],
)
def test_typed_numbers(text: str, language: str, number: str) -> None:
    assert parse_number(text, language) == Decimal(number)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_is_kept_as_it_was_typed_or_refused(sign: str) -> None:
    longest = f"{sign}{'9' * 28}"
    assert str(parse_number(longest, "en")) == longest
    with pytest.raises(ValueError, match="not a number"):
        parse_number(f"{longest}9", "en")
    assert str(parse_number(f"{sign}0", "en")) == "0"


@pytest.mark.parametrize("text", ["", "-", "1,5,0", "1e5", "nan", "1..2", "1,50", "٣x", "1 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text, "en")


def test_numbers_as_each_language_writes_them() -> None:
    assert format_number(9876.5, "pl") == "9876,5"
    assert format_number(2.005, "en", 2) == "2.01"
    assert format_number(-7, "fa").endswith("-۷")
    assert format_percent(1, "tr") == "%100"
    assert format_percent(Decimal("0.1234"), "en") == "12.3%"


def test_sizes_of_files() -> None:
    assert [filesize(size, "en") for size in (0, 1023, 1536, 20 * 2**20)] == [
        "0\u00a0B",
        "1,023\u00a0B",
        "1.5\u00a0KB",
        "20\u00a0MB",
    ]
    assert filesize(1536, "fa") == "۱٫۵\u00a0کیلوبایت"


def test_digits_only_change_where_they_differ() -> None:
    assert digits("Page 12", "en") == "Page 12"
    assert ascii_digits(digits("12 از 30", "fa")) == "12 از 30"


def test_plural_forms_are_numbered_as_in_the_catalogues() -> None:
    assert [plural_index(n, "pl") for n in (1, 23, 13, 1.5)] == [0, 1, 2, 3]
    assert [plural_index(n, "he") for n in (1, 2, 30, 10)] == [0, 1, 2, 3]
    assert [plural_index(n, "tr") for n in (0, 1, 2)] == [0, 0, 1]
    assert plural_tickets(7, "fa") == "۷ تیکت"
    assert plural_tickets(1.5, "pl") == "1,5 zgłoszenia"


def test_turkish_letters_keep_their_dots() -> None:
    assert upper("kimlik", "tr") == "KİMLİK"
    assert lower("I\u0307ZLE KIRIK", "tr") == "izle kırık"
    assert title("ılık izmir'de", "tr") == "Ilık İzmir'de"
    assert upper("kimlik", "en") == "KIMLIK"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("tr", "10 2 Cem Cöm Çağ Işık İlke Ömer Rıza Şule"),
        ("pl", "ala Ala ąla Lech Łucja Ola Ósma Zofia Źródło Żaba"),
        ("fa", "آبان ابر احمد بهمن پرند چراغ كتاب گلاب هوا یاس Adam"),
        ("he", "דוד דרך כהן לוי Adam"),
        ("en", "Émile Emma Zoë"),
    ],
)
def test_dictionary_order(language: str, names: str) -> None:
    words = names.split()
    assert sorted(set(words), key=lambda word: sort_key(word, language)) == words


def test_languages_are_known_by_their_first_part() -> None:
    assert [known(code) for code in ("pl-PL", "he_IL", "de", None)] == ["pl", "he", "en", "en"]
    assert [direction_of(code) for code in CODES] == ["ltr", "ltr", "rtl", "rtl", "ltr"]
