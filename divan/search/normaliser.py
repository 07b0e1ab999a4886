"""From texts to the forms that are indexed and sought: one way for both engines, index and query alike.

The rules for words are those of divan.core.l10n.words. Here it is decided by which language's rules each word
of a text goes: its script says Hebrew or Persian; Latin letters go by the language of their paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from divan.core.l10n.detection import language_of
from divan.core.l10n.folding import fold
from divan.core.l10n.words import ZWNJ, pieces, query_terms, tokens, word_forms
from divan.search.documents import Document, Passage

VERSION = 3
"""Raise it with every change of the forms: all documents are then indexed again in the background."""

LATIN = ("en", "tr", "pl")
SUBJECT, INTERNAL, FACET = "§", "¶", "¤"
"""Marks before a form: it stands in the subject; it stands in internal texts only; it is no word at all."""

LONGEST_WORD = 64
MOST_FORMS = 30_000
"""Different forms kept of one document; PostgreSQL's vectors end at one megabyte."""

_PARAGRAPH = re.compile(r"\n\s*\n")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_TELLING = {"tr": re.compile("[ğışĞİŞ]"), "pl": re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]")}
"""Letters of one of these languages only."""
_FEWEST_WORDS = 6
"""A paragraph with fewer Latin words than this goes by the language of the whole text."""


class Term(NamedTuple):
    """A word that is sought. Any of the forms finds it; they are worth less from group to group.

    `compounds` are alternatives of which every part is needed, each in any of its forms.
    """

    word: str
    exact: tuple[str, ...]
    stems: tuple[str, ...]
    affixes: tuple[str, ...]
    compounds: tuple[tuple[tuple[str, ...], ...], ...]
    is_stop: bool


STOP_WORDS = frozenset(
    fold(word)
    for word in [
        "ve",
        "veya",
        "bir",
        "bu",
        "şu",
        "o",
        "da",
        "de",
        "için",
        "ile",
        "mi",
        "çok",
        "ama",
        "של",
        "את",
        "על",
        "עם",
        "זה",
        "לא",
        "כן",
        "גם",
        "או",
        "אם",
        "אני",
        "יש",
        "אין",
        "כי",
        "و",
        "در",
        "به",
        "از",
        "که",
        "این",
        "آن",
        "را",
        "با",
        "برای",
        "است",
        "می",
        "هم",
        "یا",
        "تا",
        "i",
        "w",
        "z",
        "na",
        "do",
        "nie",
        "się",
        "to",
        "jest",
        "że",
        "o",
        "po",
        "za",
        "od",
        "czy",
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "in",
        "is",
        "are",
        "it",
        "for",
        "on",
        "with",
        "at",
        "by",
        "be",
        "this",
        "that",
    ]
)


class Reading(NamedTuple):
    """What is kept of a document: forms, marked forms and facets; and its words, as search keys."""

    forms: set[str]
    words: set[str]


def read(document: Document) -> Reading:
    """Read all texts of a document."""
    words: set[str] = set()
    subject = _forms_of(document.subject, words)
    public = subject | _forms_of(document.public, words)
    internal = _forms_of(document.internal, words) - public
    found = {*public, *(SUBJECT + form for form in subject), *(INTERNAL + form for form in internal)}
    if len(found) > MOST_FORMS:
        found = set(sorted(found, key=len)[:MOST_FORMS])
    return Reading(found | {FACET + facet for facet in document.facets}, words)


def sought(text: str, languages: Sequence[str] = ()) -> list[Term]:
    """The words of a query, each once, in order.

    Nobody can tell the language of one or two words, so Latin words are tried in those of `languages` that use
    Latin letters, in all of ours if there is none. Hebrew and Persian are told by script.
    """
    latin = tuple(language for language in languages if language in LATIN) or LATIN
    found: dict[str, Term] = {}
    # Turkish cuts a name at its apostrophe, the others drop the sign: the same words, perhaps shorter.
    for whole, cut in zip(tokens(text, ""), tokens(text, "tr"), strict=True):
        term = _term(whole[:LONGEST_WORD], cut[:LONGEST_WORD], latin)
        found.setdefault(term.word, term)
    return list(found.values())


