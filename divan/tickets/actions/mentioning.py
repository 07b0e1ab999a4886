"""Who is mentioned among colleagues: named rightly, told of it, and let in where the author agreed to that (T7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from divan.accounts.identity import actor_of
from divan.accounts.models import Group, User
from divan.conversations.actions import Draft
from divan.conversations.markup import written
from divan.conversations.mentions import Mention, mentions_in, renamed
from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.tickets import access
from divan.tickets.actions.granting import Holder, grant
from divan.tickets.models import Because, Grant, Ticket

Named = dict[tuple[str, int], str]
# Whether somebody may be mentioned, and whether the author agreed to let them in for it.
Admits = Callable[[Holder, bool], bool]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A message with its mentions by their right names, and the ids of the people and groups among them."""

    draft: Draft
    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()


def mention(ticket: Ticket, draft: Draft, *, actor: Actor) -> Mentioned:
    """Find out from a note itself who is mentioned. The caller has locked the ticket.

    Whoever cannot read it is only mentioned if the author agreed to show it to them, which lets them see it.
    """

    def admits(holder: Holder, agreed: bool) -> bool:
        return _reads(ticket, holder) or (agreed and _let_in(ticket, holder, actor))

    return mentioned_in(draft, admits)


def mentioned_in(draft: Draft, admits: Admits) -> Mentioned:
    """Those colleagues and groups whom the text mentions and `admits` agrees to, each asked once.

    Of all others the name stays as plain words. Without mentions it asks no database.
    """
    found = mentions_in(draft.html)
    if not found:
        return Mentioned(draft)
    agreed = {(one.noun, one.id) for one in found if one.is_shown}
    holders = _holders(found)
    named: Named = {key: str(one) for key, one in holders.items() if admits(one, key in agreed)}
    again = written(renamed(draft.html, lambda one: named.get((one.noun, one.id))), mentions=True)
    return Mentioned(
        replace(draft, text=again.text, html=again.html),
        people=tuple(pk for noun, pk in named if noun == "person"),
        groups=tuple(pk for noun, pk in named if noun == "group"),
    )


def _holders(found: list[Mention]) -> dict[tuple[str, int], Holder]:
    """Those who are still colleagues or groups in use."""
    ids = {noun: {one.id for one in found if one.noun == noun} for noun in ("person", "group")}
    people = User.objects.filter(pk__in=ids["person"], is_active=True, role__is_staff=True)
    groups = Group.objects.filter(pk__in=ids["group"], is_active=True) if ids["group"] else ()
    return {
        **{("person", one.pk): one for one in people.select_related("role").order_by("pk")},
        **{("group", one.pk): one for one in groups},
    }


def _reads(ticket: Ticket, holder: Holder) -> bool:
    if isinstance(holder, User):
        return access.right_on(actor_of(holder), ticket) >= Right.SEE
    return (
        holder.pk == ticket.group_id
        or Grant.objects.filter(ticket=ticket, group=holder, ended_at=None).exists()
    )


def _let_in(ticket: Ticket, holder: Holder, actor: Actor) -> bool:
    """Let them see the ticket; whoever asked it reads it as a customer and is not let in."""
    try:
        grant(ticket, holder, because=Because.MENTION, actor=actor)
    except Refused:
        return False
    ticket.refresh_from_db(fields=["last_seq"])
    return True
