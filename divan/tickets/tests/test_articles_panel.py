"""The panel of answers, and adapting an article or an earlier reply (K4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.knowledge import actions as knowledge
from divan.knowledge.models import KnowledgeArticle
from divan.tickets.models import ArticleUse, Composition, Event, Ticket
from divan.tickets.sources import Source, sources_in
from divan.tickets.tests.articles import article
from divan.tickets.tests.desk import HTMX
from tests.support.builders import note, open_ticket, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
MOST_QUERIES = 16


def _panel(client: Client, ticket: Ticket) -> str:
    response = client.get(f"/tickets/{ticket.number}/answers/", **HTMX)
    assert response.status_code == 200
    return response.content.decode()


def _solved_like(people: Cast, answer: str, **details: Any) -> Ticket:
    old = open_ticket(people, requester=people.other_customer, **details)
    solve(old, people.agent, answer)
    drain()
    return old


def test_articles_and_solved_tickets_like_this_one(people: Cast, client_for: Doors) -> None:
    made = article(people, "empty-pages", en="Empty pages of the printer")
    inner = article(people, "for-staff", "internal", en="The printer of the second floor")
    article(people, "holidays", en="Public holidays")
    old = _solved_like(people, "Turn the drum by hand.")
    open_ticket(people, subject="Empty pages, still open")
    ticket = open_ticket(people)
    drain()
    page = _panel(client_for(people.agent), ticket)
    assert f'data-article="{made.pk}"' in page
    assert f'data-article="{inner.pk}" data-kept-back' in page
    assert page.count('data-mode="note"') == 1
    assert "Public holidays" not in page
    assert f'data-ticket-like="{old.number}"' in page
    assert page.count("data-ticket-like") == 1
    assert "Turn the drum by hand." in page


def test_the_ticket_page_pays_nothing_for_it(people: Cast, client_for: Doors) -> None:
    article(people, "empty-pages", en="Empty pages of the printer")
    ticket, client = open_ticket(people), client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert f'hx-get="/tickets/{ticket.number}/answers/"' in page
    assert "Empty pages of the printer" not in page
    drain()
    with CaptureQueriesContext(connection) as queries:
        _panel(client, ticket)
    asked = [query["sql"] for query in queries if "search_" not in query["sql"]]
    assert len(asked) <= MOST_QUERIES, "beside the look-ups of the words, whose number is that of the words"


def test_only_solved_tickets_of_ones_own_groups(people: Cast, client_for: Doors) -> None:
    old = _solved_like(people, "Turn the drum by hand.")
    drain()
    theirs = open_ticket(people, group=people.other_group)
    assert old.number in _panel(client_for(people.supervisor), theirs)
    page = _panel(client_for(people.other_agent), theirs)
    assert old.number not in page
    assert "Turn the drum" not in page
    message = Message.objects.get(conversation_id=old.conversation_id, from_staff=True)
    reply = f"/tickets/{theirs.number}/adapt/reply/{message.pk}/"
    assert client_for(people.other_agent).get(reply).status_code == 404
    assert client_for(people.supervisor).get(reply).status_code == 200


@pytest.mark.parametrize("who", ["customer", "other_customer", "other_agent", "clerk"])
def test_nobody_else_opens_the_panel(who: str, people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(getattr(people, who))
    for path in ("answers", "articles"):
        assert client.get(f"/tickets/{ticket.number}/{path}/").status_code == 404


def test_names_of_the_other_customer_are_left_out_and_it_is_said(people: Cast, client_for: Doors) -> None:
    people.other_customer.name = "Katarzyna Lis"
    people.other_customer.save(update_fields=["name"])
    answer = (
        "Turn the drum, Pani Lis.\n\nOr call +48 601 222 333, or write to lis@home.example: Katarzyna knows."
    )
    _solved_like(people, answer)
    _solved_like(people, "Turn it.", subject="Another")
    ticket = open_ticket(people)
    named, plain = Message.objects.filter(from_staff=True).order_by("pk")
    client = client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/adapt/reply/{named.pk}/").content.decode()
    for word in ("601 222 333", "lis@home.example", "Katarzyna", "Lis"):
        assert word not in page
    assert "data-gaps" in page, "that something was left out is said"
    assert "Turn the drum" in page.partition("data-adapt-text")[2]
    whole = client.get(f"/tickets/{ticket.number}/adapt/reply/{plain.pk}/").content.decode()
    assert "data-gaps" not in whole


def test_notes_and_other_peoples_words_are_never_adapted(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    inside = note(ticket, people.agent)
    client = client_for(people.agent)
    assert client.get(f"/tickets/{ticket.number}/adapt/reply/{inside.pk}/").status_code == 404


def test_an_adapted_article_is_remembered_with_the_message(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    made = article(people, "empty-pages", en="Empty pages", pl="Puste strony")
    ticket, client = open_ticket(people), client_for(people.agent)
    dialog = client.get(f"/tickets/{ticket.number}/adapt/article/{made.pk}/").content.decode()
    assert "Puste strony" in dialog
    assert "<h2" not in dialog.partition("data-adapt-html")[2]
    assert 'href="http' in dialog
    token = dialog.partition('name="adapted" value="')[2].partition('"')[0]
    data = {"mode": "reply", "client_key": "k", "body": "Obróć bęben.", "adapted": token}
    assert client.post(f"/tickets/{ticket.number}/draft/", data).status_code == 200
    kept = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert "data-source>" in kept, "the draft remembers it on another device"
    known = kept.partition('name="known" value="')[2].partition('"')[0]
    assert client.post(f"/tickets/{ticket.number}/send/", {**data, "known": known}, **HTMX).status_code == 200
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    use = ArticleUse.objects.get()
    sent = Message.objects.get(from_staff=True)
    assert (use.kind, use.article, use.language, use.message) == ("adapted", made, "pl", sent)
    assert Event.objects.get(kind="answer.adapted").payload == {
        "message": sent.pk, "article": made.pk, "ticket": None,
    }  # fmt: skip


def test_an_adapted_reply_names_its_ticket(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    old = _solved_like(people, "Turn the drum by hand.")
    answer = Message.objects.get(from_staff=True)
    ticket, client = open_ticket(people), client_for(people.agent)
    token = Source(label=old.number, answer=answer.pk).token
    data = {"mode": "reply", "client_key": "k", "body": "Turn the drum.", "adapted": [token, "forged"]}
    assert client.post(f"/tickets/{ticket.number}/send/", data, **HTMX).status_code == 200
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    assert ArticleUse.objects.get().answer == answer
    assert Event.objects.get(kind="answer.adapted").payload["ticket"] == old.pk
    assert old.number in client.get(f"/tickets/{ticket.number}/").content.decode()


def test_an_internal_article_is_adapted_into_notes_only(people: Cast, client_for: Doors) -> None:
    made = article(people, "for-staff", "internal", en="Printer for staff")
    ticket, client = open_ticket(people), client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/adapt/article/{made.pk}/?mode=reply").content.decode()
    assert 'data-mode="note"' in page
    data = {
        "mode": "reply",
        "client_key": "k",
        "body": "Copied.",
        "adapted": Source("x", article=made.pk).token,
    }
    response = client.post(f"/tickets/{ticket.number}/send/", data, **HTMX)
    assert response.status_code == 422
    assert Composition.objects.get().text == "Copied."


def test_tokens_that_were_not_signed_here_are_left_out() -> None:
    good = Source(label="Empty pages", article=3, language="en")
    assert sources_in([good.token, good.token, "made up", ""]) == (good,)


def test_the_steps_of_a_guide_and_its_chapters_can_be_inserted_alone(people: Cast, client_for: Doors) -> None:
    guide = article(people, "drums", en="Drums")
    chapter = article(people, "drum-change", en="Change the drum")
    KnowledgeArticle.objects.filter(pk=chapter.pk).update(guide=guide, place=1)
    author = actor(people.supervisor)
    steps = {guide: "Before.\n\n1. Switch it off\n2. Wait\n", chapter: "1. Turn the drum\n\nDone."}
    for made, body in steps.items():
        knowledge.write_translation(made, "en", title="Drum", summary="S", body=body, actor=author)
    dialog = client_for(people.agent).get(f"/tickets/{open_ticket(people).number}/adapt/article/{guide.pk}/")
    inserted = dialog.content.decode().partition("data-adapt-steps>")[2].partition("</template>")[0]
    assert re.findall(r"<li>(?:<p>)?([^<]+)", inserted) == ["Switch it off", "Wait", "Turn the drum"]
    assert "Before" not in inserted
