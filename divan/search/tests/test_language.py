"""The query language: every text is read, every part keeps its place, what is written is read again as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.search.language import LONGEST, Kind, Parsed, Part, parse, to_text, with_field, without_part

_PIECES = st.sampled_from(
    [
        *(
            '"',
            "״",
            "“",
            "”",
            "„",
            "«",
            "»",
            "-",
            "--",
            "#",
            "##",
            ":",
            "::",
            "/",
            "\\",
            " ",
            "\u00a0",
            "\u200f",
        ),
        *(
            "status:",
            "durum:",
            "از:",
            "x:",
            "to:",
            "http://a.b/c",
            "a@b.example",
            "10:30",
            "۱۰۴۲",
            "DVN-1042",
        ),
        *(
            "ארה״ב",
            "می‌خواهم",
            "yazıcı",
            "e\u0301",
            "🎉",
            "\x00",
            "7",
            ",",
            ";",
            ".",
            "'",
            "word",
            "two words",
        ),
    ]
)
_TEXTS = st.text(max_size=40) | st.lists(_PIECES, max_size=14).map("".join)


def said(parsed: Parsed) -> list[tuple[Kind, str, str, bool]]:
    """The parts without their places."""
    return [(part.kind, part.value, part.name, part.is_negated) for part in parsed.parts]


def values(parts: tuple[Part, ...]) -> list[str]:
    return [part.value for part in parts]


@given(_TEXTS)
def test_every_text_is_a_query_whose_parts_lie_in_it_one_behind_the_other(text: str) -> None:
    end = 0
    for part in parse(text).parts:
        assert end <= part.start < part.end <= len(text)
        assert text[part.start : part.end].strip()
        end = part.end


@given(_TEXTS)
def test_what_is_written_is_read_as_the_same(text: str) -> None:
    parsed = parse(text)
    assert said(parse(to_text(parsed))) == said(parsed)


@given(_TEXTS, st.text(max_size=20))
def test_a_field_can_be_added_to_every_query_and_taken_away_again(text: str, value: str) -> None:
    before = parse(text)
    after = parse(with_field(before, "status", value))
    *others, added = after.parts
    assert said(Parsed(tuple(others))) == said(before)
    assert (added.kind, added.name) == (Kind.FIELD, "status")
    assert said(parse(without_part(after, added))) == said(before)


def test_words_phrases_and_what_must_not_be_there() -> None:
    parsed = parse('printer "blue screen" -coffee -"out of paper" page')
    assert values(parsed.words) == ["printer", "page"]
    assert values(parsed.phrases) == ["blue screen"]
    assert values(parsed.without) == ["coffee", "out of paper"]


@pytest.mark.parametrize("text", ['"a b"', "„a b”", "„a b“", "“a b”", "«a b»", "״a b״", "”a b”", "»a b«"])
def test_quotes_of_every_keyboard_make_a_phrase(text: str) -> None:
    assert said(parse(text)) == [(Kind.PHRASE, "a b", "", False)]


def test_gershayim_inside_a_phrase_do_not_end_it() -> None:
    assert values(parse("״משרד בארה״ב״ מדפסת").phrases) == ["משרד בארה״ב"]
    assert values(parse('"משרד בארה"ב" מדפסת').phrases) == ['משרד בארה"ב']


def test_fields_keep_their_name_as_typed_and_values_with_blanks_stand_in_quotes() -> None:
    parsed = parse('Durum:açık -from:"Celina Nowak" از:«فرید کریمی»')
    assert [(part.name, part.value, part.is_negated) for part in parsed.fields] == [
        ("Durum", "açık", False),
        ("from", "Celina Nowak", True),
        ("از", "فرید کریمی", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "http://divan.example/x:y",
            "https://a.b",
            "10:30",
            "std::vector",
            "::",
            ":)",
            "C:\\Users",
            "a@b.example",
        ),
        *("-", "--", "--verbose", "🎉", "x:1", '5"', "c++", "&", "'"),
    ],
)
def test_what_only_looks_like_a_part_is_a_word(text: str) -> None:
    assert said(parse(text)) == [(Kind.WORD, text, "", False)]


@pytest.mark.parametrize("text", ["", " ", '"', "„", '""', "#", "\u200f", "\x00"])
def test_where_nothing_is_said_there_are_no_parts(text: str) -> None:
    assert not parse(text)


def test_a_quote_that_nobody_closes_is_not_there() -> None:
    assert values(parse('"printer is 5" wide').phrases) == ["printer is 5"]
    assert values(parse('"printer is wide').words) == ["printer", "is", "wide"]
    assert said(parse('subject:"blue screen')) == [
        (Kind.FIELD, "blue", "subject", False),
        (Kind.WORD, "screen", "", False),
    ]


@pytest.mark.parametrize("text", ["1042", "#1042", "۱۰۴۲", "#١٠٤٢"])
def test_numbers_are_read_in_any_digits(text: str) -> None:
    assert said(parse(text)) == [(Kind.NUMBER, "1042", "", False)]


def test_a_number_may_have_its_prefix() -> None:
    assert values(parse("DVN-۱۰۴۲ dvn-7").numbers) == ["DVN-1042", "dvn-7"]


def test_tags_may_have_blanks_and_be_unwanted() -> None:
    parsed = parse('#vpn, -#"two words" #יולי #"2026"')
    assert [(tag.value, tag.is_negated) for tag in parsed.tags] == [
        ("vpn", False),
        ("two words", True),
        ("יולי", False),
        ("2026", False),
    ]


def test_signs_of_direction_are_not_read_but_keep_places_right() -> None:
    text = "\u200fstatus:\u200eopen\u200f printer"
    field, word = parse(text).parts
    assert (field.name, field.value) == ("status", "open")
    assert text[word.start : word.end] == "printer"


def test_a_field_takes_the_place_of_others() -> None:
    parsed = parse("status:open printer status:new #vpn")
    assert (
        with_field(parsed, "status", "on hold", instead_of=parsed.fields) == 'status:"on hold" printer #vpn'
    )
    assert without_part(parsed, parsed.words[0]) == "status:open status:new #vpn"


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(parse("a " * LONGEST).parts) == LONGEST // 2
