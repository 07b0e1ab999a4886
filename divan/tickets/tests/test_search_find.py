"""Search through the public door of the slice: what is written at the desk is found, by those who may see it."""

from __future__ import annotations

import pytest

from divan.accounts.actions import people as accounts
from divan.core.actors import ANONYMOUS, SYSTEM
from divan.core.jobs import drain
from divan.search import searching
from divan.search.queries import Query, count, did_you_mean, find, similar
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def found(query: Query | str, person: object, **narrowing: object) -> list[int]:
    """Ids of the tickets that the person finds once the worker has done its work."""
    drain()
    return [hit.object_id for hit in find(query, actor=actor(person), kind="ticket", **narrowing).hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Yazıcılarımızdan hiçbiri çalışmıyor", "yazıcı"),
        ("İSTANBUL'DAKİ ofiste internet yok", "istanbul"),
        ("ISPARTA şubesi kapalı", "ısparta"),
        ("המדפסות במשרד לא מדפיסות", "מדפסת"),
        ("הפניה שלי לא נענתה", "פנייה"),
        ("پیش‌نویس‌های من پاک شده است", "پیشنویس"),
        ("درخواست‌های من بی‌پاسخ مانده است", "درخواست"),
        ("تيكت من كجاست", "تیکت"),
        ("Drukarki w Łodzi nie działają", "drukarka"),
        ("Drukarki w Łodzi nie działają", "lodz"),
        ("The printers are printing blank pages", "printer"),
        ("Numer faktury ۱۲۳۴۵ jest błędny", "12345"),
    ],
)
def test_any_form_of_a_word_finds_the_ticket(people: Cast, written: str, typed: str) -> None:
    ticket = open_ticket(people, subject="…", text=written)
    open_ticket(people, subject="Something else", text="Nothing to do with it")
    assert found(typed, people.supervisor) == [ticket.pk]


def test_words_may_stand_in_different_messages(people: Cast) -> None:
    ticket = open_ticket(people, subject="Scanner", text="It is broken.")
    reply(ticket, people.agent, "Which cable do you use?")
    assert found("scanner cable", people.agent) == [ticket.pk]
    assert found("scanner keyboard", people.agent) == []


def test_a_word_in_the_subject_comes_first_and_the_word_itself_before_its_forms(people: Cast) -> None:
    in_subject = open_ticket(people, subject="Invoices", text="Where are they?")
    another_form = open_ticket(people, subject="Question", text="I lost two invoices.")
    itself = open_ticket(people, subject="Question", text="I lost one invoice.")
    assert found("invoice", people.supervisor) == [in_subject.pk, itself.pk, another_form.pk]


def test_of_equal_matches_the_newest_comes_first_and_an_answer_makes_a_ticket_new(people: Cast) -> None:
    first, second, third = (open_ticket(people, subject="Modem", text="No light") for _ in range(3))
    assert found("modem", people.supervisor) == [third.pk, second.pk, first.pk]
    reply(first, people.agent, "Please restart it.")
    assert found("modem", people.supervisor) == [first.pk, third.pk, second.pk]


def test_notes_are_found_by_staff_of_the_group_only(people: Cast) -> None:
    ticket = open_ticket(people, requester=people.other_agent, subject="Laptop", text="It is slow")
    note(ticket, people.agent, "Suspect the heatsink")
    assert found("heatsink", people.agent) == [ticket.pk]
    assert found("laptop", people.other_agent) == [ticket.pk]  # the requester, an agent of another group
    assert found("heatsink", people.other_agent) == []
    assert found(Query("laptop", without=("heatsink",)), people.other_agent) == [ticket.pk]
    assert found(Query("laptop", without=("heatsink",)), people.agent) == []


def test_a_ticket_that_moves_is_found_in_its_new_group(people: Cast) -> None:
    ticket = open_ticket(people, subject="Refund")
    assert found("refund", people.other_agent) == []
    actions.move(ticket, people.other_group, actor=actor(people.supervisor))
    assert found("refund", people.other_agent) == [ticket.pk]
    assert found("refund", people.agent) == []


def test_somebody_without_an_account_finds_nothing(people: Cast) -> None:
    open_ticket(people, subject="Secret")
    drain()
    assert find("secret", actor=ANONYMOUS, kind="ticket").hits == ()
    assert len(find("secret", actor=SYSTEM, kind="ticket").hits) == 1


def test_a_filter_narrows_what_is_found_and_counted(people: Cast) -> None:
    mine = open_ticket(people, subject="Router")
    open_ticket(people, subject="Router")
    actions.assign(mine, people.agent.pk, actor=actor(people.agent))
    assigned = Ticket.objects.filter(assignee=people.agent)
    assert found("router", people.agent, among=assigned) == [mine.pk]
    assert count("router", actor=actor(people.agent), kind="ticket", among=assigned).number == 1
    assert count("router", actor=actor(people.agent), kind="ticket").number == 2
    assert count("router", actor=actor(people.other_customer), kind="ticket").number == 0


