"""Saying something in rooms: many sayings are stored in one transaction, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft, add_message
from divan.conversations.models import Channel, Visibility
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.realtime import doorbell
from divan.realtime.lines.families import Declined, Stored
from divan.rooms.access import FAMILY
from divan.rooms.actions.lines import ring_lines
from divan.rooms.mentions import mentioned_in
from divan.rooms.models import Room, RoomLine, RoomMember, RoomMention
from divan.search.actions import changed

LONGEST = 20_000
LONGEST_KEY = 40
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wants to say. `key` was drawn by their page: the same key of one person is one line."""

    room_id: int
    actor: Actor
    key: str
    text: str
    attachments: tuple[int, ...] = ()

    @property
    def client_key(self) -> str:
        """The key of the message; nobody meets a line of somebody else by guessing theirs."""
        return f"{self.actor.person_id}:{self.key}"


def say(room: Room, words: Words) -> Stored:
    """Say one thing; raises Refused where it cannot be said and NotAllowed for who is no member."""
    outcome = say_all([words])[0]
    if isinstance(outcome, Stored):
        return outcome
    if not room.members.filter(user_id=words.actor.person_id, left_at=None).exists():
        raise NotAllowed(f"say in room {room.pk}")
    raise Refused(outcome.why, field="body")


def say_all(batch: Sequence[Words]) -> list[Stored | Declined]:
    """Store everything that may be said, and ring; an outcome for each in their order.

    The rooms stay locked until the end, so that the order of the lines is that of the commits.
    """
    with transaction.atomic():
        told = _Telling.of(batch)
        outcomes: list[Stored | Declined] = []
        for words in batch:
            with translation.override(words.actor.language):
                outcomes.append(told.tell(words))
        told.finish()
        return outcomes


@dataclass
class _Telling:
    """The locked rooms of a batch with their members, what was said before, and what is new."""

    rooms: dict[int, Room]
    places: dict[int, dict[int, RoomMember]]
    known: dict[tuple[int, str], int]
    lines: list[RoomLine] = field(default_factory=list)
    mentions: list[RoomMention] = field(default_factory=list)

    @classmethod
    def of(cls, batch: Sequence[Words]) -> _Telling:
        ids = {words.room_id for words in batch}
        locked = Room.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        rooms = {room.pk: room for room in locked}
        keys = {words.client_key for words in batch}
        said = RoomLine.objects.filter(room__in=rooms, message__client_key__in=keys)
        known = {
            (room, key or ""): serial
            for room, key, serial in said.values_list("room_id", "message__client_key", "serial")
        }
        return cls(rooms, _places(rooms), known)

    def tell(self, words: Words) -> Stored | Declined:
        """Store one of them."""
        room, place = self.rooms.get(words.room_id), self._place(words)
        if room is None or place is None:
            return Declined(_("You are no longer in this room."))
        if (serial := self.known.get((room.pk, words.client_key))) is not None:
            return Stored(serial, serial)
        try:
            self._require_sayable(room, words)
            # A file that is gone takes back the message that was to have it, and nothing else.
            with transaction.atomic():
                line = self._line(room, words)
        except Refused as refusal:
            return Declined(refusal.message)
        room.last_serial, room.last_line_at = line.serial, line.at
        place.read = line.serial
        self.known[room.pk, words.client_key] = line.serial
        self.lines.append(line)
        self._mention(line, words)
        return Stored(line.serial, line.serial)

    def finish(self) -> None:
        """Write the lines and what follows from them, and ring when everything is stored."""
        if not self.lines:
            return
        RoomLine.objects.bulk_create(self.lines)
        RoomMention.objects.bulk_create(self.mentions)
        written = [self.rooms[pk] for pk in sorted({line.room_id for line in self.lines})]
        Room.objects.bulk_update(written, ["last_serial", "last_line_at"])
        authors = [self.places[line.room_id][line.person_id or 0] for line in self.lines]
        RoomMember.objects.bulk_update({place.pk: place for place in authors}.values(), ["read"])
        changed(FAMILY, *(line.pk for line in self.lines))
        ring_lines(written)
        self._ring_mentioned(mention.member for mention in self.mentions)

    def _place(self, words: Words) -> RoomMember | None:
        return self.places.get(words.room_id, {}).get(words.actor.person_id)

    @staticmethod
    def _require_sayable(room: Room, words: Words) -> None:
        if not room.is_open:
            raise Refused(_("This room is closed. Reopen it to write in it."))
        if not words.key or len(words.key) > LONGEST_KEY:
            raise Refused(_("This page is too old. Reload it and try again."))
        if len(words.text) > LONGEST:
            raise Refused(_("This message is too long. Please attach it as a file."))

    @staticmethod
    def _line(room: Room, words: Words) -> RoomLine:
        draft = Draft(
            text=words.text, attachments=words.attachments[:MOST_FILES], client_key=words.client_key
        )
        message = add_message(
            room.conversation_id,
            draft,
            actor=words.actor,
            channel=Channel.DESK,
            visibility=Visibility.INTERNAL,
            from_staff=True,
        )
        return RoomLine(
            room=room,
            serial=room.last_serial + 1,
            message=message,
            person_id=words.actor.id,
            at=message.created_at,
        )

    def _mention(self, line: RoomLine, words: Words) -> None:
        others = {pk: place for pk, place in self.places[line.room_id].items() if pk != words.actor.id}
        named = mentioned_in(words.text, {pk: str(place.user) for pk, place in others.items()})
        self.mentions += [RoomMention(member=others[pk], serial=line.serial) for pk in sorted(named)]

    @staticmethod
    def _ring_mentioned(places: Iterable[RoomMember]) -> None:
        if topics := sorted({f"person:{place.user_id}" for place in places}):
            transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="room.mention"))


def _places(rooms: Iterable[int]) -> dict[int, dict[int, RoomMember]]:
    """Who is in each room now and still a colleague."""
    found: dict[int, dict[int, RoomMember]] = {}
    present = RoomMember.objects.filter(
        room__in=list(rooms), left_at=None, user__is_active=True, user__role__is_staff=True
    )
    for place in present.select_related("user"):
        found.setdefault(place.room_id, {})[place.user_id] = place
    return found
