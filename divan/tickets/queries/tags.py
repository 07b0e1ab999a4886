"""Tags as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from divan.tickets.models import Tagging


def tags_of(ticket_ids: Collection[int]) -> Mapping[int, list[str]]:
    """The names of the tags on each of these tickets, in one query; the caller may see the tickets."""
    names: dict[int, list[str]] = {}
    found = Tagging.objects.filter(ticket_id__in=ticket_ids).order_by("id")
    for ticket_id, name in found.values_list("ticket_id", "tag__name"):
        names.setdefault(ticket_id, []).append(name)
    return names
