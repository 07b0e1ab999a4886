"""Mail that waits because its relay cannot be reached or does not let us in.

That is no fault of any mail, so none of them loses an attempt. The rows say it all: those without an attempt
but with an error wait for their relay, and while one of them is not due nobody knocks there. Only mail that
has waited already knocks again; it becomes due with time, or when a person says "send again".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from divan.core import clock
from divan.mail.models import Mailbox, OutgoingMail
from divan.mail.sending import claims
from divan.mail.sending.showing import show

State = OutgoingMail.State

# The next try is a quarter of the time ahead that the trouble has already lasted, within these bounds.
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)


def trouble_of(mailbox: Mailbox | None) -> OutgoingMail | None:
    """A mail that says why the relay of this mailbox takes nothing (`error`) and when it is asked again
    (`next_try_at`); None while all is well. Without a mailbox, the relay of account mail."""
    return _waiting({mailbox.pk if mailbox else None}).order_by("-next_try_at").first()


def should_wait(mails: Sequence[OutgoingMail], mailboxes: Collection[int | None]) -> bool:
    """Whether these due mails have to wait with others for their relay; then they do, without knocking."""
    if any(mail.error for mail in mails):
        return False
    example = _waiting(mailboxes).filter(next_try_at__gt=clock.now()).order_by("-next_try_at").first()
    if example is None:
        return False
    _put_off(mails, example.error, example.next_try_at - clock.now())
    return True


def wait(mails: Sequence[OutgoingMail], mailboxes: Collection[int | None], error: str) -> None:
    """Let the mails wait because their relay is in trouble; `error` is what an administrator will read."""
    first = _waiting(mailboxes).order_by("created_at").values_list("created_at", flat=True).first()
    since = min([mail.created_at for mail in mails] + ([first] if first else []))
    _put_off(mails, error, min(max((clock.now() - since) / 4, SHORTEST), LONGEST))


def go_on(mailboxes: Collection[int | None]) -> None:
    """The relay works again: everything that waited for it is due now."""
    _waiting(mailboxes).update(next_try_at=clock.now())


def _put_off(mails: Sequence[OutgoingMail], error: str, delay: timedelta) -> None:
    rows = OutgoingMail.objects.filter(claims.free(), pk__in=[mail.pk for mail in mails])
    rows.update(state=State.QUEUED, error=error, lease_until=None, next_try_at=clock.now() + delay)
    for mail in mails:
        if not mail.error:
            show(mail)


def _waiting(mailboxes: Collection[int | None]) -> QuerySet[OutgoingMail]:
    theirs = Q(mailbox__in=[pk for pk in mailboxes if pk is not None])
    if None in mailboxes:
        theirs |= Q(mailbox=None)
    return OutgoingMail.objects.filter(theirs, state=State.QUEUED, attempts=0).exclude(error="")
