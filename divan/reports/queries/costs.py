"""What solved tickets took, by the channel on which they came and by category (C6, S9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum

from divan.chat.models import Chat
from divan.conversations.models import Channel
from divan.core.actors import Actor
from divan.reports.periods import Period
from divan.tickets.access import on_desk
from divan.tickets.models import Ticket
from divan.tickets.queries.categories import tree
from divan.tickets.queries.solved import solved_in
from divan.timekeeping.access import COSTS
from divan.timekeeping.models import TimeEntry
from divan.timekeeping.queries import currency

_MONEY: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=2)
_CENT = Decimal("0.01")


class Kind(NamedTuple):
    """What tickets are counted by."""

    channel: str
    category: int | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What `solved` tickets took: minutes that were logged, some of them by people without a rate, their cost, and the
    seconds from the moment that somebody accepted a chat until it ended, which nobody has to log.
    """

    solved: int = 0
    minutes: int = 0
    unrated: int = 0
    cost: Decimal = Decimal("0.00")
    chat_seconds: int = 0

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.solved + other.solved,
            self.minutes + other.minutes,
            self.unrated + other.unrated,
            self.cost + other.cost,
            self.chat_seconds + other.chat_seconds,
        )

    @property
    def chat_minutes(self) -> int:
        return round(self.chat_seconds / 60)

    @property
    def minutes_each(self) -> float | None:
        """Minutes logged for each solved ticket."""
        return self.minutes / self.solved if self.solved else None

    @property
    def chat_minutes_each(self) -> float | None:
        """Minutes in chats for each solved ticket."""
        return self.chat_seconds / 60 / self.solved if self.solved else None

    @property
    def all_minutes_each(self) -> float | None:
        """Both together."""
        return (self.minutes + self.chat_seconds / 60) / self.solved if self.solved else None

    @property
    def cost_each(self) -> Decimal | None:
        """The cost of each solved ticket."""
        return (self.cost / self.solved).quantize(_CENT) if self.solved else None


@dataclass(frozen=True, slots=True)
class Line:
    """A channel, or a category `depth` below the top with everything below it. `key` is what the search calls it."""

    key: str
    name: str
    effort: Effort
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CostReport:
    """Everything that the page shows. Without a `currency` the reader may not see costs, and all of them are 0."""

    period: Period
    total: Effort
    channels: list[Line]
    categories: list[Line]
    currency: str

    @property
    def most_minutes_each(self) -> float:
        """Those of the channel that takes longest: the length of the longest bar."""
        return max((line.effort.all_minutes_each or 0.0 for line in self.channels), default=0.0)


def cost_report(actor: Actor, period: Period) -> CostReport:
    """The tickets on the actor's desk that were solved in the period, five queries whatever their number.

    All time that was ever logged on them counts.
    """
    tickets = on_desk(actor).filter(solved_in(period.start, period.end))
    with_costs = actor.may(COSTS)
    efforts = _efforts(tickets, with_costs=with_costs)
    return CostReport(
        period=period,
        total=sum(efforts.values(), Effort()),
        channels=_by_channel(efforts),
        categories=_by_category(efforts),
        currency=currency() if with_costs else "",
    )


def _efforts(tickets: QuerySet[Ticket], *, with_costs: bool) -> dict[Kind, Effort]:
    """What tickets took, by channel and category."""
    found: dict[Kind, Effort] = defaultdict(Effort)
    counted = tickets.order_by().values_list("channel", "category_id").annotate(Count("pk"))
    for channel, category, number in counted:
        found[Kind(channel, category)] += Effort(solved=number)
    for channel, category, minutes, unrated, rated in _logged(tickets):
        cost = ((rated or Decimal(0)) / 60).quantize(_CENT) if with_costs else Decimal(0)
        found[Kind(channel, category)] += Effort(minutes=minutes, unrated=unrated or 0, cost=cost)
    for channel, category, seconds in _in_chats(tickets):
        found[Kind(channel, category)] += Effort(chat_seconds=seconds or 0)
    return found


def _logged(tickets: QuerySet[Ticket]) -> Iterable[tuple[Any, ...]]:
    """By channel and category the minutes that were logged, those without a rate, and the others times their rate: that
    is sixty times what they cost, as databases divide whole numbers by whole numbers.
    """
    entries = TimeEntry.objects.filter(ticket__in=tickets.order_by().values("pk")).order_by()
    grouped = entries.values_list("ticket__channel", "ticket__category_id")
    return grouped.annotate(
        spent=Sum("minutes"),
        without_rate=Sum("minutes", filter=Q(rate=None)),
        rated=Sum(F("minutes") * F("rate"), output_field=_MONEY),
    )


def _in_chats(tickets: QuerySet[Ticket]) -> Iterable[tuple[Any, ...]]:
    """By channel and category the seconds from accepting chats to their end."""
    chats = Chat.objects.filter(ticket__in=tickets.order_by().values("pk"), accepted_at__isnull=False)
    seconds = Sum(F("lasted_seconds") - F("waited_seconds"))
    return chats.order_by().values_list("ticket__channel", "ticket__category_id").annotate(length=seconds)


def _by_channel(efforts: Mapping[Kind, Effort]) -> list[Line]:
    found: dict[str, Effort] = defaultdict(Effort)
    for kind, effort in efforts.items():
        found[kind.channel] += effort
    lines = [Line(channel, str(Channel(channel).label), effort) for channel, effort in found.items()]
    return sorted(lines, key=lambda line: (-line.effort.solved, line.key))


def _by_category(efforts: Mapping[Kind, Effort]) -> list[Line]:
    """Categories in the order of their tree, those without any ticket left out; tickets without one come last."""
    own: dict[int | None, Effort] = defaultdict(Effort)
    for kind, effort in efforts.items():
        own[kind.category] += effort
    lines: list[Line] = []
    # From the last branch to the first: whatever lies below a category was added up before it.
    below: dict[int, Effort] = defaultdict(Effort)
    for branch in reversed(tree()):
        effort = own[branch.id] + below.pop(branch.depth + 1, Effort())
        below[branch.depth] += effort
        lines.append(Line(branch.name, branch.name, effort, branch.depth))
    lines.reverse()
    without = [Line("none", "", own[None])]
    return [line for line in (*lines, *without) if line.effort.solved]
