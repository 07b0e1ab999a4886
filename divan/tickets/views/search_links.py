"""Where results of a search lead to: the page that the product has for them, or the tickets that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse

from divan.core.actors import Actor
from divan.search.language import parse
from divan.tickets.queries.search_people import Line
from divan.tickets.searching import with_filter
from divan.tickets.views.search_filters import search_path


class Links(NamedTuple):
    """The page of a result, and the tickets of a person or an organisation."""

    page: str
    tickets: str = ""


def own_ticket_paths() -> Callable[[str], str]:
    """A function from the number of a ticket to its page in the portal, for what an agent has asked themselves."""
    before, after = reverse("my_ticket", kwargs={"number": "~"}).split("~")
    return lambda number: f"{before}{quote(number, safe='')}{after}"


def line_links(actor: Actor, tab: str) -> Callable[[Line], Links]:
    """A function from a result of that tab to its links."""
    match tab:
        case "people":
            return _person(actor)
        case "organisations":
            return _organization(actor)
        case _:
            return _article


def _person(actor: Actor) -> Callable[[Line], Links]:
    """The settings have a page for each person; who may not open it gets their tickets."""

    def links(line: Line) -> Links:
        tickets = search_path(with_filter(parse(""), "from", line.key))
        if not actor.may("people.manage"):
            return Links(tickets)
        return Links(reverse("settings_person", kwargs={"person_id": line.id}), tickets)

    return links


def _organization(actor: Actor) -> Callable[[Line], Links]:
    def links(line: Line) -> Links:
        tickets = search_path(with_filter(parse(""), "organisation", line.key))
        if not actor.may("people.manage"):
            return Links(tickets)
        return Links(reverse("settings_organization", kwargs={"organization_id": line.id}), tickets)

    return links


def _article(line: Line) -> Links:
    return Links(reverse("help_article_in", kwargs={"language": line.language, "slug": line.key}))
