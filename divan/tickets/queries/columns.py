"""What the table of a list can show of a ticket, one column each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.core.labels import label
from divan.core.registry import Registry

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Showing:
    """What cells are written with: marks of states, names of groups and types, and how long ago a moment is."""

    marks: Mapping[str, Mapping[str, SafeString]]
    types: Mapping[str, str]
    groups: Mapping[int, str]
    age_of: Callable[[datetime | None], SafeString]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    `fields` are read with the rows; `show` writes a cell from them (plain text is escaped). What no column of the
    ticket has, `load` puts into the rows: once for all of them, so that a list costs the same for every length.
    """

    slug: str
    title: str | Promise
    fields: tuple[str, ...]
    show: Callable[[Row, Showing], str | SafeString]
    load: Callable[[Sequence[Row]], None] | None = None


COLUMNS: Registry[Column] = Registry("columns of lists")
# Whoever has columns that are made by administrators lends them here; they stand behind the others.
further_columns: Registry[Callable[[], Iterable[Column]]] = Registry("further columns of lists")

USUAL = ("requester", "assignee", "group", "priority", "waiting", "activity")


def columns_there_are() -> dict[str, Column]:
    """Every column by its slug, in the order in which they are offered."""
    lent = (column for lend in further_columns.values() for column in lend())
    return {column.slug: column for column in (*COLUMNS.values(), *lent)}


def chosen(slugs: Iterable[str], there: Mapping[str, Column]) -> list[Column]:
    """Those of the columns that there are, in the order of the choice; the usual ones for none."""
    found = [there[slug] for slug in dict.fromkeys(slugs) if slug in there]
    return found or [there[slug] for slug in USUAL]


def fill(rows: Sequence[Row], columns: Iterable[Column], showing: Showing) -> None:
    """Put the cells of each row into it."""
    columns = list(columns)
    for column in columns:
        if column.load:
            column.load(rows)
    for row in rows:
        row["cells"] = [(column.slug, _cell(column.show(row, showing))) for column in columns]


def _cell(content: str | SafeString) -> str | SafeString:
    """Plain text runs in its own direction, and stands where the page begins."""
    return (
        content if isinstance(content, SafeString) or not content else format_html("<bdi>{}</bdi>", content)
    )


def _person(name: str) -> Callable[[Row, Showing], SafeString]:
    def show(row: Row, _showing: Showing) -> SafeString:
        return format_html("<bdi>{}</bdi>", row[f"{name}__name"] or row[f"{name}__email"] or "")

    return show


def _moment(field: str) -> Callable[[Row, Showing], SafeString]:
    return lambda row, showing: showing.age_of(row[field])


def _mark(field: str) -> Callable[[Row, Showing], SafeString]:
    return lambda row, showing: showing.marks[f"{field}_marks"][row[field]]


def _waits(row: Row, _showing: Showing) -> str | SafeString:
    return row["waits"] or ""


def _tags(row: Row, _showing: Showing) -> SafeString:
    return format_html_join(" ", '<bdi class="badge tag">{}</bdi>', ((name,) for name in row["tags"]))


for _column in (
    Column(
        "number",
        pgettext_lazy("ticket", "Number"),
        ("number",),
        lambda row, _showing: format_html('<span class="ref">{}</span>', row["number"]),
    ),
    Column("requester", _("Requester"), ("requester__name", "requester__email"), _person("requester")),
    Column(
        "organisation",
        _("Organisation"),
        ("organization__name",),
        lambda row, _showing: row["organization__name"] or "",
    ),
    Column("assignee", _("Assignee"), ("assignee__name", "assignee__email"), _person("assignee")),
    Column(
        "group",
        pgettext_lazy("ticket", "Group"),
        ("group_id",),
        lambda row, showing: showing.groups.get(row["group_id"], ""),
    ),
    Column("priority", _("Priority"), ("priority",), _mark("priority")),
    Column(
        "category",
        _("Category"),
        ("category__names",),
        lambda row, _showing: label(row["category__names"]),
    ),
    Column(
        "type",
        pgettext_lazy("ticket", "Type"),
        ("type",),
        lambda row, showing: showing.types.get(row["type"], row["type"]),
    ),
    Column("channel", _("Channel"), ("channel",), _mark("channel")),
    Column("tags", _("Tags"), (), _tags),
    Column("waiting", pgettext_lazy("column", "Waits"), ("waiting_since",), _waits),
    Column("created", pgettext_lazy("ticket", "Created"), ("created_at",), _moment("created_at")),
    Column("activity", _("Last activity"), ("last_activity_at",), _moment("last_activity_at")),
):
    COLUMNS.add(_column.slug, _column)
