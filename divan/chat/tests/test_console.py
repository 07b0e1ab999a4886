"""The console through its doors: what it lists, what it offers, what it does (C1, C4)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.chat.access import seat_of_staff
from divan.chat.actions.accepting import accept
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join
from divan.chat.actions.speaking import say, whisper
from divan.chat.models import Chat, ChatAgent, ChatMember, ChatSite, Outcome, Purpose, State
from divan.chat.tests.waiting_room import arrive, lines_of, online, site_of
from tests.support.cast import Cast, actor

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
Doors = Callable[[User | None], Client]


@pytest.fixture
def chat(people: Cast) -> Chat:
    return arrive(site_of(people))


def _page(client: Client, path: str, **headers: Any) -> str:
    answer = client.get(path, **headers)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def _triggers(answer: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])
    return told


def _says(chat: Chat, person: User, text: str, key: str) -> None:
    seat = seat_of_staff(actor(person), chat.pk)
    assert seat is not None
    say(chat, text, seat=seat, key=key)


def _rows(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-chat-row="(\d+)"', page)]


def test_who_waits_longest_stands_first_and_can_be_accepted(people: Cast, client_for: Doors) -> None:
    site = site_of(people)
    chats = [arrive(site, name) for name in ("Nora", "Omar", "Pia")]
    page = _page(client_for(people.agent), "/chats/?show=waiting")
    assert _rows(page) == [chat.pk for chat in chats]
    assert page.count("data-since") == 3
    assert all(f'action="/chats/{chat.pk}/accept/"' in page for chat in chats)


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://shop.example/vases", True),
        ("https://shop.example", True),
        ("http://localhost:8000/help/", True),
        ("http://shop.example/vases", False),
        ("https://shop.example.evil.example/", False),
        ("https://shop.example:8443/vases", False),
        ("https://shop.example@evil.example/", False),
        ("https://evil.example\\@shop.example/", False),
    ],
)
def test_only_pages_of_the_site_are_links(
    people: Cast, client_for: Doors, settings: Any, address: str, is_link: bool
) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"
    ChatSite.objects.filter(pk=site_of(people).pk).update(origins=["https://shop.example"], in_portal=True)
    chat = arrive(ChatSite.objects.get(), page_url=address, page_title="")
    page = html.unescape(_page(client_for(people.agent), f"/chats/{chat.pk}/"))
    assert address in page
    assert (f'href="{address}"' in page) is is_link


def test_groups_of_others_are_not_listed(people: Cast, client_for: Doors) -> None:
    chat = arrive(site_of(people))
    foreign = arrive(site_of(people, people.other_group), "Omar")
    for show in ("mine", "waiting", "all"):
        assert _rows(_page(client_for(people.agent), f"/chats/?show={show}")) == [chat.pk]
    assert client_for(people.agent).get(f"/chats/{foreign.pk}/").status_code == 404
    assert client_for(people.customer).get("/chats/").status_code == 404


def test_accepting_opens_the_chat_in_the_page(chat: Chat, people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    answer = client.post(f"/chats/{chat.pk}/accept/", **HTMX)
    assert answer.status_code == 204
    assert _triggers(answer)["chat-open"] == {"id": chat.pk, "path": f"/chats/{chat.pk}/"}
    chat.refresh_from_db()
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.agent.pk)
    page = _page(client, f"/chats/{chat.pk}/")
    assert f'id="reply-{chat.pk}"' in page
    assert f'id="note-{chat.pk}"' in page


def test_without_scripts_accepting_leads_to_the_chat(chat: Chat, people: Cast, client_for: Doors) -> None:
    answer = client_for(people.agent).post(f"/chats/{chat.pk}/accept/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/chats/{chat.pk}/")


def test_whoever_was_slower_is_told_so(chat: Chat, people: Cast, client_for: Doors) -> None:
    accept(chat, actor=actor(people.supervisor))
    answer = client_for(people.agent).post(f"/chats/{chat.pk}/accept/", **HTMX)
    assert answer.status_code == 409
    assert people.supervisor.name in _triggers(answer)["toast"]["text"]


def test_the_next_is_the_one_that_waits_longest(people: Cast, client_for: Doors) -> None:
    site = site_of(people)
    first, _second = arrive(site, "Nora"), arrive(site, "Omar")
    client = client_for(people.agent)
    assert _triggers(client.post("/chats/next/", **HTMX))["chat-open"]["id"] == first.pk
    client.post("/chats/next/", **HTMX)
    assert client.post("/chats/next/", **HTMX).status_code == 409


def test_the_page_holds_the_last_lines_and_fetches_the_earlier_ones(
    chat: Chat, people: Cast, client_for: Doors
) -> None:
    accept(chat, actor=actor(people.agent))
    for at in range(40):
        _says(chat, people.agent, f"line {at}.", f"key {at}")
    page = _page(client_for(people.agent), f"/chats/{chat.pk}/")
    numbers = [int(n) for n in re.findall(r'data-n="(\d+)"', page)]
    assert numbers == list(range(13, 43))
    assert 'data-last="42"' in page
    earlier = _page(client_for(people.agent), f"/chats/{chat.pk}/earlier/?before=13")
    assert [int(n) for n in re.findall(r'data-n="(\d+)"', earlier)] == list(range(1, 13))


def test_what_people_wrote_is_only_shown(people: Cast, client_for: Doors) -> None:
    chat = arrive(site_of(people))
    accept(chat, actor=actor(people.agent))
    _says(chat, people.agent, "<img src=x onerror=alert(1)>", "polyglot")
    page = _page(client_for(people.agent), f"/chats/{chat.pk}/")
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_whisper_to_one_is_not_in_the_page_of_another(chat: Chat, people: Cast, client_for: Doors) -> None:
    lead = actor(people.agent)
    accept(chat, actor=lead)
    for person in (people.supervisor, people.administrator):
        invite(chat, person, actor=lead)
        join(chat, actor=actor(person))
    to = ChatMember.objects.get(chat=chat, user=people.supervisor)
    seat = seat_of_staff(lead, chat.pk)
    assert seat is not None
    whisper(chat, "Chamomile, between us.", seat=seat, key="aside", to=to.pk)
    path = f"/chats/{chat.pk}/"
    assert "Chamomile" in _page(client_for(people.agent), path)
    assert "Chamomile" in _page(client_for(people.supervisor), path)
    assert "Chamomile" not in _page(client_for(people.administrator), path)


def test_whoever_is_not_in_the_chat_reads_along_and_writes_nothing(
    chat: Chat, people: Cast, client_for: Doors
) -> None:
    accept(chat, actor=actor(people.agent))
    page = _page(client_for(people.supervisor), f"/chats/{chat.pk}/")
    assert "data-chat-composer" not in page
    assert f'action="/chats/{chat.pk}/join/"' in page


def test_joining_brings_the_composers_along(chat: Chat, people: Cast, client_for: Doors) -> None:
    accept(chat, actor=actor(people.agent))
    client = client_for(people.supervisor)
    assert client.post(f"/chats/{chat.pk}/watch/", **HTMX).status_code == 204
    part = _page(client, f"/chats/{chat.pk}/now/?writes=", **HTMX)
    assert f'id="note-{chat.pk}"' in part
    assert f'id="reply-{chat.pk}"' not in part
    assert client.post(f"/chats/{chat.pk}/join/", **HTMX).status_code == 204
    part = _page(client, f"/chats/{chat.pk}/now/?writes=note", **HTMX)
    assert f'id="reply-{chat.pk}"' in part
    # A page that has both keeps what is written in them.
    assert "data-chat-composer" not in _page(client, f"/chats/{chat.pk}/now/?writes=reply+note", **HTMX)


def test_experts_are_offered_with_numbers_and_invited(chat: Chat, people: Cast, client_for: Doors) -> None:
    accept(chat, actor=actor(people.agent))
    online(people.other_agent)
    client = client_for(people.agent)
    dialog = _page(client, f"/chats/{chat.pk}/invite/", **HTMX)
    assert f'value="{people.other_agent.pk}"' in dialog
    answer = client.post(f"/chats/{chat.pk}/invite/", {"person": people.other_agent.pk}, **HTMX)
    assert answer.status_code == 204
    assert ChatMember.objects.get(chat=chat, user=people.other_agent).joined_at is None
    row = _page(client_for(people.other_agent), "/chats/")
    assert f'action="/chats/{chat.pk}/join/"' in row
    assert client.post(f"/chats/{chat.pk}/invite/", {}, **HTMX).status_code == 422


def test_a_chat_is_handed_over_with_a_note(chat: Chat, people: Cast, client_for: Doors) -> None:
    accept(chat, actor=actor(people.agent))
    client = client_for(people.agent)
    assert f'value="person-{people.supervisor.pk}"' in _page(client, f"/chats/{chat.pk}/transfer/", **HTMX)
    data = {"whom": f"person-{people.supervisor.pk}", "note": "Wants the invoice."}
    assert client.post(f"/chats/{chat.pk}/transfer/", data, **HTMX).status_code == 204
    chat.refresh_from_db()
    assert chat.waits_for_id == people.supervisor.pk
    assert "whispered" in lines_of(chat)
    wrong = client_for(people.supervisor).post(f"/chats/{chat.pk}/transfer/", {"whom": "person-0"}, **HTMX)
    assert wrong.status_code == 422


def test_a_sales_chat_ends_with_what_came_of_it(chat: Chat, people: Cast, client_for: Doors) -> None:
    Chat.objects.filter(pk=chat.pk).update(purpose=Purpose.SALES)
    accept(chat, actor=actor(people.agent))
    client = client_for(people.agent)
    assert 'value="sold"' in _page(client, f"/chats/{chat.pk}/end/", **HTMX)
    assert client.post(f"/chats/{chat.pk}/end/", {"outcome": "sold"}, **HTMX).status_code == 204
    chat.refresh_from_db()
    assert (chat.state, chat.outcome) == (State.ENDED, Outcome.SOLD)
    page = _page(client, f"/chats/{chat.pk}/")
    assert "data-chat-composer" not in page


def test_lead_and_members_are_changed_by_name_of_this_chat_only(
    chat: Chat, people: Cast, client_for: Doors
) -> None:
    lead = actor(people.agent)
    accept(chat, actor=lead)
    invite(chat, people.supervisor, actor=lead)
    join(chat, actor=actor(people.supervisor))
    member = ChatMember.objects.get(chat=chat, user=people.supervisor)
    client = client_for(people.agent)
    assert client.post(f"/chats/{chat.pk}/lead/", {"member": member.pk}, **HTMX).status_code == 204
    chat.refresh_from_db()
    assert chat.lead_id == people.supervisor.pk
    other = arrive(site_of(people), "Omar")
    accept(other, actor=lead)
    assert client.post(f"/chats/{other.pk}/lead/", {"member": member.pk}, **HTMX).status_code == 409
    assert client.post(f"/chats/{other.pk}/remove/", {"member": "x"}, **HTMX).status_code == 409


def test_presence_and_number_are_the_readers_own(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post("/chats/presence/", {"presence": "online"}, **HTMX)
    client.post("/chats/capacity/", {"capacity": 5}, **HTMX)
    agent = ChatAgent.objects.get(pk=people.agent.pk)
    assert (agent.presence, agent.capacity) == ("online", 5)
    assert client.post("/chats/capacity/", {"capacity": 99}, **HTMX).status_code == 409
    assert client.post("/chats/presence/", {"presence": "sleeping"}, **HTMX).status_code == 409
    assert 'data-presence="online"' in _page(client, "/chats/")


def test_the_number_beside_the_link_is_fetched_alone(chat: Chat, people: Cast, client_for: Doors) -> None:
    part = _page(client_for(people.agent), "/chats/waiting/")
    assert f"chats:{people.group.pk}" in part
    assert 'data-tone="brand"' in part
    with CaptureQueriesContext(connection) as queries:
        page = _page(client_for(people.agent), "/profile/")
    assert 'hx-get="/chats/waiting/"' in page
    assert not any("chat_" in query["sql"] for query in queries)


@pytest.mark.parametrize("path", ["/chats/?show=mine", "/chats/?show=waiting", "/chats/?show=all"])
def test_the_list_costs_the_same_however_many_chats_there_are(
    path: str, people: Cast, client_for: Doors
) -> None:
    site, client = site_of(people), client_for(people.agent)
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            _page(client, path, **HTMX)
        return len(queries)

    accept(arrive(site, "Nora"), actor=actor(people.agent))
    arrive(site, "Omar")
    before = cost()
    for name in ("Pia", "Quentin", "Rosa"):
        arrive(site, name)
    accept(Chat.objects.get(visitor_name="Pia"), actor=actor(people.agent))
    assert cost() == before


def test_a_chat_costs_the_same_however_many_lines_and_experts_it_has(
    chat: Chat, people: Cast, client_for: Doors
) -> None:
    lead, client = actor(people.agent), client_for(people.agent)
    accept(chat, actor=lead)
    path = f"/chats/{chat.pk}/"
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            _page(client, path, **HTMX)
        return len(queries)

    before = cost()
    for person in (people.supervisor, people.administrator):
        invite(chat, person, actor=lead)
        join(chat, actor=actor(person))
    for at in range(10):
        _says(chat, people.agent, f"line {at}.", f"key {at}")
    assert cost() == before
