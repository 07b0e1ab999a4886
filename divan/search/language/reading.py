"""From text to parts. Every text is a query; there is nothing that could be wrong with one here."""

from __future__ import annotations

import re

from divan.core.l10n.direction import strip_controls
from divan.core.l10n.numbers import ascii_digits
from divan.search.language.parts import Kind, Parsed, Part
from divan.search.language.quotes import OPENING, end_of_quote

LONGEST = 1000
"""Characters that are read; the rest of a longer text is no part of the query."""

_UNSEEN = "\x00"
_TOKEN = re.compile(r"\S+")
_LONE_QUOTES = re.compile(f"[{OPENING}]+[{OPENING}-]*")
_NAME = re.compile(r"([^\W\d_][\w\u200c\u0300-\u036f'-]{1,30}):(?![:/\\])")
_NUMBER = re.compile(r"(?a:(?:[A-Za-z]{1,10}-)?\d{1,12})")
_DIGITS = re.compile(r"(?a:\d{1,12})")


def parse(text: str) -> Parsed:
    """The parts of a query. Times, addresses of pages and the like are words, not fields."""
    signs = [(place, sign) for place, sign in enumerate(text[:LONGEST]) if _is_seen(sign)]
    reader = _Reader("".join(sign for _place, sign in signs))
    places = [place for place, _sign in signs]
    return Parsed(
        tuple(
            Part(kind, value, places[start], places[end - 1] + 1, name, is_negated)
            for kind, value, start, end, name, is_negated in reader.parts()
        )
    )


def _is_seen(sign: str) -> bool:
    return sign not in _UNSEEN and bool(strip_controls(sign))


_Found = tuple[Kind, str, int, int, str, bool]


class _Reader:
    """Reads one part after the other from a text without signs of direction."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def parts(self) -> list[_Found]:
        found: list[_Found] = []
        while token := _TOKEN.search(self.text, self.at):
            start = token.start()
            self.at = start
            is_negated = self._negation()
            if part := self._part():
                kind, value, name = part
                found.append((kind, value, start, self.at, name, is_negated))
        return found

    def _negation(self) -> bool:
        """Step over one "-" before something; two of them begin a word, as in --verbose."""
        if self.text[self.at] != "-" or not re.match(r"[^\s-]", self.text[self.at + 1 : self.at + 2]):
            return False
        self.at += 1
        return True

    def _part(self) -> tuple[Kind, str, str] | None:
        if self._begins_quote():
            phrase = self._quote()
            return (Kind.PHRASE, phrase, "") if phrase else None
        # A quote that nobody closes is not there, and what it stood before is only a word.
        if lone := _LONE_QUOTES.match(self.text, self.at):
            self.at = lone.end()
        if self.text[self.at : self.at + 1] == "#":
            return self._tag()
        if name := _NAME.match(self.text, self.at):
            self.at = name.end()
            return Kind.FIELD, self._value(), name[1]
        word = self._rest()
        if not word:
            return None
        number = ascii_digits(word)
        return (Kind.NUMBER, number, "") if _NUMBER.fullmatch(number) else (Kind.WORD, word, "")

    def _tag(self) -> tuple[Kind, str, str] | None:
        """A tag, or with digits alone a number."""
        while self.text[self.at : self.at + 1] == "#":
            self.at += 1
        is_quoted = self._begins_quote()
        value = (self._quote() if is_quoted else self._rest()).lstrip(f"#{OPENING}").strip()
        value = value if is_quoted else value.rstrip(".,;:!?،؛؟")
        number = ascii_digits(value)
        if not is_quoted and _DIGITS.fullmatch(number):
            return Kind.NUMBER, number, ""
        return (Kind.TAG, value, "") if value else None

    def _value(self) -> str:
        """What stands behind the name of a field, possibly nothing."""
        if self._begins_quote():
            return self._quote()
        return self._rest().lstrip(OPENING).rstrip(",;،؛")

    def _begins_quote(self) -> bool:
        return end_of_quote(self.text, self.at) >= 0

    def _quote(self) -> str:
        start, end = self.at + 1, end_of_quote(self.text, self.at)
        self.at = end + 1
        return self.text[start:end].strip()

    def _rest(self) -> str:
        """Everything up to the next blank."""
        token = _TOKEN.match(self.text, self.at)
        self.at = token.end() if token else self.at
        return token[0] if token else ""
