"""Mailing a chat to its visitor: what they have seen in it, to an address that is known to be theirs (C7)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.addresses import is_confirmed
from divan.chat import access
from divan.chat.events import ChatTranscriptSent
from divan.chat.mailing import post_transcript
from divan.chat.models import Chat, TranscriptSending
from divan.core import clock
from divan.core.actors import Actor, Kind
from divan.core.errors import NotAllowed, Refused
from divan.tickets.access import require as require_on_ticket
from divan.tickets.log import record
from divan.tickets.models import Ticket

MOST_SENDINGS = 10


def send_transcript(chat: Chat, *, actor: Actor) -> TranscriptSending:
    """Queue the mail, in the visitor's language and zone, and note who had it sent where to.

    The visitor may if their address is proved; who may reply to the ticket may too, and then it is enough that the
    visitor has an account with a confirmed address. Raises Refused otherwise, and after ten mails of one chat.
    """
    with transaction.atomic():
        row = _locked(chat, actor)
        _require_address(row, by_desk=actor.kind is not Kind.GUEST)
        if TranscriptSending.objects.filter(chat=row).count() >= MOST_SENDINGS:
            raise Refused(_("This transcript was sent too often already."))
        sent = TranscriptSending.objects.create(
            chat=row,
            address=row.visitor.email,
            asked_by_id=None if actor.kind is Kind.GUEST else actor.id,
            sent_at=clock.now(),
        )
        event = ChatTranscriptSent(sending=sent.pk, person=sent.asked_by_id)
        record(Ticket.objects.select_for_update().get(pk=row.ticket_id), event, actor=actor)
        post_transcript(row)
    return sent


def may_send(actor: Actor, chat: Chat) -> bool:
    """Whether a page offers somebody of the staff to send it: they may, and the address is known to be right."""
    return _is_known(chat, by_desk=True) and access.chats_for(actor).filter(pk=chat.pk).exists()


def _locked(chat: Chat, actor: Actor) -> Chat:
    rows = Chat.objects.select_for_update(of=("self",)).select_related("ticket", "site", "visitor")
    row = rows.get(pk=chat.pk)
    if actor.kind is Kind.GUEST:
        if actor.ticket_id != row.ticket_id:
            raise NotAllowed(f"transcript of chat {chat.pk}")
    else:
        access.chat_for(actor, chat.pk)
        require_on_ticket(actor, "reply", row.ticket)
    return row


def _require_address(chat: Chat, *, by_desk: bool) -> None:
    if _is_known(chat, by_desk=by_desk):
        return
    if by_desk:
        raise Refused(_("The visitor has not shown that this address is theirs, so nothing was sent."))
    raise Refused(_("Please show first that this address is yours."), field="code")


def _is_known(chat: Chat, *, by_desk: bool) -> bool:
    return bool(chat.visitor.email) and (chat.is_proved or (by_desk and is_confirmed(chat.visitor)))
