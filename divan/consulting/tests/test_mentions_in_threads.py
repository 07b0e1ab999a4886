"""Mentioning colleagues in a side thread: its people are told, and others come in when the author agreed to that."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from divan.accounts.models import User
from divan.consulting.actions.threads import close_side_thread
from divan.consulting.models import SideThread
from divan.consulting.tests.stage import WORDS, mention_of, talking, thread_url
from divan.conversations.models import Message
from divan.core import jobs
from divan.notifications.models import Notification
from divan.tickets.models import Event, Grant, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    return open_ticket(people)


@pytest.fixture
def thread(ticket: Ticket, people: Cast) -> SideThread:
    """Baran talks with Ece, who supervises all groups."""
    return talking(ticket, people, people.supervisor)


def write(client: Client, thread: SideThread, markup: str, key: str = "") -> HttpResponse:
    sent = {"html": f"<p>{markup}</p>", "body": "as typed", "client_key": key}
    return client.post(thread_url("write_side_thread", thread), sent)


def written(client: Client, thread: SideThread, markup: str) -> Message:
    """The message that became of this markup."""
    assert write(client, thread, markup).status_code == 302
    return Message.objects.filter(conversation_id=thread.conversation_id).latest("pk")


def named(thread: SideThread) -> set[int]:
    return set(thread.people.values_list("user_id", flat=True))


def told(thread: SideThread, person: User) -> list[str]:
    """What the person is told of since the thread was opened."""
    jobs.drain()
    rows = Notification.objects.filter(ticket=thread.ticket, user=person, kind__startswith="side_thread.")
    return list(rows.exclude(kind="side_thread.opened").values_list("kind", flat=True))


def bell_of(client: Client) -> str:
    """The page of notifications as it is read, without the marks that isolate names."""
    return re.sub("</?bdi>", "", client.get("/notifications/").content.decode())


def since_opened(thread: SideThread) -> list[tuple[str, int | None]]:
    """The kinds of event since then, each with its author."""
    opened = Event.objects.get(ticket=thread.ticket, kind="side_thread.opened")
    rows = Event.objects.filter(ticket=thread.ticket, seq__gt=opened.seq).order_by("seq")
    return list(rows.values_list("kind", "actor_id"))


def test_a_member_who_is_mentioned_is_told_once_and_by_name(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    made = written(client_for(people.agent), thread, f"Ask {mention_of(people.supervisor, 'The boss')}")
    assert made.text == "Ask @Ece Demir"
    assert f'<span data-person="{people.supervisor.pk}">@Ece Demir</span>' in made.html
    assert since_opened(thread) == [("side_thread.written", people.agent.pk)]
    assert told(thread, people.supervisor) == ["side_thread.written"]
    User.objects.filter(pk=people.supervisor.pk).update(language="en")
    assert bell_of(client_for(people.supervisor)).count("from Baran Yıldız, who mentions Ece Demir") == 1


@pytest.mark.parametrize("who", ["other_agent", "administrator", "clerk"])
def test_a_colleague_is_brought_in_whatever_their_groups(
    who: str, thread: SideThread, people: Cast, client_for: Doors
) -> None:
    """As far as whoever opens a thread could name them: every colleague in use."""
    person: User = getattr(people, who)
    assert client_for(person).get(thread_url("side_thread", thread)).status_code == 404
    made = written(client_for(people.agent), thread, f"Ask {mention_of(person, agreed=True)}")
    assert f'<span data-person="{person.pk}">@{person.name}</span>' in made.html
    page = client_for(person).get(thread_url("side_thread", thread))
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert client_for(person).get(f"/tickets/{thread.ticket.number}/").status_code == 200


def test_it_says_once_who_brought_them_in_and_by_what(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    markup = (
        f"{mention_of(people.other_agent, agreed=True)} and {mention_of(people.other_agent, agreed=True)}"
    )
    for _twice in range(2):
        assert write(client_for(people.agent), thread, markup, "one").status_code == 302
    kinds = ["access.granted", "side_thread.people_changed", "side_thread.written"]
    assert since_opened(thread) == [(kind, people.agent.pk) for kind in kinds]
    assert told(thread, people.other_agent) == ["side_thread.people_changed"]
    assert told(thread, people.supervisor) == ["side_thread.written"]
    User.objects.filter(pk=people.other_agent.pk).update(language="en")
    said = "by Baran Yıldız, who mentioned them there: דינה לוי"
    assert bell_of(client_for(people.other_agent)).count(said) == 1


def test_whom_the_author_did_not_agree_to_bring_in_is_only_a_word(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    before = named(thread)
    made = written(client_for(people.agent), thread, f"<b>Ask</b> {mention_of(people.other_agent, 'Dina')}")
    assert "@Dina" in made.text
    assert "span" not in made.html
    assert named(thread) == before
    assert told(thread, people.other_agent) == []


@pytest.mark.parametrize("who", ["customer", "other_customer", "retired", "group"])
def test_nobody_comes_in_who_could_not_be_named(
    who: str, thread: SideThread, people: Cast, client_for: Doors
) -> None:
    User.objects.filter(pk=people.clerk.pk).update(is_active=False)
    before, grants = named(thread), Grant.objects.count()
    shown = {
        "retired": mention_of(people.clerk, agreed=True),
        "group": f'<span data-group="{people.other_group.pk}" data-show="1">@Billing</span>',
    }.get(who) or mention_of(getattr(people, who), agreed=True)
    made = written(client_for(people.agent), thread, f"<b>Ask</b> {shown}")
    assert "span" not in made.html
    assert (named(thread), Grant.objects.count()) == (before, grants)
    assert told(thread, people.customer) == []


def test_a_colleague_who_asked_the_ticket_stays_its_requester(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, requester=people.other_agent)
    thread = talking(ticket, people, people.supervisor)
    made = written(
        client_for(people.agent), thread, f"<b>Ask</b> {mention_of(people.other_agent, agreed=True)}"
    )
    assert "span" not in made.html
    assert people.other_agent.pk not in named(thread)
    assert "mention-person-" not in options(client_for(people.agent), thread, "דינה")


@pytest.mark.parametrize("who", ["administrator", "other_agent", "clerk", "customer", "other_customer"])
def test_nobody_brings_themselves_in(who: str, thread: SideThread, people: Cast, client_for: Doors) -> None:
    person: User = getattr(people, who)
    before = named(thread)
    client = client_for(person)
    assert write(client, thread, mention_of(person, agreed=True)).status_code == 404
    assert client.get(thread_url("side_thread_mentionable", thread)).status_code == 404
    assert named(thread) == before
    assert since_opened(thread) == []


def test_a_refused_message_brings_nobody_in_and_keeps_what_was_typed(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    """Somebody closes the thread while a message is written."""
    close_side_thread(thread, actor=actor(people.supervisor))
    before, events = named(thread), since_opened(thread)
    answer = write(client_for(people.agent), thread, f"Ask {mention_of(people.other_agent, agreed=True)}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-form-errors" in page
    assert f"data-person=&#34;{people.other_agent.pk}&#34; data-show=&#34;1&#34;" in page
    assert f"Ask @{people.other_agent.name}</textarea>" in page
    assert (named(thread), since_opened(thread)) == (before, events)


def test_without_scripts_a_name_is_only_a_word(thread: SideThread, people: Cast, client_for: Doors) -> None:
    before = named(thread)
    sent = {"body": f"Ask @{people.other_agent.name}", "html": "", "client_key": ""}
    assert client_for(people.agent).post(thread_url("write_side_thread", thread), sent).status_code == 302
    made = Message.objects.filter(conversation_id=thread.conversation_id).latest("pk")
    assert (made.text, made.html) == (sent["body"], "")
    assert named(thread) == before


def options(client: Client, thread: SideThread, q: str = "") -> str:
    return client.get(thread_url("side_thread_mentionable", thread), {"q": q}).content.decode()


def test_the_picker_offers_the_people_of_the_thread_first_and_says_what_choosing_others_does(
    thread: SideThread, people: Cast, client_for: Doors, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(people.agent)
    options(client, thread)
    with django_assert_num_queries(6):  # session, person, memberships, ticket, thread, colleagues
        found = options(client, thread)
    shown = {pk: entry for entry in found.split('role="option"')[1:] for pk in [entry.split('"')[1]]}
    ids = [f"mention-person-{one.pk}" for one in (people.supervisor, people.administrator, people.clerk)]
    assert next(iter(shown)) == ids[0]
    assert set(shown) == {*ids, f"mention-person-{people.other_agent.pk}"}
    assert [("data-show" in entry, "<small" in entry) for entry in shown.values()] == [
        (False, False),
        *[(True, True)] * 3,
    ]


def test_the_picker_finds_by_the_beginning_of_a_word(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    found = options(client_for(people.supervisor), thread, "yıl")
    assert found.count('role="option"') == 1
    assert f"mention-person-{people.agent.pk}" in found


def test_the_page_of_an_open_thread_has_the_picker(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.agent)
    page = client.get(thread_url("side_thread", thread)).content.decode()
    assert page.count("data-mention ") == 1
    assert f'hx-get="{thread_url("side_thread_mentionable", thread)}"' in page
    close_side_thread(thread, actor=actor(people.agent))
    assert "data-mention" not in client.get(thread_url("side_thread", thread)).content.decode()
