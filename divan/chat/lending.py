"""What chats lend to the slices below: lines, a topic, an eye for the ticket's page, a tie while they run."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.chat.access import may_listen_queue
from divan.chat.actions.showing import show_live
from divan.chat.family import ChatFamily
from divan.chat.models import Chat, State
from divan.realtime.lines.families import families
from divan.realtime.topics import topics
from divan.tickets.hooks import live_readers, ties
from divan.tickets.models import Ticket


def lend() -> None:
    """Called once, when the application is ready."""
    families.add("chat", ChatFamily())
    topics.add("chats", may_listen_queue)
    live_readers.add("chat", show_live)
    ties.add("chat", _has_running)


def _has_running(ticket: Ticket) -> str:
    """A visitor cannot be moved into another conversation in the middle of a sentence."""
    if Chat.objects.filter(ticket_id=ticket.pk).exclude(state=State.ENDED).exists():
        return _("The chat of this ticket is still running. Merge the ticket when it has ended.")
    return ""
