"""Answering with articles: links in the language of the customer, nothing internal in public, and who read it (K3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.core.jobs import drain
from divan.tickets import actions
from divan.tickets.models import ArticleUse, Composition, Event, Ticket
from divan.tickets.tests.articles import address, article, link
from divan.tickets.tests.desk import HTMX, kinds_since
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _found(client: Client, ticket: Ticket, q: str = "", mode: str = "reply") -> str:
    response = client.get(f"/tickets/{ticket.number}/articles/", {"q": q, "mode": mode}, **HTMX)
    assert response.status_code == 200
    return response.content.decode()


def _send(client: Client, ticket: Ticket, html: str, mode: str = "reply") -> Any:
    data = {"mode": mode, "client_key": f"k-{mode}", "html": html, "body": "x"}
    return client.post(f"/tickets/{ticket.number}/send/", data, **HTMX)


def _read(client: Client, marker: str) -> int:
    return int(client.post("/articles/read/", {"marker": marker}).status_code)


def _told(ticket: Ticket, kind: str) -> int:
    return Event.objects.filter(ticket=ticket, kind=kind).count()


def test_the_link_is_in_the_language_of_the_customer(people: Cast, client_for: Doors) -> None:
    article(people, "empty-pages", en="Empty pages", pl="Puste strony")
    ticket = open_ticket(people)
    for q in ("empty", "strony", ""):
        page = _found(client_for(people.agent), ticket, q)
        assert f'data-address="{address("empty-pages", "pl")}"' in page
        assert 'data-title="Puste strony"' in page
        assert f'data-address="{address("empty-pages", "pl", "s-drum")}"' in page
        assert "data-fallback" not in page


def test_a_missing_language_is_said_and_the_nearest_is_linked(people: Cast, client_for: Doors) -> None:
    article(people, "empty-pages", en="Empty pages", fa="صفحه‌های خالی")
    page = _found(client_for(people.agent), open_ticket(people), "empty")
    assert f'data-address="{address("empty-pages", "en")}"' in page
    assert 'data-fallback="en"' in page


def test_the_picker_offers_in_public_only_what_the_customer_can_read(people: Cast, client_for: Doors) -> None:
    article(people, "for-all", en="Printer for all")
    article(people, "for-members", "members", en="Printer for members")
    article(people, "for-staff", "internal", en="Printer for staff")
    ticket, client = open_ticket(people), client_for(people.agent)
    offered = {mode: set(re.findall(r"/help/en/([a-z-]+)/", _found(client, ticket, "printer", mode)))
               for mode in ("reply", "note", "forward")}  # fmt: skip
    assert offered["reply"] == {"for-all", "for-members"}
    assert offered["note"] == {"for-all", "for-members", "for-staff"}
    assert offered["forward"] == {"for-all"}
    mail = client.get("/compositions/articles/", {"q": "printer", "to": "Nil <nil@new.example>"})
    assert set(re.findall(r"/help/en/([a-z-]+)/", mail.content.decode())) == {"for-all"}


def test_an_internal_article_never_goes_out(people: Cast, client_for: Doors) -> None:
    """Whatever the picker offers: the server looks at the message itself, and keeps what was typed."""
    article(people, "for-staff", "internal", en="Printer for staff")
    ticket, client = open_ticket(people), client_for(people.agent)
    response = _send(client, ticket, link("for-staff", "en"))
    assert response.status_code == 422
    assert "Printer for staff" in response.content.decode(), "the person reads which article it is"
    assert "/help/en/for-staff/" in Composition.objects.get().html
    assert not Message.objects.filter(from_staff=True).exists()
    assert _send(client, ticket, link("for-staff", "en"), "note").status_code == 200
    assert Message.objects.get(from_staff=True).is_internal


def test_plain_forms_and_plain_addresses_are_held_to_the_same(people: Cast, client_for: Doors) -> None:
    article(people, "for-staff", "internal", en="Printer for staff")
    ticket, client = open_ticket(people), client_for(people.agent)
    typed = f"See {address('for-staff')} please."
    response = client.post(f"/tickets/{ticket.number}/reply/", {"body": typed, "client_key": "k"})
    assert response.status_code == 422
    assert "See http" in response.content.decode()
    with pytest.raises(actions.UnreadableArticle):
        actions.solve(ticket, actor=actor(people.agent), draft=Draft(text=typed))
    new = actions.NewTicket(
        requester=people.customer,
        group=people.group,
        subject="S",
        draft=Draft(text=typed),
        channel=Channel.PHONE,
    )
    with pytest.raises(actions.UnreadableArticle):
        actions.open_ticket(new, actor=actor(people.agent))


def test_an_article_that_became_internal_meanwhile_comes_back_to_its_author(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    made = article(people, "empty-pages", en="Empty pages")
    ticket = open_ticket(people)
    assert _send(client_for(people.agent), ticket, link("empty-pages", "en")).status_code == 200
    made.visibility = "internal"
    made.save(update_fields=["visibility"])
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    row = Composition.objects.get()
    assert (row.state, "Empty pages" in row.error) == ("draft", True)
    assert "/help/en/empty-pages/" in row.html


def test_use_and_reading_are_told_on_the_ticket(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    made = article(people, "empty-pages", en="Empty pages")
    ticket = open_ticket(people)
    assert _send(client_for(people.agent), ticket, link("empty-pages", "en", "s-drum")).status_code == 200
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    use, message = ArticleUse.objects.get(), Message.objects.get(from_staff=True)
    assert (use.article, use.message, use.language, use.anchor) == (made, message, "en", "s-drum")
    assert (use.by, use.kind, use.read_at) == (people.agent, "linked", None)
    assert use.marker
    assert f"/help/en/empty-pages/?from={use.marker}#s-drum" in message.html
    assert f"?from={use.marker}#s-drum" in message.text
    assert _told(ticket, "article.linked") == 1

    visitor = client_for(None)
    page = visitor.get(f"/help/en/empty-pages/?from={use.marker}")
    assert f"{use.marker}" in page.content.decode(), "the page tells it by a script"
    assert _told(ticket, "article.read") == 0, "fetching the page is not reading"
    assert _read(visitor, use.marker) == 204
    assert _read(visitor, use.marker) == 204
    use.refresh_from_db()
    assert use.read_at is not None
    assert _told(ticket, "article.read") == 1
    assert not Event.objects.filter(ticket=ticket, kind__startswith="article.", public=True).exists()
    shown = client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert "#i-eye" in shown
    assert "Empty pages" in shown


def test_colleagues_strangers_and_guessed_markers_do_not_count(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    article(people, "empty-pages", en="Empty pages")
    ticket = open_ticket(people)
    actions.reply(ticket, Draft(text="x", html=link("empty-pages")), actor=actor(people.agent))
    marker = ArticleUse.objects.get().marker or ""
    for person in (people.agent, people.supervisor, people.other_agent, people.other_customer):
        assert _read(client_for(person), marker) == 204
    assert _read(client_for(None), "guessed") == 204
    assert _told(ticket, "article.read") == 0
    assert _read(client_for(people.customer), marker) == 204
    assert Event.objects.get(ticket=ticket, kind="article.read").actor_id == people.customer.pk


def test_a_link_that_is_copied_gets_a_marker_of_its_own(people: Cast) -> None:
    article(people, "empty-pages", en="Empty pages")
    first, second = open_ticket(people), open_ticket(people, subject="Again")
    sent = actions.reply(first, Draft(text="x", html=link("empty-pages", "en")), actor=actor(people.agent))
    copied = Draft(text=sent.text, html=sent.html)
    again = actions.reply(second, copied, actor=actor(people.agent))
    markers = {use.ticket_id: f"?from={use.marker}" for use in ArticleUse.objects.all()}
    assert markers[first.pk] not in again.html
    assert markers[second.pk] in again.html


def test_links_in_notes_carry_no_marker(people: Cast) -> None:
    article(people, "for-staff", "internal", en="Printer for staff")
    ticket = open_ticket(people)
    actions.note(ticket, Draft(text="x", html=link("for-staff", "en")), actor=actor(people.agent))
    use = ArticleUse.objects.get()
    assert (use.marker, use.kind) == (None, "linked")
    assert kinds_since(ticket) == ["message.noted", "article.linked"]


def test_what_the_customer_read_before_asking(people: Cast, client_for: Doors) -> None:
    made = article(people, "empty-pages", en="Empty pages")
    article(people, "for-staff", "internal", en="Printer for staff")
    client = client_for(people.customer)
    for slug in ("empty-pages", "for-staff", "nothing"):
        page = client.get(f"/forms/contact/?article={slug}").content.decode()
        stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
        form = {"subject": f"From {slug}", "body": "They stay empty.", "urgency": "normal", "stamp": stamp}
        assert client.post(f"/forms/contact/?article={slug}", form).status_code == 302
    use = ArticleUse.objects.get()
    assert (use.kind, use.article, use.ticket.subject) == ("read_before", made, "From empty-pages")
    assert _told(use.ticket, "article.read_before") == 1
