"""Guides for tests, made by the verbs, and how an agent works with them on a ticket."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from divan.guides import actions
from divan.guides.models import Checklist, Script, Step
from divan.tickets.models import Event, Ticket
from tests.support.cast import Cast, actor


def write_checklist(people: Cast, *items: tuple[str, bool]) -> Checklist:
    """A template: words, and whether each item is required."""
    chief = actor(people.administrator)
    names = {"en": "New printer", "tr": "Yeni yazıcı"}
    made = actions.save_guide(Checklist, None, names, category_id=None, actor=chief)
    for words, required in items:
        actions.save_item(made, None, {"en": words}, is_required=required, actor=chief)
    return made


def write_script(people: Cast) -> tuple[Script, Step, Step]:
    """Is the lamp on? Yes: to the second step. No: the end. The second leads back or to the end."""
    chief = actor(people.administrator)
    made = actions.save_guide(Script, None, {"en": "Modem"}, category_id=None, actor=chief)
    first = actions.save_step(made, None, {"en": "Is the lamp on?", "pl": "Czy lampka świeci?"}, actor=chief)
    second = actions.save_step(made, None, {"en": "Restart it.", "pl": "Uruchom ponownie."}, actor=chief)
    actions.save_answer(first, None, {"en": "Yes"}, leads_to=second.pk, actor=chief)
    actions.save_answer(first, None, {"en": "No"}, leads_to=None, actor=chief)
    actions.save_answer(second, None, {"en": "Again"}, leads_to=first.pk, actor=chief)
    actions.save_answer(second, None, {"en": "It works"}, leads_to=None, actor=chief)
    return made, first, second


def press(client: Client, ticket: Ticket, name: str, **values: object) -> int:
    """What a button of the panel does; returns the status of the answer."""
    return client.post(
        reverse(name, kwargs={"number": ticket.number}), values, headers={"HX-Request": "true"}
    ).status_code


def kinds_of(ticket: Ticket) -> list[str]:
    """The events of this slice on a ticket, oldest first."""
    rows = Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True)
    return [kind for kind in rows if kind.startswith(("checklist.", "script."))]


def panel_of(client: Client, ticket: Ticket) -> str:
    """The panels beside the conversation as that person gets them."""
    return client.get(reverse("ticket_panels", kwargs={"number": ticket.number})).content.decode()
