"""Steps that the verbs of a conference share: the locked chat, who is in it, who leads it.

Everybody locks in this order: the chat, the colleague's `ChatAgent`, the ticket. So no two verbs wait for each other.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.accounts.rights import recheck
from divan.chat import access
from divan.chat.actions.lines import add_line
from divan.chat.actions.presence import is_here
from divan.chat.events.conference import ChatLeft
from divan.chat.models import PRESENT, Chat, ChatMember, Kind, Role, State
from divan.core import clock
from divan.core.actors import SYSTEM, Actor, Right
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.core.l10n.direction import isolate
from divan.core.labels import label
from divan.realtime import doorbell
from divan.tickets.actions import grant, withdraw
from divan.tickets.actions.assigning import change_owner
from divan.tickets.events import Payload
from divan.tickets.log import record
from divan.tickets.models import Because, Ticket


def locked(chat: Chat) -> Chat:
    """The current row with its ticket and group, locked until the transaction ends."""
    rows = Chat.objects.select_for_update(of=("self",)).select_related("ticket", "group", "lead")
    return rows.get(pk=chat.pk)


def require_running(row: Chat) -> None:
    """Raise Overtaken for a chat that has ended."""
    if row.state == State.ENDED:
        raise Overtaken(_("This chat has ended."))


def present_in(row: Chat) -> QuerySet[ChatMember]:
    """Everybody who is in the chat now or invited to it, those who came first at the front."""
    return ChatMember.objects.filter(PRESENT, chat=row).order_by("joined_at", "pk").select_related("user")


def member_of(row: Chat, user_id: int | None) -> ChatMember | None:
    """The stay of a colleague that has not ended, if there is one."""
    return present_in(row).filter(user_id=user_id).first() if user_id else None


def colleague(actor: Actor) -> User:
    """The acting colleague; raises NotAllowed for everybody else."""
    if not (actor.is_authenticated and actor.is_staff):
        raise NotAllowed("a chat without a colleague")
    return User.objects.select_related("role").get(pk=actor.person_id)


def seat(row: Chat, person: User, role: Role) -> ChatMember:
    """The colleague comes to the chat in this role, invited or not, or changes to it; the lead stays the lead. They do so
    themselves, so they are there just now.
    """
    now, member = clock.now(), member_of(row, person.pk)
    is_here(person.pk)
    recheck(person.pk)  # what their open pages may do has changed
    if member is None:
        name, title = introduction(person, row)
        return ChatMember.objects.create(
            chat=row, user=person, name=name, title=title, role=role, invited_at=now, joined_at=now
        )
    member.joined_at = member.joined_at or now
    if member.role != Role.LEAD:
        member.role = role
    member.save(update_fields=["joined_at", "role"])
    return member


def introduction(person: User, row: Chat) -> tuple[str, str]:
    """What the visitor reads of a colleague: never the address of one who has no name, and the title in their language."""
    with translation.override(row.language):
        name = person.name or pgettext("in a chat", "Expert")
        groups = [one.group for one in person.memberships.select_related("group").order_by("group_id")]
        own = next((one for one in groups if one.pk == row.group_id), groups[0] if groups else None)
        return name, (person.expertise or (label(own.names) if own else ""))[:200]


def able_to_lead(row: Chat, member: ChatMember) -> bool:
    """Whether they could: a colleague who came to speak and may answer in the chat's group, for the ticket is theirs."""
    if member.user is None or member.joined_at is None or member.role == Role.WATCHER:
        return False
    return member.user.is_active and actor_of(member.user).right_in(row.group_id) >= Right.REPLY


def make_lead(row: Chat, member: ChatMember | None, *, actor: Actor, group_id: int | None = None) -> None:
    """Give the locked chat this lead, or none, and its ticket to the same person, in `group_id` if that is new.

    Whom the desk has made the assignee, and never led, keeps the ticket of a chat that waits again in the same group.
    """
    led = row.lead_id
    others = present_in(row).exclude(pk=member.pk) if member else present_in(row)
    others.filter(role=Role.LEAD).update(role=Role.EXPERT)
    if member is not None:
        member.role = Role.LEAD
        member.save(update_fields=["role"])
    row.lead_id = member.user_id if member else None
    row.group_id = group_id or row.group_id
    row.save(update_fields=["lead", "group"])
    ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
    stays = member is None and ticket.group_id == row.group_id and ticket.assignee_id != led
    change_owner(ticket, row.group_id, ticket.assignee_id if stays else row.lead_id, actor=actor)


def end_stay(row: Chat, member: ChatMember, *, actor: Actor) -> None:
    """The member is in the chat no more. The visitor hears of those they have seen; what a seat opened is shut."""
    member.left_at = clock.now()
    member.save(update_fields=["left_at"])
    if member.joined_at is not None and member.role != Role.WATCHER:
        add_line(row, Kind.LEFT, member=member)
        tell(row, ChatLeft(expert=member.pk), actor=actor)
    shut(row, member)


def keep_the_others(row: Chat, before: int) -> None:
    """Those who were in the conference keep seeing it in the other group; whoever only watched as one of theirs goes."""
    if before == row.group_id:
        return
    for member in present_in(row).exclude(user=None):
        _keep(row, member)


def _keep(row: Chat, member: ChatMember) -> None:
    person = member.user
    if person is None:
        return
    if not person.is_active:
        end_stay(row, member, actor=SYSTEM)
    elif member.role != Role.WATCHER:
        grant(row.ticket, person, because=Because.CHAT, actor=SYSTEM)
    elif not access.may(actor_of(person), "watch", row):
        end_stay(row, member, actor=SYSTEM)


def shut(row: Chat, member: ChatMember) -> None:
    """What the seat let somebody see is theirs no longer, and open pages are asked for their rights again."""
    if member.user is None:
        _recheck_guest(member.listener)
        return
    withdraw(row.ticket, member.user, because=Because.CHAT, actor=SYSTEM)
    recheck(member.user.pk)


def _recheck_guest(listener: str) -> None:
    """Once the transaction is through, the sockets of a guest expert ask the gate again."""
    transaction.on_commit(lambda: doorbell.recheck(listener))


def tell(row: Chat, payload: Payload, *, actor: Actor) -> None:
    """Append the event to the log of the chat's ticket."""
    record(Ticket.objects.select_for_update().get(pk=row.ticket_id), payload, actor=actor)


def require_taker(person: User, group_name: str, right: Right) -> None:
    """Raise Refused unless a colleague with this right can answer in the group."""
    if not person.is_active or right < Right.REPLY:
        sentence = _("%(person)s may not answer tickets of group %(group)s.")
        raise Refused(
            sentence % {"person": isolate(str(person)), "group": isolate(group_name)}, field="person"
        )