def paragraphs(text: str, language: str = "") -> Iterator[tuple[str, str]]:
    """The paragraphs of a text, each with the language by which its Latin words go."""
    found = language if language in LATIN else _latin_language(text, "en" if language else "")
    whole = _by_letters(text, found)
    parts = _PARAGRAPH.split(text)
    if len(parts) == 1:
        yield text, whole
        return
    for part in parts:
        few = sum(1 for _word in zip(_LATIN_WORD.finditer(part), range(_FEWEST_WORDS), strict=False))
        yield part, whole if few < _FEWEST_WORDS else _latin_language(part, whole)


def language_of_word(word: str, latin: str) -> str:
    """The language by whose rules a word goes: by its script, or `latin`."""
    letter = word[:1]
    if "\u0590" <= letter <= "\u05ff":
        return "he"
    return "fa" if "\u0600" <= letter <= "\u06ff" else latin


@lru_cache(maxsize=100_000)
def forms_of_word(token: str, latin: str) -> tuple[str, ...]:
    """All forms under which one word of a text is indexed, its own first."""
    language = language_of_word(token, latin)
    return tuple(dict.fromkeys(form for piece in pieces(token) for form in word_forms(piece, language)))


def _forms_of(passages: Iterable[Passage], words: set[str]) -> set[str]:
    """The forms of some texts; `words` takes in their words.

    Texts are cut at blanks first, because what stands between two blanks comes again and again.
    """
    found: set[str] = set()
    for passage in passages:
        for part, latin in paragraphs(passage.text, passage.language):
            for piece in set(part.split()):
                remembered = (
                    _remembered(piece, latin) if len(piece) <= LONGEST_WORD else _pieces(piece, latin)
                )
                for forms in remembered:
                    words.add(forms[0])
                    found.update(forms)
    return found


def _pieces(piece: str, latin: str) -> tuple[tuple[str, ...], ...]:
    """The forms of every word in a piece of text without blanks."""
    every = (forms_of_word(token[:LONGEST_WORD], latin) for token in tokens(piece, latin))
    return tuple(forms for forms in every if forms)


_remembered = lru_cache(maxsize=200_000)(_pieces)


def _by_letters(text: str, language: str) -> str:
    """`language`, which may be only the writer's or a guess, unless the letters of the text are another's."""
    told = [code for code, letters in _TELLING.items() if letters.search(text)]
    return told[0] if told and language not in told else language


def _latin_language(text: str, otherwise: str) -> str:
    """The language of the Latin words in a text, whatever stands around them."""
    language = language_of(text)
    if language in LATIN:
        return language
    if language in ("he", "fa"):
        words = _LATIN_WORD.findall(text)
        language = language_of(" ".join(words)) if len(words) >= _FEWEST_WORDS else ""
    return language if language in LATIN else otherwise or "en"


def _term(token: str, cut: str, latin: tuple[str, ...]) -> Term:
    """A word of a query in the languages that it may belong to; `cut` is how Turkish reads it."""
    script = language_of_word(token, "")
    exact: dict[str, None] = {}
    stems: dict[str, None] = {}
    affixes: dict[str, None] = {}
    compounds: list[tuple[tuple[str, ...], ...]] = []
    for language in (script,) if script else latin:
        for term in query_terms(cut if language == "tr" else token, language):
            exact[term.forms.word] = None
            stems.update(dict.fromkeys(term.forms.stems))
            affixes.update(dict.fromkeys(term.forms.rests))
            compounds += [tuple(part.all for part in term.parts)] if term.parts else []
    word = fold(token).replace(ZWNJ, "")
    rest = {form: None for form in stems if form not in exact}
    return Term(
        word,
        tuple(exact),
        tuple(rest),
        tuple(form for form in affixes if form not in exact and form not in rest),
        tuple(dict.fromkeys(compounds)),
        word in STOP_WORDS,
    )
