"""Which tickets are meant: those that were ticked, or all that fit a list or a search at this moment."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.core.ids import id_in
from divan.search.language import parse
from divan.search.queries import find
from divan.tickets.access import on_desk
from divan.tickets.models import Ticket
from divan.tickets.queries.lists import VIEWS, view_of_group
from divan.tickets.search_documents import TICKET
from divan.tickets.searching import compile

MOST = 20_000
"""So many tickets a job; more are no slip of the hand but a matter for several."""
_CHUNK = 500


def ticked(actor: Actor, ids: Sequence[int]) -> list[int]:
    """Those of these tickets on whose desk side the actor stands, in the order of their ids."""
    wanted = sorted(set(ids))
    if len(wanted) > MOST:
        raise Refused(_too_many())
    found: list[int] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = on_desk(actor).filter(pk__in=wanted[start : start + _CHUNK])
        found += chunk.order_by("pk").values_list("pk", flat=True)
    return found


def all_of(actor: Actor, source: str, language: str) -> list[int]:
    """All tickets of a source, in the order of their ids: `view:mine`, `group:7` or `search:status:open drum`.

    Raises NotAllowed for a source that does not exist for this actor, Refused if it holds too many.
    """
    kind, _colon, name = source.partition(":")
    is_search = kind == "search"
    found = _searched(actor, name, language) if is_search else _ids(_listed(actor, kind, name))
    if len(found) > MOST:
        raise Refused(_too_many())
    return sorted(found)


def _listed(actor: Actor, kind: str, name: str) -> QuerySet[Ticket]:
    if kind == "view" and name in VIEWS:
        return VIEWS[name].narrow(on_desk(actor), actor)
    if kind == "group" and actor.right_in(id_in(name)) >= Right.SEE:
        group = Group.objects.filter(pk=id_in(name)).first()
        if group is not None:
            return view_of_group(group.pk, str(group)).narrow(on_desk(actor), actor)
    raise NotAllowed(f"{kind}:{name}")


def _searched(actor: Actor, text: str, language: str) -> list[int]:
    asked = compile(parse(text), actor, language=language)
    if not asked.has_words:
        return _ids(asked.listed(actor).filter(pk__in=on_desk(actor).values("pk")))
    hits = find(asked.query, actor=actor, kind=TICKET, among=asked.tickets, limit=MOST + 1).hits
    return ticked(actor, [hit.object_id for hit in hits][:MOST])


def _ids(tickets: QuerySet[Ticket]) -> list[int]:
    return list(tickets.order_by().values_list("pk", flat=True)[: MOST + 1])


def _too_many() -> str:
    return _("Those are too many tickets at once. Narrow the list first.")
