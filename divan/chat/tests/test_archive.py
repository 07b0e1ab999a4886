"""Past chats: found by what was said and by what they were, and shown to whom they may be shown (C3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.actions.roles import RoleSettings, create_role
from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.models import Chat, ChatRule, ChatSite, EndReason
from divan.chat.queries import archive
from divan.chat.tests.past_chat import TO_ALL, TO_ONE, conference, visit
from divan.chat.tests.waiting_room import site_of
from divan.core import jobs
from divan.core.actors import Right
from divan.search import searching
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
ARCHIVE = "/chats/archive/"


@pytest.fixture
def site(people: Cast) -> ChatSite:
    return site_of(people)


def past(site: ChatSite, people: Cast, name: str, *, by: User | None = None, **columns: Any) -> Chat:
    """A chat that has ended; `columns` are set as if it had gone so."""
    details = {key: columns.pop(key) for key in ("language", "text") if key in columns}
    chat, _token = visit(site, name, **details)
    person = by or people.agent
    accept(chat, actor=actor(person))
    end_chat(chat, actor=actor(person), reason=EndReason.EXPERT)
    Chat.objects.filter(pk=chat.pk).update(**columns)
    return chat


def found(client: Client, **asked: Any) -> list[int]:
    """The ids in the list, in their order."""
    answer = client.get(ARCHIVE, asked)
    assert answer.status_code == 200
    return listed(answer.content.decode())


def listed(page: str) -> list[int]:
    """The ids of the chats on a page."""
    return [int(pk) for pk in re.findall(r'data-chat="(\d+)"', page)]


@pytest.fixture
def reader(people: Cast, client_for: Doors) -> Client:
    return client_for(people.supervisor)


def test_the_newest_stands_first_and_running_ones_are_not_there(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast, reader: Client
) -> None:
    older = past(site, people, "Nora")
    frozen_clock.advance(timedelta(minutes=1))
    newer = past(site, people, "Omar")
    visit(site, "Pia")
    assert found(reader) == [newer.pk, older.pk]


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ({"rating": "2"}, {"rating": 2}),
        ({"language": "pl"}, {"language": "pl"}),
        ({"purpose": "sales"}, {"purpose": "sales"}),
        ({"outcome": "sold"}, {"outcome": "sold"}),
        ({"ended": "silence"}, {"end_reason": "silence"}),
        ({"answered": "no"}, {"end_reason": "unanswered"}),
        ({"answered": "no"}, {"accepted_at": None}),
        ({"waited": "5"}, {"waited_seconds": 300}),
        ({"lasted": "60"}, {"lasted_seconds": 3600}),
    ],
)
def test_it_is_narrowed_by_what_a_chat_was(
    site: ChatSite, people: Cast, reader: Client, asked: dict[str, str], columns: dict[str, Any]
) -> None:
    past(site, people, "Nora", rating=5)
    wanted = past(site, people, "Omar", **columns)
    assert found(reader, **asked) == [wanted.pk]


def test_chats_without_stars_are_found_too(site: ChatSite, people: Cast, reader: Client) -> None:
    past(site, people, "Nora", rating=5)
    wanted = past(site, people, "Omar")
    assert found(reader, rating="none") == [wanted.pk]


def test_it_is_narrowed_by_anybody_who_was_in_it(people: Cast, reader: Client) -> None:
    held = conference(people)
    past(held.chat.site, people, "Omar")
    for person in (people.other_agent, people.supervisor):
        assert found(reader, agent=person.pk) == [held.chat.pk]
    # Whoever was invited and never came is not offered at all.
    assert reader.get(ARCHIVE, {"agent": people.administrator.pk}).status_code == 422


def test_it_is_narrowed_by_site_and_visitor(site: ChatSite, people: Cast, reader: Client) -> None:
    first = past(site, people, "Nora")
    second = past(site_of(people), people, "Omar")
    jobs.drain()
    assert found(reader, site=site.pk) == [first.pk]
    assert found(reader, visitor="omar@visitor.example") == [second.pk]
    assert found(reader, visitor="nora") == [first.pk]
    assert found(reader, visitor="nobody at all") == []


def test_what_came_to_nothing_and_what_was_answered_are_found_too(
    site: ChatSite, people: Cast, reader: Client
) -> None:
    sold = past(site, people, "Nora", outcome="sold", purpose="sales")
    missed = past(site, people, "Omar", end_reason="unanswered")
    nothing = past(site, people, "Pia", purpose="sales")
    assert found(reader, answered="yes") == [nothing.pk, sold.pk]
    assert found(reader, outcome="none") == [nothing.pk, missed.pk]
    assert found(reader, outcome="none", purpose="sales", answered="yes") == [nothing.pk]


def test_it_is_narrowed_by_group_and_by_who_led(people: Cast, reader: Client) -> None:
    held = conference(people)
    other = past(site_of(people, people.other_group), people, "Omar", by=people.other_agent)
    assert found(reader, group=people.other_group.pk) == [other.pk]
    # Dina was in both, and led only one of them.
    assert found(reader, agent=people.other_agent.pk) == [other.pk, held.chat.pk]
    assert found(reader, lead=people.other_agent.pk) == [other.pk]


def test_it_is_narrowed_by_the_rule_that_invited(site: ChatSite, people: Cast, reader: Client) -> None:
    assert 'name="rule"' not in reader.get(ARCHIVE).content.decode()
    rule = ChatRule.objects.create(site=site, name="Prices")
    past(site, people, "Nora")
    wanted = past(site, people, "Omar", rule=rule)
    assert found(reader, rule=rule.pk) == [wanted.pk]
    assert 'name="rule"' in reader.get(ARCHIVE).content.decode()


def test_days_are_the_readers_own(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast, reader: Client
) -> None:
    User.objects.filter(pk=people.supervisor.pk).update(language="fa", time_zone="Asia/Tehran")
    evening = past(site, people, "Nora")
    # Half past eleven in the evening in Warsaw is the next day in Tehran.
    frozen_clock.advance(timedelta(hours=10, minutes=30))
    night = past(site, people, "Omar")
    assert found(reader, until="۱۴۰۵/۰۱/۰۱") == [evening.pk]
    assert found(reader, since="۱۴۰۵/۰۱/۰۲") == [night.pk]
    refused = reader.get(ARCHIVE, {"since": "yesterday or so"})
    assert refused.status_code == 422
    assert 'id="archive-since_error"' in refused.content.decode()


def test_words_find_what_was_said_and_never_whispers(people: Cast, reader: Client) -> None:
    held = conference(people)
    past(held.chat.site, people, "Omar", text="The cellar is under water.")
    jobs.drain()
    assert found(reader, q="pump") == [held.chat.pk]
    assert found(reader, q="چراغ") == [held.chat.pk]
    assert found(reader, q=held.chat.ticket.number) == [held.chat.pk]
    assert found(reader, q="pump", language="pl") == []
    for secret in ("Zinnia", "Marigold"):
        assert found(reader, q=secret) == []


def test_of_very_many_with_the_same_word_only_the_newest_are_looked_through_and_the_page_says_so(
    site: ChatSite, people: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = [past(site, people, name, rating=1, text="The toner is empty.").pk for name in ("Nora", "Omar")]
    for name in ("Ana", "Ben", "Cem", "Dov", "Eva"):
        past(site, people, name, text="The toner is empty.")
    jobs.drain()
    for one, number in (("RANKED", 2), ("_ROUNDS", 2), ("_SOME", 1)):
        monkeypatch.setattr(searching, one, number)
    monkeypatch.setattr(archive, "FEW", 1)
    monkeypatch.setattr("divan.chat.exports.AT_ONCE", 1)
    said = "data-is-cut"
    page = reader.get(ARCHIVE, {"q": "toner", "rating": "1"}).content.decode()
    assert (listed(page), said in page) == ([], True)
    # An export looks at each of them, and so does the list where filters leave few.
    answer = reader.post(f"{ARCHIVE}export/", {"form": "json", "q": "toner", "rating": "1"})
    written = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [one["id"] for one in written["chats"]] == rare[::-1]
    monkeypatch.undo()
    page = reader.get(ARCHIVE, {"q": "toner", "rating": "1"}).content.decode()
    assert (sorted(listed(page)), said in page) == (rare, False)


def test_tickets_of_other_channels_do_not_stand_before_chats(
    site: ChatSite, people: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = past(site, people, "Nora", text="The toner is empty.")
    for _index in range(5):
        open_ticket(people, subject="Toner")
    jobs.drain()
    for one, number in (("RANKED", 2), ("_ROUNDS", 2), ("_SOME", 0)):
        monkeypatch.setattr(searching, one, number)
    monkeypatch.setattr(archive, "FEW", 0)
    assert found(reader, q="toner") == [chat.pk]


def test_pages_go_on_where_the_last_one_ended(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name in ("Ana", "Ben", "Cem", "Dov", "Eva"):
        made.append(past(site, people, name).pk)
    monkeypatch.setattr("divan.chat.views.archive.PAGE", 2)
    address, seen = "/chats/archive/?purpose=support", []
    while address:
        page = reader.get(address).content.decode()
        seen += listed(page)
        following = re.search(r'hx-get="(/chats/archive/[^"]+)"', page)
        address = unescape(following[1]) if following else ""
        assert not address or "purpose=support" in address
    assert seen == made[::-1]
    assert found(reader, after="nonsense")[:1] == made[-1:]


def test_only_chats_whose_ticket_the_reader_sees(site: ChatSite, people: Cast, client_for: Doors) -> None:
    chief = actor(people.administrator)
    support = past(site, people, "Nora")
    billing = past(site_of(people, people.other_group), people, "Omar", by=people.other_agent)
    settings = RoleSettings(
        names={"en": "Reader"}, is_staff=True, permissions=("chat.archive",), all_groups=Right.NONE
    )
    User.objects.filter(pk=people.agent.pk).update(role=create_role(settings, actor=chief))
    reader = client_for(people.agent)
    assert found(reader) == [support.pk]
    assert reader.get(f"/chats/archive/{support.pk}/").status_code == 200
    assert reader.get(f"/chats/archive/{billing.pk}/").status_code == 404
    copied = reader.post(f"/chats/archive/{billing.pk}/copy/", {"form": "txt"})
    assert copied.status_code == 404


def test_without_the_permission_there_is_no_archive(site: ChatSite, people: Cast, client_for: Doors) -> None:
    chat = past(site, people, "Nora")
    for address in (ARCHIVE, f"/chats/archive/{chat.pk}/"):
        assert client_for(people.agent).get(address).status_code == 404
    assert client_for(people.agent).post("/chats/archive/export/").status_code == 404


def test_a_chat_shows_its_course_with_whispers_marked(people: Cast, reader: Client) -> None:
    held = conference(people)
    answer = reader.get(f"/chats/archive/{held.chat.pk}/")
    page = answer.content.decode()
    assert TO_ALL in page
    assert TO_ONE in page  # Ece supervises
    kinds = re.findall(r'data-kind="(\w+)"', page)
    assert kinds[:3] == ["said", "accepted", "invited"]
    assert kinds.count("whispered") == 2
    assert kinds[-1] == "ended"
    assert "Rosa Lind" in page


def test_a_running_chat_is_not_in_the_archive(site: ChatSite, people: Cast, reader: Client) -> None:
    chat, _token = visit(site)
    assert reader.get(f"/chats/archive/{chat.pk}/").status_code == 404


def test_the_list_costs_the_same_for_two_and_for_many(site: ChatSite, people: Cast, reader: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.get(ARCHIVE)
        return len(queries)

    past(site, people, "Ana")
    past(site, people, "Ben")
    cost()  # what a process remembers of colours, groups and shortcuts
    few = cost()
    for name in ("Cem", "Dov", "Eva"):
        past(site, people, name)
    assert cost() == few


def test_the_desk_mails_the_transcript_from_here(people: Cast, reader: Client) -> None:
    held = conference(people)
    address = f"/chats/archive/{held.chat.pk}/mail/"
    assert reader.post(address).status_code == 302
    assert (
        not apps.get_model("mail", "OutgoingMail").objects.filter(purpose="account.chat_transcript").exists()
    )
    Chat.objects.filter(pk=held.chat.pk).update(is_identified=True)
    assert reader.post(address).status_code == 302
    assert (
        apps.get_model("mail", "OutgoingMail").objects.filter(purpose="account.chat_transcript").count() == 1
    )
