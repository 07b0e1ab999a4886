"""The live board of supervisors (D10, P2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.accounts.models import Role, User
from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.speaking import say
from divan.chat.models import Chat, EndReason
from divan.chat.queries.board import board
from divan.chat.tests.waiting_room import arrive, online, site_of
from divan.core.actors import SYSTEM
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
ANSWERED_AFTER = (10, 20, 30, 40, 100)


def answer(chat: Chat, person: User) -> None:
    seat = access.seat_of_staff(actor(person), chat.pk)
    assert seat is not None
    say(chat, "Good afternoon.", seat=seat, key="k1")


@pytest.fixture
def day(frozen_clock: FrozenClock, people: Cast) -> list[Chat]:
    """Five chats that Ece answered, one that was missed, and one in Billing that waits."""
    site, chats = site_of(people), []
    online(people.supervisor)
    for seconds in ANSWERED_AFTER:
        chat = arrive(site, f"Visitor{seconds}")
        frozen_clock.advance(timedelta(seconds=seconds))
        accept(chat, actor=actor(people.supervisor))
        answer(chat, people.supervisor)
        chats.append(chat)
        if len(chats) > 1:
            end_chat(chat, actor=actor(people.supervisor), reason=EndReason.EXPERT)
    missed = arrive(site, "Omar")
    end_chat(missed, actor=SYSTEM, reason=EndReason.UNANSWERED)
    waits = arrive(site_of(people, people.other_group), "Quin")
    frozen_clock.advance(timedelta(seconds=65))
    online(people.supervisor)
    return [*chats, missed, waits]


def test_the_numbers_of_now_and_of_today(day: list[Chat], people: Cast) -> None:
    shown = board(actor(people.supervisor))
    now = shown.figures
    assert (now.waiting, now.active, now.missed) == (1, 1, 1)
    assert now.longest == timedelta(seconds=65)
    assert (now.median, now.ninth) == (timedelta(seconds=30), timedelta(seconds=100))
    assert [(one.id, one.load, one.capacity) for one in shown.colleagues] == [(people.supervisor.pk, 1, 3)]
    assert shown.first is not None
    assert shown.first.pk == day[-1].pk
    assert [chat.pk for chat in shown.missed] == [day[-2].pk]
    assert [chat.pk for chat, _wait in shown.slowest] == [chat.pk for chat in reversed(day[:5])]


def test_each_group_has_its_own_numbers(day: list[Chat], people: Cast) -> None:
    rows = {row.group.pk: row.figures for row in board(actor(people.supervisor)).rows}
    support, billing = rows[people.group.pk], rows[people.other_group.pk]
    assert (support.waiting, support.active, support.missed) == (0, 1, 1)
    assert (billing.waiting, billing.active, billing.median) == (1, 0, None)


def test_who_sees_one_group_counts_one_group(day: list[Chat], people: Cast) -> None:
    shown = board(actor(people.other_agent))
    assert [row.group.pk for row in shown.rows] == [people.other_group.pk]
    assert shown.missed == []
    assert shown.figures.active == 0


def test_what_was_before_today_counts_no_more(
    day: list[Chat], people: Cast, frozen_clock: FrozenClock
) -> None:
    frozen_clock.advance(timedelta(days=1))
    now = board(actor(people.supervisor)).figures
    assert (now.median, now.missed) == (None, 0)
    assert (now.waiting, now.active) == (1, 1)


def test_the_page_is_for_supervisors_and_its_numbers_lead_somewhere(
    day: list[Chat], people: Cast, client_for: Doors
) -> None:
    address = reverse("chat_board")
    page = client_for(people.supervisor).get(address).content.decode()
    assert f'href="{reverse("show_chat", args=[day[-1].pk])}" id="figure-longest"' in page
    assert f'href="{reverse("chats")}?show=waiting" id="figure-waiting"' in page
    assert f'data-person="{people.supervisor.pk}"' in page
    assert f"chats:{people.group.pk} " in page
    assert day[-2].ticket.number in page
    assert client_for(people.agent).get(address).status_code == 404
    assert client_for(people.customer).get(address).status_code == 404


def test_the_missed_ones_of_a_group_stand_in_the_archive(
    day: list[Chat], people: Cast, client_for: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("divan.chat.queries.board.LISTED", 1)
    end_chat(day[-1], actor=SYSTEM, reason=EndReason.UNANSWERED)
    client = client_for(people.supervisor)
    page = client.get(reverse("chat_board")).content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/chats/archive/\?[^"]+)"', page)]
    shown = [re.findall(r'data-chat="(\d+)"', client.get(link).content.decode()) for link in links]
    # Support, Billing, and all below them.
    assert shown == [[str(day[-2].pk)], [str(day[-1].pk)], [str(day[-1].pk), str(day[-2].pk)]]
    Role.objects.filter(slug="supervisor").update(permissions=["chat.supervise"])
    page = client_for(people.supervisor).get(reverse("chat_board")).content.decode()
    assert "/chats/archive/" not in page


def test_the_board_costs_the_same_however_many_chats_there_are(day: list[Chat], people: Cast) -> None:
    supervisor, site = actor(people.supervisor), site_of(people)
    costs = []
    for name in ("", "Rina", "Sami"):
        if name:
            accept(arrive(site, name), actor=supervisor)
        with CaptureQueriesContext(connection) as asked:
            board(supervisor)
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert costs[0] <= 8
