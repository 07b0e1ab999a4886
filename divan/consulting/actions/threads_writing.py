"""Writing in a side thread, and bringing in whom a message mentions (T7)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import Group, User
from divan.consulting.actions.threads import locked_thread, store, tell
from divan.consulting.actions.threads_people import add_to_side_thread
from divan.consulting.events.threads import SideThreadWritten
from divan.consulting.models.threads import SideThread
from divan.conversations.actions import Draft, existing_message
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.mentioning import Mentioned, mentioned_in
from divan.tickets.log import batch


def write_in_side_thread(thread: SideThread, draft: Draft, *, actor: Actor) -> Message:
    """Add a message. A colleague whom it mentions is brought in where its author agreed to that.

    Raises Refused once the thread is closed, NotAllowed for who is not named in it.
    """
    with transaction.atomic(), batch():
        row = locked_thread(thread, actor)
        if found := existing_message(row.conversation_id, draft.client_key):
            return found
        if not row.is_open:
            raise Refused(_("This side thread is closed. Reopen it to write in it."), field="body")
        mentioned = _mention(row, draft, actor)
        message = store(row, mentioned.draft, actor)
        row.last_message_at = message.created_at
        row.save(update_fields=["last_message_at"])
        row.people.filter(user_id=actor.person_id).update(seen_message=message.pk)
        written = SideThreadWritten(thread=row.pk, message=message.pk, mentioned=mentioned.people)
        tell(row, written, actor)
        return message


def _mention(thread: SideThread, draft: Draft, actor: Actor) -> Mentioned:
    """Before the message, so that whoever is brought in reads first why they are told of it.

    Only colleagues whom the actor could name as well: no groups, and not whoever asked the ticket.
    """
    known = set(thread.people.values_list("user_id", flat=True))

    def admits(holder: User | Group, agreed: bool) -> bool:
        may_join = agreed and holder.pk != thread.ticket.requester_id
        return isinstance(holder, User) and (holder.pk in known or may_join)

    mentioned = mentioned_in(draft, admits)
    if joining := set(mentioned.people) - known:
        add_to_side_thread(thread, joining, actor=actor, by_mention=True)
    return mentioned
