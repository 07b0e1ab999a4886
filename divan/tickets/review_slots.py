"""The review of new colleagues' answers in pages of others: the navigation, and the page of a person."""

from __future__ import annotations

from typing import Any

from divan.tickets.access import REVIEW
from divan.tickets.models import ReviewedAuthor
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("desk.nav", from_template("tickets/desk/slots/reviews.html", load=_may_review), order=20)
    slots.add("person.settings", from_template("tickets/settings/slots/review.html", load=_review_of))


def _may_review(context: Context) -> dict[str, Any]:
    return {"may_review": context["actor"].may(REVIEW)}


def _review_of(context: Context) -> dict[str, Any]:
    return {"review": ReviewedAuthor.objects.filter(author=context["person"]).first()}
