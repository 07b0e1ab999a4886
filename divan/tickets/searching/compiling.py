"""From a parsed query to what the index and the database are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.l10n.words import tokens
from divan.search.language import Kind, Parsed, Part
from divan.search.queries import Query
from divan.tickets import access
from divan.tickets.models import Ticket
from divan.tickets.searching.fields import NAMES, custom_key, field_called
from divan.tickets.searching.meaning import Meaning, Reading, Unclear
from divan.tickets.searching.texts import left_out, spellings_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A part that means nothing, with its place in the query and a sentence about it. The rest is searched."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks for.

    `query` is for the index. `conditions` are those of the fields. `numbers` are the ticket numbers that may be
    meant by numbers among the words.
    """

    query: Query = field(default_factory=Query)
    conditions: tuple[Q, ...] = ()
    numbers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether the index is asked; without words it has no answer, and `listed` is the list."""
        return bool(self.query.words or self.query.phrases)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to look for."""
        return not self.has_words and not self.conditions

    @property
    def tickets(self) -> QuerySet[Ticket] | None:
        """All tickets, also those that the actor may not see, which fit the fields; None without fields."""
        return Ticket.objects.filter(*self.conditions) if self.conditions else None

    def listed(self, actor: Actor) -> QuerySet[Ticket]:
        """The tickets that the actor may see and the fields fit; none without fields."""
        return access.visible_to(actor).filter(*self.conditions) if self.conditions else Ticket.objects.none()


def compile(parsed: Parsed, actor: Actor, *, language: str) -> Asked:
    """What the query means for this actor, who reads `language`.

    Words, phrases and fields all have to fit; of several values of a field that a ticket has once, one of the
    wanted and none of the unwanted.
    """
    compiling = _Compiling(Reading(actor, language))
    for part in parsed.parts:
        compiling.take(part)
    return compiling.asked()


class _Compiling:
    """Collects the meanings of the parts, one after the other."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words: list[Part] = []
        self.phrases: list[Part] = []
        self.without: list[Part] = []
        self.wanted: dict[str, list[Meaning]] = {}
        self.unwanted: list[Meaning] = []
        self.problems: list[Problem] = []
        self.uses_desk = False

    def take(self, part: Part) -> None:
        """Put a part where it belongs."""
        name = self._field(part)
        if name:
            self._take_field(name, part)
        elif part.kind is Kind.FIELD and self._is_slip(part):
            return
        elif part.is_negated:
            self.without.append(part)
        elif part.kind is Kind.PHRASE:
            self.phrases.append(part)
        else:
            self.words.append(part)

    def asked(self) -> Asked:
        """What was asked, once all parts are taken."""
        self._check_words()
        self._leave_out()
        words = [_text(part) for part in self.words]
        return Asked(
            query=Query(
                words=" ".join(words),
                phrases=tuple(part.value for part in self.phrases),
                without=tuple(_text(part) for part in self.without),
                facets=self._facets(),
            ),
            conditions=tuple(self._conditions()),
            numbers=spellings_of(words),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.start)),
        )

    def _field(self, part: Part) -> str:
        """The field that the part names; empty for words and for what only looks like a field."""
        if part.kind is Kind.TAG:
            is_number = bool(spellings_of([part.value]))
            return "tag" if self._exists("tag") and not is_number else ""
        if part.kind is not Kind.FIELD:
            return ""
        name = NAMES.exactly(part.name) or custom_key(part.name, self.reading.actor)
        return name if name and self._exists(name) else ""

    def _exists(self, name: str) -> bool:
        return self.reading.actor.is_staff or not field_called(name).is_for_desk

    def _is_slip(self, part: Part) -> bool:
        """Whether the name is nearly that of a field; then its value is not looked for among the words."""
        near = NAMES.nearest(part.name)
        if near and self._exists(near):
            names = {"name": part.name, "near": NAMES.shown([near])[0]}
            self._explain(part, _("There is no field “%(name)s:”. Did you mean “%(near)s:”?") % names)
            return True
        if part.value:
            message = _("There is no field “%(name)s:”, so it was searched for as words.")
            self._explain(part, message % {"name": part.name})
        return False

    def _take_field(self, name: str, part: Part) -> None:
        if not part.value:
            self._explain(
                part, _("Write behind “%(name)s:”, without a blank, what to look for.") % {"name": part.name}
            )
            return
        meaning = self._meaning(part, partial(field_called(name).read, part.value, self.reading))
        if meaning is None:
            return
        if part.is_negated:
            self.unwanted.append(meaning)
        else:
            self.wanted.setdefault(name, []).append(meaning)
        self.uses_desk |= field_called(name).is_for_desk or meaning.is_for_desk

    def _meaning(self, part: Part, read: Callable[[], Meaning]) -> Meaning | None:
        try:
            return read()
        except Unclear as unclear:
            self._explain(part, unclear.message)
            return None

    def _conditions(self) -> list[Q]:
        conditions: list[Q] = []
        for name, meanings in self.wanted.items():
            if field_called(name).is_single:
                conditions.append(_any_of(meanings))
            else:
                conditions += [meaning.condition for meaning in meanings]
        conditions += [~meaning.condition for meaning in self.unwanted]
        at_desk = access.at_desk(self.reading.actor)
        if self.uses_desk and at_desk is not None:
            conditions.append(at_desk)
        return conditions

    def _facets(self) -> tuple[str, ...]:
        """Facets of fields that are named once: the index joins all of them by "and"."""
        found = [meanings[0].facet for meanings in self.wanted.values() if len(meanings) == 1]
        return tuple(dict.fromkeys(facet for facet in found if facet))

    def _check_words(self) -> None:
        """The index knows letters and digits only."""
        sought = [*self.words, *self.phrases]
        silent = [] if any(map(_is_readable, sought)) else sought
        silent += [part for part in self.without if not _is_readable(part)]
        for part in silent:
            self._explain(part, _("There are no letters or digits in “%(text)s”.") % {"text": part.value})
        for parts in (self.words, self.phrases, self.without):
            parts[:] = [part for part in parts if part not in silent]

    def _leave_out(self) -> None:
        """The index leaves out words beside others that it looks for; all else is left out ticket by ticket."""
        has_words = bool(self.words or self.phrases)
        has_fields = bool(self.wanted or self.unwanted)
        for part in tuple(self.without):
            text = _text(part)
            is_word = len(tokens(text, "")) == 1
            if is_word and has_words:
                continue
            self.without.remove(part)
            if not (has_words or has_fields):
                message = _("To leave out “%(text)s”, write also what to look for.")
                self._explain(part, message % {"text": text})
                continue
            query = Query(text) if is_word else Query(phrases=(text,))
            if meaning := self._meaning(part, partial(left_out, query, self.reading)):
                self.unwanted.append(meaning)

    def _explain(self, part: Part, message: str) -> None:
        self.problems.append(Problem(part.start, part.end, message))


def _any_of(meanings: list[Meaning]) -> Q:
    condition = meanings[0].condition
    for meaning in meanings[1:]:
        condition |= meaning.condition
    return condition


def _is_readable(part: Part) -> bool:
    return bool(tokens(_text(part), ""))


def _text(part: Part) -> str:
    """A part as words. The name of a field that does not exist is one of them."""
    return f"{part.name} {part.value}" if part.name else part.value
