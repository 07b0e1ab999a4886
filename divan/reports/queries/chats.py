"""Past chats in numbers: how many, how fast, how they were rated, and what came of those that sell (C2, D10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from divan.accounts.models import User
from divan.chat.models import MISSED, Chat, ChatRule, ChatRuleDay, ChatSite, Outcome, Purpose
from divan.chat.queries import archive_filters
from divan.core.actors import Actor, Right
from divan.reports.periods import Period
from divan.reports.queries.lengths import Lengths, Seconds, lengths_of

STARS = (5, 4, 3, 2, 1)
OUTCOMES = (*Outcome.values, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """Chats that began in the period, of one purpose and one site if these are named."""

    period: Period
    purpose: str = ""
    site: int | None = None


@dataclass(slots=True)
class Numbers:
    """Counted chats. `sales` of them were to sell, and had these outcomes ("" is none)."""

    started: int = 0
    unanswered: int = 0
    sales: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        return self.started - self.unanswered

    def add(self, row: dict[str, Any]) -> None:
        """Count a row of the database too."""
        self.started += row["started"]
        self.unanswered += row["unanswered"]
        self.sales += row["sales"]
        self.outcomes.update({outcome: row[_column(outcome)] for outcome in OUTCOMES})


@dataclass(frozen=True, slots=True)
class Line:
    """A site or a colleague, with their chats; without an id those of none."""

    id: int | None
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Invitation:
    """A rule that invites visitors: how often it asked, what was answered, and the chats that came of it."""

    id: int
    name: str
    site: str
    shown: int
    accepted: int
    declined: int
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class ChatReport:
    """Everything that the page shows. `ratings` by number of stars; `mean` of them, None without any."""

    asked: Asked
    numbers: Numbers
    waits: Lengths
    replies: Lengths
    ratings: dict[int, int]
    sites: list[Line]
    agents: list[Line]
    invitations: list[Invitation]

    @property
    def rated(self) -> int:
        return sum(self.ratings.values())

    @property
    def mean(self) -> float | None:
        total = sum(stars * number for stars, number in self.ratings.items())
        return total / self.rated if self.rated else None


def chat_report(actor: Actor, asked: Asked) -> ChatReport:
    """The chats that the actor sees, nine queries whatever their number. Only chats that have ended count, so that the
    archive lists as many as each number says.
    """
    chats = _asked_for(actor, asked)
    rows = _counted(chats, "site_id", "lead_id")
    total = Numbers()
    for row in rows:
        total.add(row)
    ratings = dict(chats.exclude(rating=None).order_by().values_list("rating").annotate(Count("pk")))
    return ChatReport(
        asked=asked,
        numbers=total,
        waits=lengths_of(chats.exclude(MISSED), F("waited_seconds")),
        replies=lengths_of(chats.exclude(first_reply_at=None), Seconds("started_at", "first_reply_at")),
        ratings={stars: ratings.get(stars, 0) for stars in STARS},
        sites=_lines(rows, "site_id", dict(ChatSite.objects.values_list("pk", "name"))),
        agents=_lines(rows, "lead_id", _names(row["lead_id"] for row in rows)),
        invitations=_invitations(actor, asked, chats),
    )


def _asked_for(actor: Actor, asked: Asked) -> QuerySet[Chat]:
    """The same chats that the archive lists for this question."""
    period = asked.period
    question = archive_filters.Asked(
        since=period.since, until=period.until, purpose=asked.purpose, site=asked.site
    )
    return archive_filters.fitting(actor, question)


def _counted(chats: QuerySet[Chat], *columns: str) -> list[dict[str, Any]]:
    """The numbers of the chats that agree in these columns, a row for each of them."""
    sells = Q(purpose=Purpose.SALES)
    numbers: dict[str, Any] = {
        "started": Count("pk"),
        "unanswered": Count("pk", filter=MISSED),
        "sales": Count("pk", filter=sells),
        **{_column(each): Count("pk", filter=sells & Q(outcome=each)) for each in OUTCOMES},
    }
    rows: Iterable[Any] = chats.order_by().values(*columns).annotate(**numbers)
    return list(rows)


def _column(outcome: str) -> str:
    """The annotation that counts an outcome; chats have columns with some of these names."""
    return f"outcome_{outcome or 'none'}"


def _names(people: Iterable[int | None]) -> dict[int, str]:
    rows = User.objects.filter(pk__in={pk for pk in people if pk}).values_list("pk", "name", "email")
    return {pk: name or email for pk, name, email in rows}


def _together(rows: Iterable[dict[str, Any]], column: str) -> dict[int | None, Numbers]:
    """The numbers of the rows by one of their columns."""
    found: dict[int | None, Numbers] = {}
    for row in rows:
        found.setdefault(row[column], Numbers()).add(row)
    return found


def _lines(rows: Iterable[dict[str, Any]], column: str, names: dict[int, str]) -> list[Line]:
    """The rows together by one of their columns, most chats first, and those of none last."""
    found = _together(rows, column).items()
    lines = [Line(pk, names.get(pk or 0, ""), numbers) for pk, numbers in found]
    return sorted(lines, key=lambda line: (line.id is None, -line.numbers.started, line.name, line.id or 0))


def _invitations(actor: Actor, asked: Asked, chats: QuerySet[Chat]) -> list[Invitation]:
    """The rules of the sites whose chats the actor sees, as far as they asked somebody or brought a chat. What they
    asked is counted by days of UTC and for everybody, what came of it by the chats of the report.
    """
    # Few chats have a rule, and those have an index of their own.
    invited, period = _counted(chats.exclude(rule=None), "rule_id"), asked.period
    came = _together(invited, "rule_id")
    days = ChatRuleDay.objects.filter(day__gte=period.since, day__lte=period.until)
    sums = days.order_by().values_list("rule_id").annotate(Sum("shown"), Sum("accepted"), Sum("declined"))
    asking = {rule: (shown, accepted, declined) for rule, shown, accepted, declined in sums}
    rules = ChatRule.objects.filter(Q(pk__in=asking) | Q(pk__in=[pk for pk in came if pk]))
    groups = actor.groups_with(Right.SEE)
    if groups is not None:
        rules = rules.filter(site__group__in=groups)
    if asked.site is not None:
        rules = rules.filter(site=asked.site)
    return [
        Invitation(pk, name, site, *asking.get(pk, (0, 0, 0)), came.get(pk, Numbers()))
        for pk, name, site in rules.order_by("site__name", "position", "pk").values_list(
            "pk", "name", "site__name"
        )
    ]
