"""Passages that answer most, and categories of tickets without an article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from divan.core import clock
from divan.core.jobs import drain
from divan.knowledge.tests.support import article
from divan.tickets import actions
from divan.tickets.models import ArticleUse, Category, Ticket
from divan.tickets.queries.article_report import MANY, passages, uncovered_categories
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


def _link(ticket: Ticket, article_id: int, anchor: str, *, days: int = 1, read: bool = False) -> None:
    at = clock.now() - timedelta(days=days)
    ArticleUse.objects.create(
        ticket=ticket, article_id=article_id, kind="linked", language="en", anchor=anchor, created_at=at,
        read_at=at if read else None,
    )  # fmt: skip


def test_passages_stand_in_the_order_of_their_links(people: Cast, client_for: Doors) -> None:
    ticket, made = open_ticket(people), article(people)
    for read in (True, False):
        _link(ticket, made.pk, "s-second", read=read)
    _link(ticket, made.pk, "s-first", days=40)
    _link(ticket, made.pk, "", read=True)
    chief = actor(people.supervisor)
    long = [(one.heading, one.linked, one.read) for one in passages(chief, days=90, language="en")]
    assert long == [("Second", 2, 1), ("First", 1, 0)]
    assert [one.heading for one in passages(chief, days=30, language="en")] == ["Second"]
    page = client_for(people.supervisor).get(reverse("article_passages")).content.decode()
    assert "#s-second" in page
    assert (
        reverse("article_passages")
        in client_for(people.supervisor).get(reverse("knowledge_desk")).content.decode()
    )


def _busy(people: Cast, name: str) -> Category:
    category = actions.add_category({"en": name}, actor=actor(people.administrator))
    for _ticket in range(MANY):
        actions.categorise(open_ticket(people), category.pk, actor=actor(people.agent))
    return category


def test_categories_with_many_tickets_and_no_article_are_listed(people: Cast, client_for: Doors) -> None:
    missing = _busy(people, "Grinders")
    _busy(people, "Empty pages")
    quiet = actions.add_category({"en": "Quiet"}, actor=actor(people.administrator))
    actions.categorise(open_ticket(people), quiet.pk, actor=actor(people.agent))
    article(people)
    drain()
    found = uncovered_categories(actor(people.supervisor))
    assert [(one.id, one.tickets) for one in found] == [(missing.pk, MANY)]
    page = client_for(people.supervisor).get(reverse("knowledge_gaps")).content.decode()
    assert f'data-category="{missing.pk}"' in page


def test_an_article_that_was_linked_covers_the_category(people: Cast) -> None:
    category = _busy(people, "Grinders")
    made = article(people)
    _link(Ticket.objects.filter(category=category)[0], made.pk, "s-first")
    assert uncovered_categories(actor(people.supervisor)) == []
