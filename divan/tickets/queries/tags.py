"""Tags as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from divan.core.prepared import Prepared
from divan.tickets.models import Tagging

_tagged = Prepared(
    lambda tickets: (
        Tagging.objects.filter(ticket_id__in=tickets).order_by("id").values_list("ticket_id", "tag__name")
    ),
    tickets=list[int],
)


def tags_of(ticket_ids: Collection[int]) -> Mapping[int, list[str]]:
    """The names of the tags on each of these tickets, in one query; the caller may see the tickets."""
    names: dict[int, list[str]] = {}
    for ticket_id, name in _tagged(tickets=list(ticket_ids)) if ticket_ids else ():
        names.setdefault(ticket_id, []).append(name)
    return names
