"""The search page of the desk: what it finds, shows, explains and offers, for whom, and what that costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.core.jobs import drain
from divan.knowledge import actions as knowledge
from divan.tickets import actions
from divan.tickets.tests.desk import HTMX, POLYGLOT
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _search(client: Client, query: str, **more: str) -> str:
    return client.get("/search/", {"q": query, **more}).content.decode()


def _numbers(page: str) -> list[str]:
    return re.findall(r'href="/(?:my/)?tickets/([^/"]+)/" data-row', page)


def _links(page: str) -> list[str]:
    return [unescape(path) for path in re.findall(r'href="(/search/\?[^"]*)"', page)]


def _problems(page: str) -> list[str]:
    """The parts of the query that the page calls wrong."""
    return re.findall(r'class="banner problem".*?<bdi>([^<]*)</bdi>', page)


def test_word_forms_are_found_and_marked(people: Cast, client_for: Doors) -> None:
    """The subject, the message with most of the words, and who works on it."""
    ticket = open_ticket(people, subject="Yazıcı bozuldu", text="Dünden beri bozuk.", language="tr")
    reply(ticket, people.agent, "Yeni faturanızı yazıcıdan alabilirsiniz.")
    reply(ticket, people.agent, "Görüşmek üzere.")
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    drain()
    page = _search(client_for(people.agent), "yazıcı faturalar")
    assert _numbers(page) == [ticket.number]
    assert "<mark>Yazıcı</mark> bozuldu" in page
    assert "Yeni <mark>faturanızı</mark> <mark>yazıcıdan</mark> alabilirsiniz." in page
    for shown in (ticket.number, "Celina Nowak", "Baran Yıldız"):
        assert shown in page


def test_notes_are_found_and_marked_as_such_by_staff_only(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    note(ticket, people.agent, "The warranty ended in spring.")
    own = open_ticket(people, requester=people.agent, group=people.other_group)
    note(own, people.other_agent, "No warranty for him.")
    drain()
    page = _search(client_for(people.agent), "warranty")
    assert _numbers(page) == [ticket.number]
    assert "The <mark>warranty</mark> ended" in page
    assert 'class="noted"' in page
    assert "for him" not in page
    both = _search(client_for(people.agent), "printer")
    assert set(_numbers(both)) == {ticket.number, own.number}
    assert f'href="/my/tickets/{own.number}/"' in both
    assert 'class="noted"' not in both


def test_everybody_finds_what_they_may_see(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    drain()
    for person in (people.agent, people.supervisor, people.administrator):
        for query in ("empty", "status:new", ticket.number, "from:celina@customer.example"):
            assert _numbers(_search(client_for(person), query)) == [ticket.number], (person.name, query)
    for stranger in (people.other_agent, people.clerk):
        for query in ("empty", "status:new", ticket.number, "from:celina@customer.example"):
            assert ticket.number not in _numbers(_search(client_for(stranger), query))
        assert "celina" not in _search(client_for(stranger), "Nowak", tab="people").casefold()
    for path in (
        "/search/?q=empty",
        "/search/counts/?q=empty",
        "/search/completions/?q=st",
        "/search/box/?q=a",
    ):
        assert client_for(people.customer).get(path).status_code == 404


def test_fields_alone_list_the_newest_first_page_by_page(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    expected = []
    for _place in range(60):
        frozen_clock.advance(timedelta(seconds=1))
        expected.append(open_ticket(people).number)
    solve(open_ticket(people), people.agent)
    client = client_for(people.agent)
    assert _all_of(client, "status:new") == expected[::-1]


def test_hits_page_without_a_gap(people: Cast, client_for: Doors) -> None:
    expected = {open_ticket(people, subject=f"Empty page {place}").number for place in range(60)}
    drain()
    client = client_for(people.agent)
    seen = _all_of(client, "empty page")
    assert len(seen) == 60
    assert set(seen) == expected


def _all_of(client: Client, query: str) -> list[str]:
    """The numbers of all pages; the second one is fetched as a fragment."""
    page = _search(client, query)
    seen = _numbers(page)
    assert len(seen) == 50
    more = next(path for path in _links(page) if "after=" in path)
    rest = client.get(more, **HTMX).content.decode()
    assert "<html" not in rest
    return seen + _numbers(rest)


def test_a_ticket_that_is_named_by_its_number_comes_first(people: Cast, client_for: Doors) -> None:
    named = open_ticket(people, subject="A rare thing")
    digits = named.number.removeprefix("DVN-")
    others = [open_ticket(people, subject=f"Error {digits} again").number for _place in range(3)]
    drain()
    found = _numbers(_search(client_for(people.agent), digits))
    assert found[0] == named.number
    assert set(found[1:]) == set(others)


def test_what_is_wrong_is_explained_and_the_rest_is_searched(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    drain()
    page = _search(client_for(people.agent), "empty status:opne")
    assert _numbers(page) == [ticket.number]
    assert _problems(page) == ["status:opne"]


def test_a_near_miss_is_offered_with_the_rest_of_the_query(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, subject="Refrigerator is warm")
    drain()
    client = client_for(people.agent)
    page = _search(client, "refrigeratr status:new")
    assert _numbers(page) == []
    better = next(path for path in _links(page) if "refrigerator" in path)
    assert "status%3Anew" in better
    assert _numbers(client.get(better).content.decode()) == [ticket.number]


def test_nothing_found_leads_on_with_one_button(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, subject="Empty pages")
    drain()
    client = client_for(people.agent)
    page = _search(client, "empty status:solved")
    assert "empty status:solved" in unescape(re.search(r'class="empty".*?</div>', page, re.S)[0])  # type: ignore[index]
    assert "/search/?q=empty" in _links(page)
    assert _numbers(_search(client, "empty")) == [ticket.number]
    assert "/search/?q=" in _links(_search(client, "nobodyeverwrotethis"))


def test_parts_are_taken_away_and_filters_set_by_links(people: Cast, client_for: Doors) -> None:
    page = _search(client_for(people.agent), 'empty status:open "second floor" -toner #vip')
    links = _links(page)
    assert "/search/?q=empty+%22second+floor%22+-toner+%23vip" in links
    assert "/search/?q=empty+status%3Aopen+%22second+floor%22+%23vip" in links
    assert len(re.findall(r'<a class="badge" href', page)) == 4
    simple = _links(_search(client_for(people.agent), "empty status:open"))
    assert "/search/?q=empty+status%3Asolved" in simple
    assert "/search/?q=empty" in simple
    for wanted in (
        "is%3Aunanswered",
        "has%3Aattachment",
        "assignee%3Ame",
        "group%3Amine",
        "created%3A7d",
        "channel%3Aemail",
    ):
        assert any(
            path.startswith("/search/?q=empty+status%3Aopen+") and wanted in path for path in simple
        ), wanted


def test_every_filter_is_understood(people: Cast, client_for: Doors) -> None:
    """Also in the reader's language: no link of the bar leads to a question that is not understood."""
    client = client_for(people.agent)
    for path in _links(_search(client, "empty")):
        assert not _problems(client.get(path).content.decode()), path


