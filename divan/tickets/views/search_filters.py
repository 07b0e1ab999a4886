"""The fields of a search as things to click: its parts, each to be taken away, and filters to be set.

The text of the query is the only state: every link is the page with another text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.conversations.models import Channel
from divan.search.language import Kind, Parsed, to_text, without_part
from divan.tickets.models import Status
from divan.tickets.searching import filters_of, part_of, with_filter
from divan.tickets.sidebar import Sidebar


class Chip(NamedTuple):
    """A part of the query as it was typed, and the page without it."""

    text: str
    path: str


class Choice(NamedTuple):
    """A value of a filter. Choosing the current one takes it away."""

    label: str
    path: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its values; `label` is its name, and what is chosen."""

    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def chosen(self) -> str:
        """The labels of what is chosen now."""
        between = pgettext("between the items of a list", ", ")
        return between.join(choice.label for choice in self.choices if choice.is_current)


def search_path(text: str, tab: str = "", **more: str) -> str:
    """The address of the search page for this query."""
    asked = {
        "q": text,
        **({"tab": tab} if tab else {}),
        **{key: value for key, value in more.items() if value},
    }
    return f"{reverse('search')}?{urlencode(asked)}"


def chips(parsed: Parsed, text: str) -> list[Chip]:
    """Everything of the query that is more than a word."""
    return [
        Chip(text[part.start : part.end], search_path(without_part(parsed, part)))
        for part in parsed.parts
        if part.kind is not Kind.WORD or part.is_negated
    ]


def only_words(parsed: Parsed) -> str:
    """The query without its fields, tags and numbers."""
    return _reduced(parsed, {Kind.FIELD, Kind.TAG, Kind.NUMBER})


def without_words(parsed: Parsed) -> str:
    """What is left of the query when its words are said in another way."""
    return _reduced(parsed, {Kind.WORD, Kind.NUMBER})


def _reduced(parsed: Parsed, kinds: set[Kind]) -> str:
    """The text without the wanted parts of these kinds."""
    return to_text(Parsed(tuple(part for part in parsed.parts if part.kind not in kinds or part.is_negated)))


def filter_bar(parsed: Parsed, sidebar: Sidebar) -> list[Filter]:
    """The filters with a list of values, in the order of the page."""
    active = filters_of(parsed)

    def made(name: str, label: str, values: Iterable[tuple[str, str]]) -> Filter:
        return Filter(name, label, [_choice(parsed, active, name, value, words) for value, words in values])

    groups = [("mine", _("My groups")), *((place.title, place.title) for place in sidebar.groups)]
    return [
        made("status", pgettext("filter", "Status"), ((one.value, str(one.label)) for one in Status)),
        made("group", pgettext("filter", "Group"), groups),
        made("assignee", pgettext("filter", "Assignee"), (("me", _("Me")), ("none", _("Nobody")))),
        made("created", pgettext("filter", "Created"), _days()),
        made("channel", pgettext("filter", "Channel"), ((one.value, str(one.label)) for one in Channel)),
    ]


def switches(parsed: Parsed) -> list[Choice]:
    """The filters that are on or off."""
    active = filters_of(parsed)
    return [
        _choice(parsed, active, "is", "open", pgettext("filter", "Open")),
        _choice(parsed, active, "is", "unanswered", _("Waits for an answer")),
        _choice(parsed, active, "has", "attachment", _("With a file")),
    ]


def _choice(parsed: Parsed, active: frozenset[tuple[str, str]], name: str, value: str, words: str) -> Choice:
    part = part_of(parsed, name, value) if (name, value) in active else None
    text = without_part(parsed, part) if part else with_filter(parsed, name, value)
    return Choice(words, search_path(text), part is not None)


def _days() -> list[tuple[str, str]]:
    return [
        ("today", _("Today")),
        ("yesterday", _("Yesterday")),
        ("7d", _("In the last 7 days")),
        ("30d", _("In the last 30 days")),
    ]
