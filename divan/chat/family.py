"""Chats as lines: what `realtime.lines` asks of them.

What a page sends as the content of a saying: {"text", "files": [ids], "upload_key", "whisper": true for experts only,
"to": the key of the one expert who may read the whisper, as in "experts" of the state}. Of a note: {"typing": true, "text":
what the visitor is writing, "whisper": true}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import translation
from django.utils.translation import gettext as _

from divan.chat.access import DESK, PUBLIC, seat_of_guest, seat_of_staff, seat_of_visitor
from divan.chat.actions.speaking import Outcome, speak
from divan.chat.actions.utterances import Backstage, Utterance
from divan.chat.limits import LONGEST_TYPING
from divan.chat.models import PRESENT, Chat, ChatAgent, ChatLine, ChatMember, State
from divan.chat.queries.lines import feed_lines, fresh_lines
from divan.chat.queries.states import chat_states
from divan.chat.whereabouts import not_there
from divan.core import clock
from divan.core.actors import Actor
from divan.realtime import doorbell
from divan.realtime.lines.families import Content, Declined, Fresh, Saying, Seat, Stored, key_of

log = structlog.get_logger(__name__)
SEEN_STEP = timedelta(seconds=20)


class ChatFamily:
    """Channels "chat:<id>" with the feeds "public" and "desk"."""

    def seat(self, channel: str, actor: Actor | None, token: str) -> Seat | None:
        """A token goes before the sign-in: a colleague may be somebody's visitor. Nobody listens who has not come."""
        if token:
            found = seat_of_visitor(token) or seat_of_guest(token)
            return found[1] if found and found[1].channel == channel and found[1].known["speaks"] else None
        return seat_of_staff(actor, key_of(channel)) if actor is not None else None

    def lines(self, seat: Seat, after: int, limit: int) -> list[Content]:
        return feed_lines(seat.known["chat"], seat.feed, seat.listener, after, limit)

    def fresh(self, wanted: Mapping[str, int]) -> dict[str, list[Fresh]]:
        return fresh_lines(wanted, {channel: key_of(channel) for channel in wanted})

    def say(self, batch: Sequence[Saying]) -> list[Stored | Declined]:
        """If the batch cannot be stored as one, each saying is tried alone, so that one cannot hold up the others."""
        try:
            outcomes: list[Outcome | None] = list(speak([_utterance(one) for one in batch]))
        except DatabaseError:
            log.exception("a batch of sayings could not be stored", sayings=len(batch))
            outcomes = [_alone(one) for one in batch]
        return [_told(one, outcome) for one, outcome in zip(batch, outcomes, strict=True)]

    def states(self, channel: str) -> dict[str, Content]:
        return chat_states(key_of(channel))

    def note(self, seat: Seat, content: Content) -> Mapping[str, Content]:
        """That somebody types. Experts see a visitor's words before they are sent only where the site has it so."""
        if not seat.known.get("speaks") and not content.get("whisper"):
            return {}
        typing = {"typing": bool(content.get("typing"))}
        if seat.feed == PUBLIC:
            shown = (
                {"text": str(content.get("text", ""))[:LONGEST_TYPING]} if seat.known["shows_typing"] else {}
            )
            return {DESK: {**typing, **shown}}
        if content.get("whisper"):
            return {DESK: {**typing, "whisper": True}}
        return {PUBLIC: typing, DESK: typing}

    def read(self, reached: Sequence[tuple[Seat, int]]) -> None:
        """Numbers above the last line are none of ours and count as the last one."""
        for seat, number in reached:
            chat_id = seat.known["chat"]
            if seat.feed == PUBLIC:
                mine = Chat.objects.filter(pk=chat_id, visitor_read__lt=Least(F("last_public"), number))
                moved = mine.update(visitor_read=Least(F("last_public"), number))
            else:
                moved = _read_by_expert(seat, number)
            if moved:
                _ring_state(seat.channel)

    def attend(self, seats: Sequence[Seat]) -> None:
        """Two statements for all of them, and one more to find visitors who have come back."""
        now = clock.now()
        chats = {seat.known["chat"]: seat.channel for seat in seats if seat.feed == PUBLIC}
        people = {seat.actor.person_id for seat in seats if seat.feed == DESK and seat.actor.is_authenticated}
        if chats:
            rows = Chat.objects.filter(pk__in=chats)
            back = list(rows.filter(not_there(now)).values_list("pk", flat=True))
            due = Q(visitor_seen_at__lt=now - SEEN_STEP) | Q(visitor_left_at__isnull=False)
            rows.filter(due).update(visitor_seen_at=now, visitor_left_at=None)
            for chat in back:
                _ring_state(chats[chat])
        if people:
            ChatAgent.objects.filter(user_id__in=people).update(seen_at=now)

    def left(self, seats: Sequence[Seat]) -> Sequence[Seat]:
        """Kept of visitors, in one statement. Experts who have gone are not heard of any more: `attend` does not name them."""
        gone = [seat for seat in seats if seat.feed == PUBLIC]
        if gone:
            now, rows = clock.now(), Chat.objects.filter(pk__in=[seat.known["chat"] for seat in gone])
            rows.exclude(state=State.ENDED).update(visitor_seen_at=now, visitor_left_at=now)
        return gone


def _utterance(one: Saying) -> Utterance:
    content = one.content
    files = content.get("files") or ()
    return Utterance(
        chat_id=one.seat.known["chat"],
        seat=one.seat,
        key=one.key,
        text=str(content.get("text") or ""),
        attachments=tuple(file for file in files if type(file) is int)
        if isinstance(files, list | tuple)
        else (),
        upload_key=str(content.get("upload_key") or "")[:64],
        backstage=Backstage(str(content.get("to") or "")) if content.get("whisper") else None,
    )


def _alone(one: Saying) -> Outcome | None:
    try:
        (outcome,) = speak([_utterance(one)])
    except DatabaseError:
        log.exception("a saying could not be stored", channel=one.seat.channel)
        return None
    return outcome


def _told(one: Saying, outcome: Outcome | None) -> Stored | Declined:
    if isinstance(outcome, ChatLine):
        number = outcome.public if one.seat.feed == PUBLIC else outcome.serial
        return Stored(n=number or 0, serial=outcome.serial)
    if outcome is not None:
        return Declined(outcome.message)
    with translation.override(one.seat.actor.language):
        return Declined(_("This could not be stored just now. It is tried again."), is_final=False)


def _read_by_expert(seat: Seat, number: int) -> int:
    """A stay is looked up by who they are: they may have joined since they took the seat."""
    last = Chat.objects.filter(pk=seat.known["chat"]).values_list("last_serial", flat=True).first() or 0
    stays = ChatMember.objects.filter(PRESENT, chat_id=seat.known["chat"], read__lt=min(number, last))
    if seat.actor.is_authenticated:
        return stays.filter(user_id=seat.actor.person_id).update(read=min(number, last))
    return stays.filter(pk=seat.known["member"]).update(read=min(number, last))


def _ring_state(channel: str) -> None:
    transaction.on_commit(partial(doorbell.ring, [channel], event=0, kind="state"))
