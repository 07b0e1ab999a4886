"""The variables of saved replies: `{{requester.name}}`. A list of names and nothing else: no logic, no templates.

What somebody typed is never run. A name is looked up here or it is not known; values are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.labels import label
from divan.tickets.models import CustomField, FormField, Kind, Ticket, Typed
from divan.tickets.queries.answers import read_out

_TOKEN = re.compile(r"\{\{([^{}]{1,100})\}\}")
# Tags are passed over, so that nothing is ever written into an attribute.
_TAG_OR_TOKEN = re.compile(r"<[^<>]*>|" + _TOKEN.pattern)
_ANSWER = "answer."
_NO_TEXT = (Kind.SECTION, Kind.FILE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the values come from. A new mail has no ticket, and perhaps nobody known to whom it goes."""

    actor: Actor
    language: str
    ticket: Ticket | None = None
    requester: User | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values. `missing` are the words for the values that there are none of; they are marked in
    the text, see `mark`.
    """

    text: str
    html: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A name for the help of the editor, and how its value is found; "" when there is none."""

    words: str | Promise
    value: Callable[[Facts], str]


VARIABLES: Mapping[str, Variable] = {
    "requester.name": Variable(
        gettext_lazy("Name of the requester"), lambda facts: facts.requester.name if facts.requester else ""
    ),
    "requester.email": Variable(
        gettext_lazy("E-mail address of the requester"),
        lambda facts: facts.requester.email if facts.requester else "",
    ),
    "ticket.number": Variable(
        gettext_lazy("Number of the ticket"), lambda facts: facts.ticket.number if facts.ticket else ""
    ),
    "ticket.subject": Variable(
        gettext_lazy("Subject of the ticket"), lambda facts: facts.ticket.subject if facts.ticket else ""
    ),
    "agent.name": Variable(gettext_lazy("Your name"), lambda facts: facts.actor.name),
    "group.name": Variable(
        gettext_lazy("Group of the ticket"),
        lambda facts: label(facts.ticket.group.names, facts.language) if facts.ticket else "",
    ),
    "organisation.name": Variable(
        pgettext_lazy("variable", "Organisation of the requester"), lambda facts: _organization(facts)
    ),
}


def known_variables() -> dict[str, str]:
    """All names with their words in the reader's language: the fixed ones, the questions of forms, the fields."""
    asked = FormField.objects.filter(field=None).order_by("form__position", "position", "id")
    answers = {
        _ANSWER + key: _("Answer: %(question)s") % {"question": label(labels) or key}
        for key, labels in asked.exclude(kind__in=_NO_TEXT).values_list("key", "labels")
    }
    fields = {
        row.slot: _("Field: %(field)s") % {"field": row} for row in _fields() if row.kind not in _NO_TEXT
    }
    return {**{name: str(variable.words) for name, variable in VARIABLES.items()}, **answers, **fields}


def require_known(*texts: str) -> None:
    """Raise Refused when a text names a variable that does not exist."""
    used = {name for text in texts for name in names_in(text)}
    if unknown := used.difference(VARIABLES):
        unknown -= known_variables().keys()
    if unknown:
        said = "{{" + min(unknown) + "}}"
        raise Refused(_("There is no variable %(name)s.") % {"name": said}, field="body")


def require_whole(text: str, html: str) -> None:
    """Raise Refused when a variable is broken by formatting, so that it would not be found in the markup."""
    if html and names_in(text) != [name for _all, name in _tokens(html)]:
        raise Refused(_("A variable must be formatted as a whole, not in parts."), field="body")


def names_in(text: str) -> list[str]:
    """The variables that a text names, in their order."""
    return [found[1].strip() for found in _TOKEN.finditer(text)]


def fill(text: str, html: str, facts: Facts) -> Filled:
    """The text and its markup with the values of `facts`; what is not known stays visible as it is."""
    values = _values(names_in(text), facts)
    missing = tuple(dict.fromkeys(words for value, words in values.values() if not value))

    def plain(found: re.Match[str]) -> str:
        return _shown(values.get(found[1].strip()), found[0])

    def marked_up(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        return escape(_shown(values.get(found[1].strip()), found[0])).replace("\n", "<br>")

    return Filled(_TOKEN.sub(plain, text), _TAG_OR_TOKEN.sub(marked_up, html), missing)


def mark(words: str) -> str:
    """What stands in a text where a value is missing, for the agent to see and to replace."""
    return f"⟦{words}⟧"


def _tokens(html: str) -> list[tuple[str, str]]:
    found = _TAG_OR_TOKEN.finditer(html)
    return [(one[0], one[1].strip()) for one in found if one[1] is not None]


def _values(names: Iterable[str], facts: Facts) -> dict[str, tuple[str, str]]:
    """The value and the words of each name that is known."""
    used = set(names)
    found = {
        name: (variable.value(facts).strip(), str(variable.words))
        for name, variable in VARIABLES.items()
        if name in used
    }
    return found | _answers(used, facts) if used - VARIABLES.keys() else found


def _answers(used: set[str], facts: Facts) -> dict[str, tuple[str, str]]:
    """What the form was answered with, and the fields of the ticket that customers may read."""
    words = {name: said for name, said in known_variables().items() if name in used - VARIABLES.keys()}
    ticket = facts.ticket
    if ticket is None or not ticket.answers:
        return {name: ("", said) for name, said in words.items()}
    keys = [name.removeprefix(_ANSWER) for name in words if name.startswith(_ANSWER)]
    own = FormField.objects.filter(form=ticket.form, field=None, key__in=keys)
    asked: list[tuple[str, Typed]] = [(_ANSWER + row.key, row) for row in own if row.key in ticket.answers]
    asked += [(row.slot, row) for row in _fields() if row.slot in words and row.slot in ticket.answers]
    values = [ticket.answers[name.removeprefix(_ANSWER)] for name, _row in asked]
    read = read_out([(row, value) for (_name, row), value in zip(asked, values, strict=True)], facts.language)
    given = {name: answer.text for (name, _row), answer in zip(asked, read, strict=True)}
    return {name: (given.get(name, ""), said) for name, said in words.items()}


def _fields() -> QuerySet[CustomField]:
    """Only what customers may read can stand in a text that goes to them."""
    return CustomField.objects.filter(is_active=True).exclude(audience=CustomField.Audience.STAFF)


def _shown(value: tuple[str, str] | None, token: str) -> str:
    if value is None:
        return token
    return value[0] or mark(value[1])


def _organization(facts: Facts) -> str:
    if facts.ticket is not None:
        return facts.ticket.organization.name if facts.ticket.organization else ""
    here = facts.requester.organization if facts.requester else None
    return here.name if here else ""
