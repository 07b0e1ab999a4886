"""Reads for the pages of our addresses: how fetching goes, what waits, which servers are set.

The first argument is always the actor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.mail.models import (
    FetchMark,
    InboundMail,
    IncomingServer,
    Mailbox,
    OAuthGrant,
    OutgoingMail,
    RelaySettings,
)
from divan.mail.sending.waiting import trouble_of

_MOST_PROBLEMS = 20


class Fetching(StrEnum):
    """How fetching the mail of an address goes."""

    NONE = "none"
    STOPPED = "stopped"
    NEW = "new"
    GOOD = "good"
    FAILING = "failing"


FETCHING_LABELS: dict[Fetching, Promise] = {
    Fetching.NONE: pgettext_lazy("fetching mail", "Not set"),
    Fetching.STOPPED: pgettext_lazy("fetching mail", "Stopped"),
    Fetching.NEW: pgettext_lazy("fetching mail", "Not fetched yet"),
    Fetching.GOOD: pgettext_lazy("fetching mail", "Working"),
    Fetching.FAILING: pgettext_lazy("fetching mail", "Not working"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An address in the list."""

    mailbox: Mailbox
    fetching: Fetching
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page of one address shows.

    `problems` are messages that its server has and we do not; `trouble` is a mail that waits because the
    relay takes nothing.
    """

    mailbox: Mailbox
    fetching: Fetching
    server: IncomingServer | None
    relay: RelaySettings | None
    grant: OAuthGrant | None
    waiting: int
    failed: int
    problems: Sequence[FetchMark]
    trouble: OutgoingMail | None


def mailbox_rows(actor: Actor) -> list[Row]:
    """Our addresses, each with its state."""
    require(actor, "settings.manage")
    counts = _counts()
    servers = {server.mailbox_id: server for server in IncomingServer.objects.all()}
    return [
        Row(
            mailbox,
            fetching_of(servers.get(mailbox.pk)),
            counts.get((mailbox.pk, InboundMail.State.RECEIVED), 0),
            counts.get((mailbox.pk, InboundMail.State.FAILED), 0),
        )
        for mailbox in Mailbox.objects.select_related("group")
    ]


def facts(actor: Actor, mailbox: Mailbox) -> Facts:
    """What there is to know about an address."""
    require(actor, "settings.manage")
    server, counts = server_of(mailbox), _counts(mailbox)
    problems = (
        FetchMark.objects.filter(server=server).exclude(problem="") if server else FetchMark.objects.none()
    )
    return Facts(
        mailbox=mailbox,
        fetching=fetching_of(server),
        server=server,
        relay=RelaySettings.objects.filter(mailbox=mailbox).first(),
        grant=OAuthGrant.objects.filter(mailbox=mailbox).first(),
        waiting=counts.get((mailbox.pk, InboundMail.State.RECEIVED), 0),
        failed=counts.get((mailbox.pk, InboundMail.State.FAILED), 0),
        trouble=trouble_of(mailbox),
        problems=list(problems.order_by("-id")[:_MOST_PROBLEMS]),
    )


def served_mailbox(actor: Actor, mailbox_id: int) -> Mailbox:
    """An address whose servers the actor may choose. Raises NotAllowed if there is none."""
    require(actor, "relay.manage")
    return one_of(Mailbox.objects.filter(pk=mailbox_id).select_related("group"), f"mailbox {mailbox_id}")


def served_mailboxes(actor: Actor) -> list[Mailbox]:
    """All addresses, for those who choose servers; `has_relay` says whether one has its own."""
    require(actor, "relay.manage")
    own = set(RelaySettings.objects.filter(is_general=False).values_list("mailbox_id", flat=True))
    found = list(Mailbox.objects.all())
    for mailbox in found:
        mailbox.has_relay = mailbox.pk in own  # type: ignore[attr-defined]
    return found


def general_trouble(mailboxes: Sequence[Mailbox]) -> OutgoingMail | None:
    """A mail that waits because the general relay takes nothing; `mailboxes` come from `served_mailboxes`."""
    users = (mailbox for mailbox in mailboxes if not mailbox.has_relay)  # type: ignore[attr-defined]
    return next(filter(None, map(trouble_of, (None, *users))), None)


def server_of(mailbox: Mailbox) -> IncomingServer | None:
    """Where the mail of an address is fetched; None if nowhere."""
    return IncomingServer.objects.filter(mailbox=mailbox).first()


def fetching_of(server: IncomingServer | None) -> Fetching:
    """How fetching from a server goes."""
    if server is None:
        return Fetching.NONE
    if not server.is_active:
        return Fetching.STOPPED
    if server.failures:
        return Fetching.FAILING
    return Fetching.GOOD if server.last_success_at else Fetching.NEW


def _counts(mailbox: Mailbox | None = None) -> dict[tuple[int, str], int]:
    """How many messages wait or have failed, by address and state."""
    stuck = InboundMail.objects.filter(state__in=(InboundMail.State.RECEIVED, InboundMail.State.FAILED))
    rows = (stuck.filter(mailbox=mailbox) if mailbox else stuck).order_by().values("mailbox", "state")
    return {(row["mailbox"], row["state"]): row["number"] for row in rows.annotate(number=Count("id"))}
