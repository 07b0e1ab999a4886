"""What a ticket is about, when it comes back, and what was promised to its requester."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say
from divan.ui import formats


@event_kind
@dataclass(frozen=True)
class ProblemStated(Payload):
    """`version` is that of the statement; its words are not of the log."""

    kind = "ticket.problem_stated"
    icon = "edit"
    version: int

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.version == 1:
            return say(_("Problem stated by %(actor)s"), actor=actor)
        return say(_("Problem statement changed by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketSnoozed(Payload):
    """`until` is a moment, in seconds of Unix time; `before` is that until which it was snoozed already."""

    kind = "ticket.snoozed"
    icon = "clock"
    until: int
    before: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        moment = datetime.fromtimestamp(self.until, UTC)
        return say(_("Snoozed until %(when)s by %(actor)s"), when=formats.datetime(moment), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketWoken(Payload):
    """The ticket is back in the lists. `reason`: its "time" came, a "message" of the customer, or "person"."""

    kind = "ticket.woken"
    icon = "clock"
    reason: str

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.reason == "time":
            return say(_("Back in the lists: it was snoozed until now"))
        if self.reason == "message":
            return say(_("Back in the lists, because %(actor)s wrote"), actor=actor)
        return say(_("Brought back into the lists by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketPromised(Payload):
    """`day` is (year, month, day) of the Gregorian calendar, empty when a promise is taken back."""

    kind = "ticket.promised"
    public = True
    icon = "clock"
    day: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        if not self.day:
            return say(_("The promised date was taken back by %(actor)s"), actor=actor)
        return say(_("Promised for %(day)s by %(actor)s"), day=formats.date(date(*self.day)), actor=actor)
