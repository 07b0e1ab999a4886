"""Places in a page that slices above may fill without the page knowing them.

A slice registers in `AppConfig.ready`:

    slots.add("ticket.context", slots.from_template("surveys/slots/context.html", load=queries.answers))

and the host page says `{{ slot("ticket.context", ticket=ticket) }}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

Context = Mapping[str, Any]
Contribution = Callable[[Context], str]


class Slots:
    """Contributions by slot, shown in the order of their number, then of registration."""

    def __init__(self) -> None:
        self._contributions: dict[str, list[tuple[int, Contribution]]] = {}

    def add(self, slot: str, render: Contribution, *, order: int = 50) -> None:
        """Lend `render(context) -> html` to `slot`; text that is not marked safe will be escaped."""
        contributions = self._contributions.setdefault(slot, [])
        contributions.append((order, render))
        contributions.sort(key=lambda entry: entry[0])

    def render(self, slot: str, context: Context) -> SafeString:
        """Everything that was lent to `slot`, one after the other; nothing if nobody did."""
        contributions = self._contributions.get(slot, ())
        return format_html_join("", "{}", ((render(context),) for _, render in contributions))


slots = Slots()


def from_template(name: str, load: Callable[[Context], Mapping[str, Any]] | None = None) -> Contribution:
    """A contribution rendered from the template `name` with the page's context and what `load` adds to it."""

    def render(context: Context) -> SafeString:
        template = get_template(name, using="jinja2").template  # type: ignore[attr-defined]
        html = template.render({**context, **(load(context) if load else {})})
        return mark_safe(html)  # noqa: S308  the template has escaped it

    return render


@jinja2.pass_context
def slot(context: jinja2.runtime.Context, name: str, **extra: Any) -> SafeString:
    """The template function: renders slot `name` with the page's context and `extra`."""
    return slots.render(name, {**context.get_all(), **extra})
