"""Who has solved most in the category of a ticket, with the numbers and what is behind them (T5, B11)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from divan.accounts.models import Membership, User
from divan.consulting.models import SolvedTally
from divan.core.actors import Actor, Right
from divan.core.labels import label
from divan.tickets.models import Category, Ticket

MOST = 3


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody, how many tickets of the category they solved, and the search that shows these tickets."""

    id: int
    name: str
    solved: int
    category: str
    path: str


def experts(actor: Actor, ticket: Ticket, *, among: QuerySet[User], most: int = MOST) -> list[Expert]:
    """Those `among` these people who solved most in the ticket's category and below it, three queries.

    Only tickets of groups that the actor sees count, so that the search shows as many as the number says.
    """
    if ticket.category is None:
        return []
    name = label(ticket.category.names)
    solved = SolvedTally.objects.filter(category_id__in=_branch(ticket.category_id or 0))
    groups = actor.groups_with(Right.SEE)
    if groups is not None:
        solved = solved.filter(group_id__in=groups)
    sums = solved.order_by().values("assignee_id").annotate(solved=Sum("change")).filter(solved__gt=0)
    numbers = dict(sums.values_list("assignee_id", "solved"))
    people = among.filter(pk__in=numbers).values_list("pk", "name", "email")
    best = sorted(people, key=lambda person: (-numbers[person[0]], person[0]))[:most]
    return [
        Expert(pk, called or email, numbers[pk], name, _search(email, name)) for pk, called, email in best
    ]


def able_in(group_id: int) -> QuerySet[User]:
    """Active staff who may reply in the group."""
    member = Membership.objects.filter(user_id=OuterRef("pk"), group_id=group_id, right__gte=int(Right.REPLY))
    return colleagues().filter(Q(role__all_groups__gte=int(Right.REPLY)) | Exists(member))


def colleagues() -> QuerySet[User]:
    """Active staff."""
    return User.objects.filter(is_active=True, role__is_staff=True)


def _branch(category_id: int) -> set[int]:
    """A category with everything below it, as the search field "category" understands it."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    found, reached = {category_id}, 0
    while len(found) > reached:
        reached = len(found)
        found |= {pk for pk, parent in parents.items() if parent in found}
    return found


def _search(email: str, category: str) -> str:
    query = f'assignee:{email} category:"{category.replace(chr(34), " ")}" status:finished'
    return f"{reverse('search')}?{urlencode({'q': query})}"
