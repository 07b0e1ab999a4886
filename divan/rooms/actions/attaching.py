"""Taking something from a room into a ticket: on purpose only, as one internal note."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft, copy_files, existing_message
from divan.conversations.models import Attachment, Message
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n import dates
from divan.core.l10n.direction import isolate
from divan.rooms.access import room_for
from divan.rooms.models import Room, RoomLine
from divan.rooms.queries.rooms import title_of
from divan.tickets.actions import note
from divan.tickets.actions.locking import locked
from divan.tickets.models import Ticket

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Extract:
    """What an attached note will say, to the letter, and the messages whose files go with it."""

    text: str
    messages: list[Message]

    @property
    def files(self) -> list[Attachment]:
        return [file for message in self.messages for file in message.attachments.all()]


def extract_of(room: Room, serials: Collection[int], actor: Actor) -> Extract:
    """Who said what when, in the actor's language and time zone. The caller has the room from its gate.

    Raises Refused for no line at all and for more than anybody would read in one note.
    """
    chosen = set(serials)
    if len(chosen) > MOST_LINES:
        raise Refused(_("Choose fewer messages."), field="line")
    said = RoomLine.objects.filter(room=room, serial__in=chosen, kind=RoomLine.Kind.SAID)
    rows = said.select_related("message").prefetch_related("message__attachments").order_by("serial")
    messages = [line.message for line in rows if line.message]
    if not messages:
        raise Refused(_("Choose at least one message."), field="line")
    with translation.override(actor.language):
        heading = _("Attached from the room “%(room)s”:") % {"room": isolate(title_of(room, actor))}
        return Extract("\n\n".join([heading, *(_quoted(one, actor) for one in messages)]), messages)


def attach_to_ticket(
    room: Room, serials: Collection[int], ticket: Ticket, *, key: str, actor: Actor
) -> Message:
    """Copy these lines, with their files, into one internal note; the same `key` twice is one note.

    Raises NotAllowed for who is no member of the room or may not write notes on the ticket.
    """
    with transaction.atomic():
        extract = extract_of(room_for(actor, room.pk), serials, actor)
        client_key = f"room:{room.pk}:{key}"[:64]
        row = locked(ticket, "note", actor)
        if found := existing_message(row.conversation_id, client_key):
            return found
        written = note(row, Draft(text=extract.text, client_key=client_key), actor=actor)
        for message in extract.messages:
            copy_files(message, [file.pk for file in message.attachments.all()], to=written)
        return written


def _quoted(message: Message, actor: Actor) -> str:
    moment = dates.datetime_medium(message.created_at, actor.language, ZoneInfo(actor.time_zone))
    said = {"name": isolate(message.author_name), "moment": moment}
    heading = _("%(name)s, %(moment)s:") % said
    names = "\n".join(f"📎 {isolate(file.name)}" for file in message.attachments.all())
    return "\n".join(part for part in (heading, message.text, names) if part)