def test_facets_name_group_assignee_organisation_and_the_customers_side(people: Cast) -> None:
    ticket = open_ticket(people, subject="Router")
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    of_ticket = (f"g{people.group.pk}", f"a{people.agent.pk}", f"p{people.customer.pk}")
    assert found(Query("router", facets=of_ticket), people.agent) == [ticket.pk]
    assert found(Query("router", facets=(f"a{people.supervisor.pk}",)), people.agent) == []


def test_a_phrase_needs_its_words_side_by_side(people: Cast) -> None:
    together = open_ticket(people, text="The blue screen came back.")
    apart = open_ticket(people, text="The screen is blue.")
    assert found(Query(phrases=("Blue Screen",)), people.agent) == [together.pk]
    assert set(found("blue screen", people.agent)) == {together.pk, apart.pk}


def test_words_can_be_excluded(people: Cast) -> None:
    open_ticket(people, subject="Keyboard", text="Spilled coffee on it")
    dry = open_ticket(people, subject="Keyboard", text="A key is stuck")
    assert found(Query("keyboard", without=("coffee",)), people.agent) == [dry.pk]


def test_a_word_that_is_still_being_typed_finds_longer_ones(people: Cast) -> None:
    ticket = open_ticket(people, subject="Klawiatura nie działa")
    assert found(Query("klaw", is_typing=True), people.agent) == [ticket.pk]
    assert found("klaw", people.agent) == []


def test_pages_follow_each_other_without_gap_or_repetition(people: Cast) -> None:
    tickets = [open_ticket(people, subject="Toner") for _ in range(7)]
    drain()
    seen: list[int] = []
    after = ""
    while True:
        page = find("toner", actor=actor(people.agent), kind="ticket", limit=3, after=after)
        seen += [hit.object_id for hit in page.hits]
        after = page.after
        if not after:
            break
    assert seen == [ticket.pk for ticket in reversed(tickets)]


def test_what_somebody_finds_as_agent_and_as_requester_comes_once(people: Cast) -> None:
    tickets = [open_ticket(people, requester=people.agent, subject="Toner") for _ in range(4)]
    note(tickets[1], people.agent, "The toner is empty")
    drain()
    seen: list[int] = []
    after = ""
    for _page in range(6):
        page = find("toner", actor=actor(people.agent), kind="ticket", limit=1, after=after)
        seen += [hit.object_id for hit in page.hits]
        after = page.after
        if not after:
            break
    assert sorted(seen) == sorted(ticket.pk for ticket in tickets)


def test_a_facet_beside_a_filter_of_few_finds_older_matches_too(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = open_ticket(people, subject="Toner")
    for _ in range(4):
        open_ticket(people, subject="Toner")
    monkeypatch.setattr(searching, "RANKED", 2)
    monkeypatch.setattr(searching, "_ROUNDS", 2)
    facets = Query("toner", facets=(f"g{people.group.pk}",))
    assert found(facets, people.agent, among=Ticket.objects.filter(pk=old.pk)) == [old.pk]


def test_a_broken_cursor_is_the_first_page(people: Cast) -> None:
    ticket = open_ticket(people, subject="Toner")
    assert found("toner", people.agent, after="x_y") == [ticket.pk]
    assert found("toner", people.agent, after=f"{10**30}_1e9_1") == [ticket.pk]


def test_stop_words_are_not_needed(people: Cast) -> None:
    ticket = open_ticket(people, subject="Drukarka", text="Zepsuta")
    assert found("nie działa to drukarka i", people.agent) == []
    assert found("czy to jest drukarka", people.agent) == [ticket.pk]


def test_files_and_people_are_found(people: Cast) -> None:
    ticket = open_ticket(people)
    assert found("celina nowak", people.agent) == [ticket.pk]
    assert found(ticket.number, people.agent) == [ticket.pk]


def test_a_word_that_is_nearly_right_is_corrected_for_those_who_would_find_something(people: Cast) -> None:
    open_ticket(people, subject="Klawiatura nie działa")
    drain()
    assert did_you_mean("klaviatura", actor=actor(people.agent), kind="ticket") == "klawiatura"
    assert did_you_mean("klaviatura", actor=actor(people.other_customer), kind="ticket") is None
    assert did_you_mean("klawiatura", actor=actor(people.agent), kind="ticket") is None


def test_similar_tickets_share_rare_words(people: Cast) -> None:
    old = open_ticket(people, subject="VPN error 619", text="The tunnel closes after a minute")
    open_ticket(people, subject="Chair", text="The wheels squeak after a minute")
    new = open_ticket(people, subject="Tunnel", text="VPN closes with error 619")
    drain()
    text = "Tunnel\nVPN closes with error 619"
    hits = similar(text, actor=actor(people.agent), kind="ticket", without=[new.pk], limit=1)
    assert [hit.object_id for hit in hits] == [old.pk]
    assert similar(text, actor=actor(people.other_customer), kind="ticket") == []


def test_people_are_found_under_their_new_name(people: Cast) -> None:
    drain()
    chief = actor(people.administrator)
    ids = lambda text: [hit.object_id for hit in find(text, actor=chief, kind="person").hits]  # noqa: E731
    assert ids("nowak") == [people.customer.pk]
    assert ids("דינה") == [people.other_agent.pk]
    accounts.deactivate_person(people.customer, actor=chief)
    drain()
    assert ids("nowak") == []
