"""The fields that a query for tickets may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import pgettext_lazy

from divan.core.actors import Actor
from divan.tickets.models import Kind
from divan.tickets.searching import choices, custom, moments, people, places, products, texts, waiting
from divan.tickets.searching.meaning import Meaning, Reading
from divan.tickets.searching.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Field:
    """How the values of a field are read.

    Of a field that `is_single`, which a ticket has once, several values are alternatives. To those who do not
    work at the desk a field that `is_for_desk` does not exist.
    """

    read: Callable[[str, Reading], Meaning]
    is_single: bool = False
    is_for_desk: bool = False
    values: Vocabulary | None = None


FIELDS: Mapping[str, Field] = {
    "from": Field(people.author, values=people.ME),
    "to": Field(people.addressee, is_for_desk=True, values=people.ME),
    "requester": Field(people.requester, is_single=True, values=people.ME),
    "organisation": Field(people.organisation, is_single=True),
    "assignee": Field(people.assignee, is_single=True, is_for_desk=True, values=people.ME_OR_NONE),
    "follower": Field(people.follower, is_for_desk=True, values=people.ME),
    "parent": Field(texts.parent, is_single=True, is_for_desk=True),
    "group": Field(places.group, is_single=True, is_for_desk=True, values=places.MINE),
    "status": Field(choices.status, is_single=True, values=choices.STATUSES),
    "type": Field(choices.type_of_ticket, is_single=True, is_for_desk=True, values=choices.TYPES),
    "category": Field(places.category, is_single=True, is_for_desk=True, values=places.NONE),
    "priority": Field(choices.priority, is_single=True, is_for_desk=True, values=choices.PRIORITIES),
    "tier": Field(choices.tier, is_single=True, is_for_desk=True, values=choices.TIERS),
    "channel": Field(choices.channel, is_single=True, values=choices.CHANNELS),
    "is": Field(choices.state, values=choices.STATES),
    "has": Field(choices.content, values=choices.CONTENTS),
    "tag": Field(places.tag, is_for_desk=True),
    "product": Field(products.product, is_for_desk=True),
    "serial": Field(products.serial, is_for_desk=True),
    "before": Field(moments.created_before),
    "after": Field(moments.created_after),
    "on": Field(moments.created),
    "created": Field(moments.created),
    "updated": Field(moments.updated),
    "solved": Field(moments.solved, is_for_desk=True),
    "promised": Field(moments.promised, values=moments.PROMISES),
    "reopened": Field(choices.reopened, is_for_desk=True),
    "waiting": Field(waiting.waiting, is_for_desk=True),
    "number": Field(texts.number, is_single=True),
    "subject": Field(texts.subject),
}

# Translators: names of fields of a search, each one word without blanks, such as "from" in from:celina
NAMES = Vocabulary(
    {
        "from": pgettext_lazy("search field", "from"),
        "to": pgettext_lazy("search field", "to"),
        "requester": pgettext_lazy("search field", "requester"),
        "organisation": pgettext_lazy("search field", "organisation"),
        "assignee": pgettext_lazy("search field", "assignee"),
        "follower": pgettext_lazy("search field", "follower"),
        "parent": pgettext_lazy("search field", "parent"),
        "group": pgettext_lazy("search field", "group"),
        "status": pgettext_lazy("search field", "status"),
        "type": pgettext_lazy("search field", "type"),
        "category": pgettext_lazy("search field", "category"),
        "priority": pgettext_lazy("search field", "priority"),
        "tier": pgettext_lazy("search field", "tier"),
        "channel": pgettext_lazy("search field", "channel"),
        "is": pgettext_lazy("search field", "is"),
        "has": pgettext_lazy("search field", "has"),
        "tag": pgettext_lazy("search field", "tag"),
        "product": pgettext_lazy("search field", "product"),
        "serial": pgettext_lazy("search field", "serial"),
        "before": pgettext_lazy("search field", "before"),
        "after": pgettext_lazy("search field", "after"),
        "on": pgettext_lazy("search field", "on"),
        "created": pgettext_lazy("search field", "created"),
        "updated": pgettext_lazy("search field", "updated"),
        "solved": pgettext_lazy("search field", "solved"),
        "promised": pgettext_lazy("search field", "promised"),
        "reopened": pgettext_lazy("search field", "reopened"),
        "waiting": pgettext_lazy("search field", "waiting"),
        "number": pgettext_lazy("search field", "number"),
        "subject": pgettext_lazy("search field", "subject"),
    },
    {"organization": "organisation"},
)


def custom_key(name: str, actor: Actor) -> str:
    """The key of a field that administrators gave to tickets, for those who work at the desk; otherwise empty."""
    found = custom.field_named(name) if actor.is_staff else None
    return found.key if found else ""


def field_called(name: str) -> Field:
    """The field with that name: one of ours, or one of the installation by its key."""
    if name in FIELDS:
        return FIELDS[name]
    found = custom.field_named(name)
    if found is None:
        raise KeyError(name)
    return Field(partial(custom.read, found), is_single=found.kind != Kind.MULTIPLE, is_for_desk=True)
