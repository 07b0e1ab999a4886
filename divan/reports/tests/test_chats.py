"""Chats in numbers: what is counted, what is behind it, and who gets it (C2, D10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from divan.accounts import actions as accounts
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.models import User
from divan.chat.actions.rules_counting import Course, count_offer
from divan.chat.models import Outcome
from divan.core.actors import Right
from divan.core.l10n.languages import CODES
from divan.reports.tests.days import Day, missed, sites, talk
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
PAGE, FILE = "/reports/", "/reports/csv/"


@pytest.fixture
def day(people: Cast, frozen_clock: FrozenClock) -> Day:
    """Four chats that were answered, one of them after the visitor of an invitation, and one that was not."""
    where = sites(people)
    time, agent, supervisor = frozen_clock, people.agent, people.supervisor
    talk(time, where.helps, agent, "Ana", waits=10, stars=5)
    talk(time, where.helps, supervisor, "Ben", waits=20, stars=4)
    talk(time, where.sells, agent, "Cem", waits=30, outcome=Outcome.SOLD, rule=where.rule)
    talk(time, where.sells, agent, "Dov", waits=100, outcome=Outcome.LOST)
    missed(time, where.sells, "Eda")
    count_offer(where.rule, Course.SHOWN)
    count_offer(where.rule, Course.ACCEPTED)
    return where


def table(client: Client, **asked: Any) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the file, by what they are of."""
    answer = client.get(FILE, asked)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chats.csv"'
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {(row["by"], row["name"]): row for row in rows}


def numbers(row: dict[str, str], *names: str) -> list[int]:
    return [int(row[name]) for name in names]


def test_chats_are_counted_and_timed(day: Day, people: Cast, client_for: Doors) -> None:
    total = table(client_for(people.supervisor))["all", ""]
    assert numbers(total, "chats", "answered", "unanswered") == [5, 4, 1]
    assert numbers(total, "waited_median", "waited_p90") == [20, 100]
    assert numbers(total, "first_reply_median", "first_reply_p90") == [25, 105]
    assert numbers(total, "rated_5", "rated_4", "rated_1") == [1, 1, 0]


def test_sales_chats_have_outcomes_by_site_expert_and_invitation(
    day: Day, people: Cast, client_for: Doors
) -> None:
    rows = table(client_for(people.supervisor))
    outcomes = ("sales_chats", "lead", "sold", "lost", "no_outcome")
    assert numbers(rows["all", ""], *outcomes) == [3, 0, 1, 1, 1]
    assert numbers(rows["site", "Help pages"], *outcomes) == [0, 0, 0, 0, 0]
    assert numbers(rows["expert", "Baran Yıldız"], *outcomes) == [2, 0, 1, 1, 0]
    assert numbers(rows["expert", "Ece Demir"], "chats", "sales_chats") == [1, 0]
    invitation = rows["invitation", "Prices"]
    assert numbers(invitation, "shown", "accepted", "declined", "chats", "sold") == [1, 1, 0, 1, 1]


def test_purpose_site_and_days_narrow_it(
    day: Day, people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    client = client_for(people.supervisor)
    assert numbers(table(client, purpose="sales")["all", ""], "chats", "answered") == [3, 2]
    assert numbers(table(client, site=day.helps.pk)["all", ""], "chats") == [2]
    frozen_clock.advance(timedelta(days=7))
    assert numbers(table(client, days="7")["all", ""], "chats") == [0]
    assert numbers(table(client, days="30")["all", ""], "chats") == [5]
    assert numbers(table(client, since="2026-03-21", until="2026-03-21")["all", ""], "chats") == [5]
    assert numbers(table(client, since="2026-03-22")["all", ""], "chats") == [0]
    assert numbers(table(client, until="2026-03-20")["all", ""], "chats") == [0]


def test_a_day_is_that_of_the_reader(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    frozen_clock.advance(timedelta(hours=11, minutes=30))
    talk(frozen_clock, sites(people).helps, people.agent, "Ana")
    User.objects.filter(pk=people.supervisor.pk).update(time_zone="Asia/Tehran")
    User.objects.filter(pk=people.administrator.pk).update(time_zone="Atlantic/Azores")
    asked = {"since": "2026-03-22", "until": "2026-03-22"}
    assert numbers(table(client_for(people.supervisor), **asked)["all", ""], "chats") == [1]
    assert numbers(table(client_for(people.administrator), **asked)["all", ""], "chats") == [0]


def test_every_number_opens_the_chats_that_it_counts(day: Day, people: Cast, client_for: Doors) -> None:
    client = client_for(people.supervisor)
    page = LexborHTMLParser(client.get(PAGE).content.decode())
    links = [link for link in page.css("#report a") if "/archive/" in (link.attributes["href"] or "")]
    followed = 0
    for link in links:
        opened = client.get(link.attributes["href"])
        assert opened.status_code == 200
        if link.text().strip().isdigit():
            assert opened.content.decode().count("data-chat=") == int(link.text()), link.html
            followed += 1
    assert followed > 20


def test_who_may_not_open_the_archive_is_led_nowhere(day: Day, people: Cast, client_for: Doors) -> None:
    reader = _reader(people, Right.ALL)
    page = client_for(reader).get(PAGE).content.decode()
    assert 'id="figure-started"' in page
    assert "/chats/archive/" not in page


def test_who_sees_no_group_counts_nothing(day: Day, people: Cast, client_for: Doors) -> None:
    rows = table(client_for(_reader(people, Right.NONE)))
    assert numbers(rows["all", ""], "chats") == [0]
    assert list(rows) == [("all", "")]


def test_names_are_no_formulas_in_the_file(day: Day, people: Cast, client_for: Doors) -> None:
    assert ("site", "'=Shop") in table(client_for(people.supervisor))


@pytest.mark.parametrize(
    "wrong", [{"days": "8"}, {"since": "tomorrow"}, {"since": "2026-03-21", "until": "2026-03-01"}]
)
def test_what_cannot_be_read_is_said_on_the_page(
    wrong: dict[str, str], day: Day, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.supervisor)
    answer = client.get(PAGE, wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert client.get(FILE, wrong).headers["Location"].startswith(f"{PAGE}?")


@pytest.mark.parametrize("language", CODES)
def test_it_is_there_in_every_language(language: str, day: Day, people: Cast, client_for: Doors) -> None:
    User.objects.filter(pk=people.supervisor.pk).update(language=language)
    page = client_for(people.supervisor).get(PAGE, {"days": "90"}).content.decode()
    assert f'<html lang="{language}"' in page
    started = LexborHTMLParser(page).css_first("#figure-started .figure-number").text()
    assert started == ("۵" if language == "fa" else "5")


def test_it_costs_the_same_however_many_chats_there_are(
    day: Day, people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    client = client_for(people.supervisor)
    client.get(PAGE)
    costs = []
    for name in ("", "Fay", "Gil"):
        if name:
            talk(frozen_clock, day.sells, people.supervisor, name, waits=7, outcome=Outcome.LEAD, stars=3)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        costs.append(len([one for one in asked if "chat_chat" in one["sql"]]))
    assert costs == [costs[0]] * 3
    assert costs[0] <= 9


def _reader(people: Cast, right: Right) -> User:
    """Somebody whose role sees reports and nothing else, with that right in every group."""
    chief = actor(people.administrator)
    settings = RoleSettings(
        names={"en": "Controller"}, is_staff=True, permissions=("reports.see",), all_groups=right
    )
    role = accounts.create_role(settings, actor=chief)
    return accounts.add_person("rea@divan.example", "Rea Kline", role, actor=chief, language="en")
