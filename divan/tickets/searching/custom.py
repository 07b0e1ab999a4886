"""Fields that administrators have given to tickets, named in a query by their key: `serial:123`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from divan.assets.queries import ids_named
from divan.core.l10n.calendars import parse_date
from divan.core.l10n.folding import fold
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits, parse_number
from divan.core.labels import label
from divan.tickets.fields.definitions import definitions, named
from divan.tickets.fields.values import NOT_FOUND_BY
from divan.tickets.models import CustomField, FieldValue, Kind
from divan.tickets.searching import people
from divan.tickets.searching.meaning import Meaning, Reading, Unclear, none_of
from divan.tickets.searching.vocabulary import Vocabulary, compact

ANSWERS = Vocabulary({"yes": pgettext_lazy("search value", "yes"), "no": pgettext_lazy("search value", "no")})


def field_named(name: str) -> CustomField | None:
    """The field with that key that tickets can be found by."""
    found = named(name)
    return found if found is not None and found.kind not in NOT_FOUND_BY else None


def keys_beginning(typed: str) -> list[str]:
    """Keys of fields that begin so."""
    wanted = typed.casefold()
    return [
        row.key
        for row in definitions()
        if row.is_active and row.kind not in NOT_FOUND_BY and row.key.startswith(wanted)
    ]


def values_beginning(field: CustomField, typed: str) -> Iterable[str]:
    """What may be written behind a field that has a fixed list of values."""
    if field.kind == Kind.CHECK:
        return ANSWERS.shown()
    wanted = fold(typed)
    return [name for name in map(_name, field.choices) if fold(name).startswith(wanted)]


def read(field: CustomField, value: str, reading: Reading) -> Meaning:
    """The tickets whose field has this value; raises Unclear for one that means nothing for its kind."""
    found = FieldValue.objects.filter(field=field, text__in=_spellings(field, value, reading))
    return Meaning(Q(pk__in=found.order_by().values("ticket_id")), is_for_desk=True)


def _spellings(field: CustomField, value: str, reading: Reading) -> list[str]:
    """How the value stands in the index, as `fields.values.found_by` writes it."""
    match field.kind:
        case Kind.CHOICE | Kind.MULTIPLE:
            return _chosen(field, value)
        case Kind.CHECK:
            if (answer := ANSWERS.find(value)) is None:
                raise none_of(value, ANSWERS.shown())
            return [answer]
        case Kind.DATE | Kind.NUMBER:
            return [_measured(field, value)]
        case Kind.PERSON:
            return [str(each) for each in people.people_called(value, reading)]
        case Kind.PRODUCT:
            return [str(row["pk"]) for row in ids_named(value)[: people.MOST]]
        case _:
            return list({fold(value), fold(ascii_digits(value))})


def _chosen(field: CustomField, value: str) -> list[str]:
    wanted = compact(value)
    found = [
        choice["value"]
        for choice in field.choices
        if wanted in {compact(choice["value"]), *map(compact, choice["labels"].values())}
    ]
    if not found:
        raise none_of(value, map(_name, field.choices))
    return found


def _measured(field: CustomField, value: str) -> str:
    language = known(get_language())
    try:
        return (
            parse_date(value, language).isoformat()
            if field.kind == Kind.DATE
            else str(parse_number(value, language))
        )
    except ValueError as failure:
        raise Unclear(none_of(value, ()).message) from failure


def _name(choice: dict[str, dict[str, str]]) -> str:
    return label(choice["labels"])
