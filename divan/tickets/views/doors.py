"""Two doors to one ticket: members come by its number, guests by the link in their mail.

Both open the same views; a `Door` says who came in and how to stay on this side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from divan.accounts.decorators import signed_in
from divan.core.actors import Actor
from divan.tickets.forms.link import LinkForm
from divan.tickets.guests import guest_of
from divan.tickets.models import Ticket
from divan.tickets.queries.portal import as_requester, own_ticket


@dataclass(frozen=True, slots=True)
class Door:
    """Who reads which ticket; `token` is the guest's link, empty for members."""

    actor: Actor
    ticket: Ticket
    token: str = ""

    @property
    def is_guest(self) -> bool:
        return bool(self.token)

    @property
    def draft_key(self) -> str:
        """Under which name this browser keeps what is typed and not yet sent."""
        return f"{'guest' if self.token else 'my'}-{self.ticket.number}"

    def url(self, verb: str = "", **arguments: Any) -> str:
        """The address of the ticket's page on this side, or of one of its verbs ("reply", "confirm")."""
        name = f"{'guest' if self.token else 'my'}_ticket{f'_{verb}' if verb else ''}"
        place = {"token": self.token} if self.token else {"number": self.ticket.number}
        return reverse(name, kwargs={**place, **arguments})


View = Callable[..., HttpResponseBase]


def for_member(view: View) -> View:
    """The view for people who are signed in, at the number of one of their own tickets."""

    @signed_in
    @wraps(view)
    def opened(request: HttpRequest, number: str, **arguments: Any) -> HttpResponseBase:
        reader = as_requester(request.actor)
        return view(request, Door(reader, own_ticket(reader, number)), **arguments)

    return opened


def for_guest(view: View) -> View:
    """The view for whoever holds a link, in the language and the time zone of its owner.

    The address is a secret: it is neither passed on to other sites nor indexed.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str, **arguments: Any) -> HttpResponseBase:
        response = _as_guest(request, token, view, arguments)
        # Not "no-referrer": browsers would say `Origin: null` in our own forms, and the CSRF check refuses that.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _as_guest(request: HttpRequest, token: str, view: View, arguments: dict[str, Any]) -> HttpResponseBase:
    found = guest_of(token)
    if found is None:
        return render(request, "tickets/portal/link_ended.html", {"form": LinkForm()}, status=404)
    return _in_language_of(Door(*found, token), request, view, arguments)


def _in_language_of(
    door: Door, request: HttpRequest, view: View, arguments: dict[str, Any]
) -> HttpResponseBase:
    """What the reader chose in this browser, else the language in which we write to the guest."""
    chosen = translation.get_language() if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else ""
    language = chosen or door.actor.language
    with translation.override(language), timezone.override(ZoneInfo(door.actor.time_zone)):
        response = view(request, door, **arguments)
    response.headers["Content-Language"] = language
    return response
