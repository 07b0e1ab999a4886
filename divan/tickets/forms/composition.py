"""What a composer sends: the fields of every way of writing, read leniently and never lost."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.markup import Written as Markup
from divan.conversations.markup import written as written_markup
from divan.core.errors import Refused
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.actions.drafting import Mode, Written
from divan.tickets.models import Composition
from divan.tickets.recipients import Kind, Recipient, as_rows, typed
from divan.tickets.sources import sources_in

LONGEST_KEY = 40
_LONGEST_ID = 19


def written_in(
    request: HttpRequest, mode: str, attachments: tuple[int, ...], *, requester: User | None = None
) -> Written:
    """What stands in the composer, with the files that belong to it.

    A composer without lists of recipients means the usual ones; one whose lists are empty means the requester
    alone. Raises Refused for markup that no editor sends.
    """
    sent, body = request.POST, body_in(request)
    return Written(
        mode=mode,
        text=body.text,
        html=body.html,
        subject=sent.get("subject", ""),
        recipients=tuple(as_rows(_recipients(sent, requester))),
        attachments=attachments,
        adapted=sources_in(sent.getlist("adapted")),
        then=sent.get("then", "")[:8],
        forwarded=number(sent.get("forwarded")),
        group=number(sent.get("group")),
        seen=number(sent.get("seen")) or 0,
        key=sent.get("client_key", "")[:LONGEST_KEY],
        known=_moment(sent.get("known", "")),
    )


def body_in(request: HttpRequest, *, among_colleagues: bool = False) -> Markup:
    """The text, and its harmless markup if it has any; raises Refused for markup that no editor sends.

    Only notes, and what else stays `among_colleagues`, mention them: in what customers read the "@" is a letter
    like any other.
    """
    source = request.POST.get("html", "").strip()
    mentions = among_colleagues or request.POST.get("mode") == Mode.NOTE
    return written_markup(source, mentions=mentions) if source else Markup(request.POST.get("body", ""))


def mode_in(request: HttpRequest) -> Composition.Mode:
    """Which way of writing in a ticket the composer is for; raises Refused for any other word."""
    wanted = request.POST.get("mode", "")
    if wanted not in (Mode.REPLY, Mode.NOTE, Mode.FORWARD):
        raise Refused(_("Choose whether this is a reply, a note or a forwarded message."), field="mode")
    return Mode(wanted)


def time_in(request: HttpRequest) -> datetime | None:
    """When it shall be sent; None for now. Raises Refused for what is no time."""
    wanted = ascii_digits(request.POST.get("send_at", "")).strip()
    if not wanted:
        return None
    found = _moment(wanted)
    if found is None:
        raise Refused(_("This is not a time."), field="send_at")
    return found


def number(text: str | None) -> int | None:
    """An id, or None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < _LONGEST_ID else None


def recipients_in(sent: QueryDict) -> list[Recipient]:
    """Everybody who stands in the lists of the composer, as typed; `recipients.clean` says what is no address."""
    return [one for kind in Kind for line in sent.getlist(kind) for one in typed(kind, line)]


def _recipients(sent: QueryDict, requester: User | None) -> list[Recipient]:
    found = recipients_in(sent)
    if found or requester is None or not any(kind in sent for kind in Kind):
        return found
    return [Recipient(Kind.TO, requester.email, requester.name)]


def _moment(text: str) -> datetime | None:
    """A moment in ISO form, in the reader's time zone unless it names another."""
    try:
        found = datetime.fromisoformat(text)
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError):
        return None
