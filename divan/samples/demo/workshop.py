"""What the sample organisation works with: machines, a checklist, a script, and time on some tickets."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from divan.accounts.identity import actor_of
from divan.accounts.models import Organization, Role, User
from divan.assets import actions as assets
from divan.assets.models import AssetType
from divan.core import clock
from divan.core.actors import Actor
from divan.guides import actions as guides
from divan.guides.models import Checklist, Script
from divan.samples.library import workshop
from divan.tickets import actions as tickets
from divan.tickets.models import Ticket
from divan.timekeeping import actions as timekeeping

_WITH_CHECKLIST = 3


def equip(author: Actor) -> None:
    """Everything; the tickets must be there already."""
    data = workshop()
    _products(data["assets"], author)
    checklist = _checklist(data["checklist"], author)
    _script(data["script"], author)
    rates = {Role.objects.get(slug=role).pk: Decimal(amount) for role, amount in data["rates"].items()}
    timekeeping.set_rates(rates, data["currency"], actor=author)
    _work(data["minutes"], checklist)


def _products(rows: list[dict[str, Any]], author: Actor) -> None:
    """Each product, and the open tickets of its person are about it."""
    types = list(AssetType.objects.values_list("pk", flat=True))
    today = clock.now().date()
    for row in rows:
        person = User.objects.filter(email=row["person"]).first()
        days = row["warranty_days"]
        facts = assets.AssetFacts(
            type_id=types[row["type"]],
            name=row["name"],
            model=row["model"],
            serial=row["serial"],
            warranty_until=None if days is None else today + timedelta(days=days),
            person_id=person.pk if person else None,
            organization_id=Organization.objects.filter(name=row["organization"])
            .values_list("pk", flat=True)
            .first(),
        )
        made = assets.add_asset(facts, actor=author)
        for ticket in Ticket.objects.filter(requester=person, is_open=True) if person else ():
            with clock.at(ticket.last_activity_at):
                tickets.set_asset(ticket, made.pk, actor=author)


def _checklist(data: dict[str, Any], author: Actor) -> Checklist:
    made = guides.save_guide(Checklist, None, data["names"], category_id=None, actor=author)
    for item in data["items"]:
        guides.save_item(made, None, item["words"], is_required=item["required"], actor=author)
    return made


def _script(data: dict[str, Any], author: Actor) -> None:
    made = guides.save_guide(Script, None, data["names"], category_id=None, actor=author)
    steps = [guides.save_step(made, None, step["words"], actor=author) for step in data["steps"]]
    for step, row in zip(steps, data["steps"], strict=True):
        for answer in row["answers"]:
            leads_to = None if answer["to"] is None else steps[answer["to"]].pk
            guides.save_answer(step, None, answer["words"], leads_to=leads_to, actor=author)


def _work(minutes: list[int], checklist: Checklist) -> None:
    """Time of the assignees on their newest tickets, the first few of which have a checklist."""
    newest = Ticket.objects.filter(is_open=True).exclude(assignee=None).order_by("-last_activity_at")
    for place, (ticket, spent) in enumerate(zip(newest.select_related("assignee"), minutes, strict=False)):
        assert ticket.assignee is not None
        agent = actor_of(ticket.assignee)
        with clock.at(ticket.last_activity_at):
            timekeeping.log_time(ticket, timekeeping.Spent(spent, clock.now().date()), actor=agent)
            if place < _WITH_CHECKLIST:
                items = guides.add_checklist(ticket, checklist.pk, actor=agent)
                guides.tick(ticket, items[0].pk, actor=agent)
