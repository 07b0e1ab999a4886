"""What merging, linking and following lend to the ticket page: deeds with their keys, and panels beside the talk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.tickets.deeds import Deed, deeds
from divan.tickets.marks import marks
from divan.tickets.models import Follower, Status
from divan.tickets.queries.duplicates import duplicates_of
from divan.tickets.queries.joined import followers_of, links_of, merged_here
from divan.tickets.queries.lists import NEWEST, VIEWS, View
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the slice is ready."""
    deeds.add("merge", Deed("merge_ticket", _("Merge…"), "merge", verb="merge", key="m", order=40))
    deeds.add(
        "link", Deed("link_ticket", _("Link…"), "link", verb="link", key="l", order=42, only_open=False)
    )
    deeds.add(
        "split",
        Deed(
            "split_ticket", _("Make a new ticket of a message…"), "route", "split", order=44, only_open=False
        ),
    )
    slots.add(
        "ticket.panels", from_template("tickets/desk/panels/duplicates.html", load=_duplicates), order=10
    )
    slots.add("ticket.panels", from_template("tickets/desk/panels/links.html", load=_links), order=60)
    slots.add("ticket.panels", from_template("tickets/desk/panels/followers.html", load=_followers), order=90)
    VIEWS.add("following", View("following", pgettext_lazy("view", "Following"), _followed, (NEWEST,)))


def _followed(tickets: Any, actor: Any) -> Any:
    mine = Follower.objects.filter(user_id=actor.person_id).values("ticket_id")
    return tickets.filter(is_open=True, pk__in=mine)


def _duplicates(context: Context) -> dict[str, Any]:
    """Only beside a new ticket: whoever works on one knows by then."""
    ticket = context["ticket"]
    is_new = ticket.status == Status.NEW
    return {"duplicates": duplicates_of(context["actor"], ticket) if is_new else [], **marks()}


def _links(context: Context) -> dict[str, Any]:
    actor, ticket = context["actor"], context["ticket"]
    return {"bundles": links_of(actor, ticket), "merged": merged_here(actor, ticket), **marks()}


def _followers(context: Context) -> dict[str, Any]:
    return {"followers": followers_of(context["ticket"])}
