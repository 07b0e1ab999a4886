"""Speaking in a chat: what visitors and experts say, and what experts whisper to each other.

Many sayings are stored in one transaction, because a busy desk says more than a database commits one by one. What is
refused spoils nothing else. A line never becomes an event of its ticket; the ticket's columns keep up with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation

from divan.chat.access import DESK
from divan.chat.actions.lines import COUNTERS, ring_lines
from divan.chat.actions.ticket_upkeep import FOLLOWING
from divan.chat.actions.utterances import Backstage, Talk, Utterance
from divan.chat.models import PRESENT, Chat, ChatLine, ChatMember
from divan.conversations.models import Message
from divan.core.errors import NotAllowed, Refused
from divan.core.prepared import PreparedSave
from divan.realtime.lines.families import Seat
from divan.tickets.actions.holding import reviewed_among

Outcome = ChatLine | Refused
_ASKED = (
    *(
        "ticket_id",
        "state",
        "visitor_id",
        "visitor_name",
        "is_identified",
        "address_proved_at",
        "backstage_id",
    ),
    *(*COUNTERS, "first_reply_at", "ticket__conversation_id", "ticket__status", "ticket__snoozed_until"),
    *(f"ticket__{column}" for column in FOLLOWING),
)
_save = PreparedSave(Chat, *COUNTERS, "first_reply_at", "backstage")


def say(
    chat: Chat,
    text: str,
    *,
    seat: Seat,
    key: str,
    attachments: Sequence[int] = (),
    upload_key: str = "",
) -> ChatLine:
    """Store what somebody says to everybody in the chat; the same key twice is one line. Raises Refused."""
    return _line(Utterance(chat.pk, seat, key, text, tuple(attachments), upload_key))


def whisper(
    chat: Chat,
    text: str,
    *,
    seat: Seat,
    key: str,
    to: int | None = None,
    attachments: Sequence[int] = (),
    upload_key: str = "",
) -> ChatLine:
    """Store what an expert says to the other experts, or to one of them: `to` is the id of that stay.

    Raises Refused, and NotAllowed for somebody who is no expert.
    """
    listener = ""
    if to is not None:
        listener = ChatMember.objects.get(chat=chat, pk=to).listener
    return _line(Utterance(chat.pk, seat, key, text, tuple(attachments), upload_key, Backstage(listener)))


def _line(one: Utterance) -> ChatLine:
    (outcome,) = speak([one])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def speak(batch: Sequence[Utterance]) -> list[Outcome]:
    """Store everything that may be stored, in one transaction; for each utterance its line, or why there is none.

    Lines of one chat are numbered under its lock, in the order of the batch. Sentences are in the language of whoever
    spoke. What a visitor says after the end is kept as an ordinary message of the ticket; the outcome says so.
    """
    with transaction.atomic():
        talks = _talks(batch)
        outcomes = [_outcome(talks.get(one.chat_id), one) for one in batch]
        for talk in talks.values():
            if talk.spoken or talk.whispered:
                _settle(talk)
        return outcomes


def _outcome(talk: Talk | None, one: Utterance) -> Outcome:
    with translation.override(one.seat.actor.language):
        if talk is None:
            return Refused(Talk.not_there())
        try:
            return talk.take(one)
        except Refused as refusal:
            return refusal
        except NotAllowed:
            return Refused(Talk.not_there())


def _settle(talk: Talk) -> None:
    """The counters of the chat, the columns of its ticket, and the rings: once for the whole batch."""
    _save(talk.chat)
    if talk.spoken:
        talk.upkeep()
    ring_lines(talk.chat)


def _talks(batch: Sequence[Utterance]) -> dict[int, Talk]:
    """The chats of the batch, locked, with who is in them and what of the batch is stored already."""
    chats = _locked({one.chat_id for one in batch})
    members: dict[int, dict[str, ChatMember]] = {pk: {} for pk in chats}
    if any(one.seat.feed == DESK for one in batch):
        for member in ChatMember.objects.filter(PRESENT, chat_id__in=chats):
            members[member.chat_id][member.listener] = member
    reviewed = reviewed_among({one.seat.actor.person_id for one in batch if one.seat.actor.is_authenticated})
    return {
        pk: Talk(chat, members[pk], said, reviewed)
        for (pk, chat), said in zip(chats.items(), _said(chats, batch), strict=True)
    }


def _locked(ids: set[int]) -> dict[int, Chat]:
    """These chats and their tickets, locked in the order of the chats' ids: no two batches wait for each other."""
    rows = Chat.objects.select_for_update(of=("self", "ticket")).filter(pk__in=ids)
    return {row.pk: row for row in rows.select_related("ticket").only(*_ASKED).order_by("pk")}


def _said(chats: dict[int, Chat], batch: Sequence[Utterance]) -> list[dict[str, int]]:
    """For each chat the messages by key that sayings of the batch became before."""
    homes = {chat.ticket.conversation_id: pk for pk, chat in chats.items()}
    homes |= {chat.backstage_id: pk for pk, chat in chats.items() if chat.backstage_id}
    found: dict[int, dict[str, int]] = {pk: {} for pk in chats}
    rows = Message.objects.filter(
        conversation_id__in=homes, client_key__in={one.stored_key for one in batch}
    ).order_by()
    for conversation, key, message in rows.values_list("conversation_id", "client_key", "pk"):
        found[homes[conversation]][str(key)] = message
    return list(found.values())