def test_people_organisations_and_articles_have_tabs(people: Cast, client_for: Doors) -> None:
    chief = actor(people.administrator)
    shelf = knowledge.create_category({"en": "Printers"}, actor=chief)
    article = knowledge.create_article("empty-pages", shelf, actor=chief)
    words = {"title": "Celina's empty pages", "summary": "Turn the drum", "body": "Turn it."}
    knowledge.write_translation(article, "en", **words, actor=chief)
    knowledge.publish_article(article, actor=chief)
    open_ticket(people)
    drain()
    agent = client_for(people.agent)
    person = _search(agent, "celina status:open", tab="people")
    assert "<mark>Celina</mark> Nowak" in person
    assert "/search/?q=from%3Acelina%40customer.example" in _links(person)
    assert f"/settings/people/{people.customer.pk}/" not in person
    assert f"/settings/people/{people.customer.pk}/" in _search(
        client_for(people.administrator), "celina", tab="people"
    )
    assert "/help/en/empty-pages/" in _search(agent, "drum", tab="articles")
    for tab in ("people", "organisations", "articles"):
        assert 'id="hits"' not in _search(agent, "status:open", tab=tab)


def test_counts_come_afterwards_for_every_tab(people: Cast, client_for: Doors) -> None:
    open_ticket(people)
    open_ticket(people)
    drain()
    client = client_for(people.agent)
    assert 'hx-get="/search/counts/"' in _search(client, "celina")
    tabs = client.get("/search/counts/", {"q": "celina", "tab": "people"}).content.decode()
    counts = re.findall(r'id="tab-(\w+)".*?class="count">(\d+)<', tabs)
    assert counts == [("tickets", "2"), ("people", "1"), ("organisations", "0"), ("articles", "0")]
    assert re.search(r'id="tab-people" aria-current="page"', tabs)


def test_completions_are_options_with_the_whole_query(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    offered = client.get("/search/completions/", {"q": "empty stat pages", "at": "10"}).content.decode()
    assert any(text.startswith("empty status:") for text in re.findall(r'data-text="([^"]*)"', offered))
    for at in ("", "-1", "٣", "99999", "x"):
        assert client.get("/search/completions/", {"q": "stat", "at": at}).status_code == 200


def test_hostile_words_are_only_shown(people: Cast, client_for: Doors) -> None:
    open_ticket(people, subject=POLYGLOT, text=POLYGLOT)
    drain()
    client = client_for(people.agent)
    for query in ("onload alert", POLYGLOT, f'status:"{POLYGLOT}"', f"#{POLYGLOT}"):
        for tab in ("tickets", "people", "articles"):
            page = _search(client, query, tab=tab)
            assert "<svg/onload" not in page
            assert "<script>alert" not in page
    assert _search(client, '\x00 :: " -', tab="nonsense", after="x_y", view="9" * 30)


def test_what_is_longer_than_any_query_is_not_repeated(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    page = client.post("/search/views/", {"q": "a " * 200_000, "name": "Long"})
    assert (page.status_code, len(page.content) < 500_000) == (422, True)


def test_the_page_costs_the_same_for_one_and_for_fifty(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    costs: dict[str, list[int]] = {"empty page": [], "status:new": []}
    for more in (1, 55):
        for _place in range(more):
            open_ticket(people, subject="Empty pages")
        drain()
        for query, measured in costs.items():
            with CaptureQueriesContext(connection) as queries:
                assert len(_numbers(_search(client, query))) == min(more, 50)
            measured.append(len(queries))
    assert costs["empty page"][1] <= costs["empty page"][0] + 2
    assert costs["empty page"][1] <= 24
    assert costs["status:new"][0] == costs["status:new"][1] <= 12
