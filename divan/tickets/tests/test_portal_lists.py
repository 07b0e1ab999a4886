"""The landing page and "my tickets": what is new, what is finished, and nobody else's business."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from divan.accounts.installation import forget
from divan.accounts.models import Installation, Organization, User
from divan.tickets.models import Participant
from divan.tickets.ready_made import create_forms
from divan.ui.slots import slots
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast


@pytest.fixture
def desk(people: Cast) -> Cast:
    create_forms(people.group)
    Installation.objects.update(hotline="+48 22 555 01 00", hotline_hours={"en": "Mon to Fri, 8 to 17"})
    forget()
    return people


def test_everybody_finds_the_ways_in_in_their_language(desk: Cast) -> None:
    page = Client(headers={"Accept-Language": "he"}).get("/").content.decode()
    assert '<html lang="he" dir="rtl"' in page
    assert "יצירת קשר" in page
    assert "+48 22 555 01 00" in page
    assert "Mon to Fri, 8 to 17" in page


def test_without_a_search_the_box_leads_to_the_first_form(desk: Cast) -> None:
    page = Client().get("/").content.decode()
    assert 'action="/forms/support/"' in page
    assert 'name="subject"' in page


def test_higher_slices_add_themselves(desk: Cast, monkeypatch) -> None:
    monkeypatch.setattr(slots, "_contributions", {})
    for slot in ("portal.cards", "portal.panels", "portal.search"):
        slots.add(slot, f"here is {slot}".format_map)
    page = Client().get("/").content.decode()
    assert all(f"here is {slot}" in page for slot in ("portal.cards", "portal.panels", "portal.search"))
    assert 'action="/forms/support/"' not in page


def test_staff_go_on_to_the_inbox_and_may_still_look(desk: Cast, client_for) -> None:
    client = client_for(desk.agent)
    assert client.get("/").headers["Location"] == "/inbox/"
    assert client.get("/portal/").status_code == 200


def _reads_english(person: User) -> None:
    User.objects.filter(pk=person.pk).update(language="en")


def test_an_answer_is_unread_until_the_ticket_is_opened(desk: Cast, client_for) -> None:
    _reads_english(desk.customer)
    client = client_for(desk.customer)
    ticket = open_ticket(desk)
    assert "New answer" not in client.get("/my/tickets/").content.decode()
    reply(ticket, desk.agent)
    assert "New answer" in client.get("/my/tickets/").content.decode()
    assert "1 new answer" in client.get("/portal/").content.decode()
    client.get(f"/my/tickets/{ticket.number}/")
    assert "New answer" not in client.get("/my/tickets/").content.decode()
    assert "1 new answer" not in client.get("/portal/").content.decode()


def test_a_note_makes_nothing_unread(desk: Cast, client_for) -> None:
    _reads_english(desk.customer)
    ticket = open_ticket(desk)
    note(ticket, desk.agent, "The customer is difficult.")
    page = client_for(desk.customer).get("/my/tickets/").content.decode()
    assert "New answer" not in page
    assert "difficult" not in page


def test_open_and_finished_tickets_have_their_own_tab(desk: Cast, client_for) -> None:
    client = client_for(desk.customer)
    open_ticket(desk, subject="Still empty")
    solve(open_ticket(desk, subject="Was jammed"), desk.agent)
    open_page = client.get("/my/tickets/").content.decode()
    finished = client.get("/my/tickets/?show=finished").content.decode()
    assert "Still empty" in open_page
    assert "Was jammed" not in open_page
    assert "Was jammed" in finished
    assert "Still empty" not in finished


def test_what_others_asked_is_only_there_where_the_organisation_shares_it(desk: Cast, client_for) -> None:
    acme = Organization.objects.create(name="Acme")
    for person in (desk.customer, desk.other_customer):
        person.organization = acme
        person.save(update_fields=["organization"])
    ticket = open_ticket(desk, subject="Ours together")
    other = client_for(desk.other_customer)
    assert "Ours together" not in other.get("/my/tickets/").content.decode()
    assert other.get(f"/my/tickets/{ticket.number}/").status_code == 404
    Organization.objects.update(shares_tickets=True)
    assert "Ours together" in other.get("/my/tickets/").content.decode()
    assert other.get(f"/my/tickets/{ticket.number}/").status_code == 200


def test_who_takes_part_sees_the_ticket(desk: Cast, client_for) -> None:
    ticket = open_ticket(desk, subject="With a friend")
    Participant.objects.create(ticket=ticket, user=desk.other_customer)
    assert "With a friend" in client_for(desk.other_customer).get("/my/tickets/").content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(desk: Cast, client_for) -> None:
    client = client_for(desk.customer)
    for number in range(45):
        open_ticket(desk, subject=f"Ticket no {number}.")
    seen: list[str] = []
    address = "/my/tickets/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"Ticket (no \d+)\.", page)
        more = re.search(r'hx-get="(\?[^"]+)"', page)
        address = f"/my/tickets/{html.unescape(more[1])}" if more else ""
    assert seen == [f"no {number}" for number in reversed(range(45))]


@pytest.mark.parametrize("after", ["rubbish", "2026-01-01_5", "9_9_9", "2026-01-01T00:00:00+00:00_x"])
def test_a_made_up_cursor_shows_the_first_page(desk: Cast, client_for, after: str) -> None:
    open_ticket(desk, subject="Here I am")
    page = client_for(desk.customer).get("/my/tickets/", {"after": after}).content.decode()
    assert "Here I am" in page


@pytest.mark.parametrize("address", ["/portal/", "/my/tickets/"])
def test_queries_do_not_grow_with_the_list(
    desk: Cast, client_for, django_assert_num_queries, django_assert_max_num_queries, address: str
) -> None:
    client = client_for(desk.customer)
    open_ticket(desk)
    client.get(address)
    with django_assert_max_num_queries(10) as few:
        client.get(address)
    for _time in range(20):
        reply(open_ticket(desk), desk.agent)
    with django_assert_num_queries(len(few)):
        client.get(address)
