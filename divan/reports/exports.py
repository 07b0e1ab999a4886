"""Reports as CSV: one table each, with plain numbers, the same in every language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from divan.core.formulas import no_formula
from divan.reports.queries.chats import OUTCOMES, STARS, ChatReport, Numbers
from divan.reports.queries.costs import CostReport, Effort
from divan.reports.queries.workload import Workload

Row = dict[str, Any]


def as_csv(rows: Iterable[Row]) -> str:
    """A table in UTF-8 with a mark of its encoding, which programs for tables want (RFC 4180, Unicode 2.6)."""
    listed, file = list(rows), io.StringIO()
    file.write("\ufeff")
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in listed for name in row)), restval="")
    writer.writeheader()
    writer.writerows({name: no_formula(value) for name, value in row.items()} for row in listed)
    return file.getvalue()


def rows_of_chats(report: ChatReport) -> list[Row]:
    """All chats, then each site, colleague and invitation; lengths are seconds and of all chats alone."""
    rows = [{"by": "all", "name": "", **_numbers(report.numbers), **_of_all(report)}]
    rows += [{"by": "site", "name": line.name, **_numbers(line.numbers)} for line in report.sites]
    rows += [{"by": "expert", "name": line.name, **_numbers(line.numbers)} for line in report.agents]
    for rule in report.invitations:
        asked = {"shown": rule.shown, "accepted": rule.accepted, "declined": rule.declined}
        rows.append({"by": "invitation", "name": rule.name, **_numbers(rule.numbers), **asked})
    return rows


def _numbers(numbers: Numbers) -> Row:
    outcomes = {outcome or "no_outcome": numbers.outcomes[outcome] for outcome in OUTCOMES}
    return {
        "chats": numbers.started,
        "answered": numbers.answered,
        "unanswered": numbers.unanswered,
        "sales_chats": numbers.sales,
        **outcomes,
    }


def _of_all(report: ChatReport) -> Row:
    return {
        "waited_median": report.waits.median,
        "waited_p90": report.waits.ninth,
        "first_reply_median": report.replies.median,
        "first_reply_p90": report.replies.ninth,
        **{f"rated_{stars}": report.ratings[stars] for stars in STARS},
    }


def rows_of_costs(report: CostReport) -> list[Row]:
    """All solved tickets, then each channel and category; costs only for those who may see them."""
    rows = [{"by": "all", "name": "", **_effort(report.total, report.currency)}]
    for line in report.channels:
        rows.append({"by": "channel", "name": line.key, **_effort(line.effort, report.currency)})
    for line in report.categories:
        rows.append({"by": "category", "name": line.name, **_effort(line.effort, report.currency)})
    return rows


def _effort(effort: Effort, currency: str) -> Row:
    each, chats_each = effort.minutes_each, effort.chat_minutes_each
    row = {
        "solved": effort.solved,
        "minutes_logged": effort.minutes,
        "minutes_logged_each": "" if each is None else round(each, 2),
        "minutes_in_chats": effort.chat_minutes,
        "minutes_in_chats_each": "" if chats_each is None else round(chats_each, 2),
    }
    if not currency:
        return row
    return {**row, "cost": effort.cost, "cost_each": effort.cost_each, "currency": currency}


def rows_of_workload(load: Workload) -> list[Row]:
    """Each colleague and what nobody has; moments in UTC (ISO 8601)."""
    return [
        {
            "name": one.name,
            "open": one.open,
            "waiting": one.waiting,
            "waiting_since": one.since.isoformat() if one.since else "",
            "oldest": one.oldest,
            "chats": one.chats,
            "capacity": one.capacity,
            "presence": one.presence if one.id else "",
        }
        for one in (*load.people, load.nobody)
    ]
