"""One ticket on the customer's side: for members and for guests, and never more than is public."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message
from divan.tickets import actions
from divan.tickets.guests import LIFETIME, create_link
from divan.tickets.models import Ticket
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

POLYGLOT = """"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"""


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.order_by("seq").values_list("kind", flat=True))


@pytest.fixture(params=["member", "guest"])
def door(request, people: Cast, client_for) -> tuple[Client, Ticket, str]:
    """A browser, a ticket, and the address of its page on that side."""
    ticket = open_ticket(people)
    if request.param == "member":
        return client_for(people.customer), ticket, f"/my/tickets/{ticket.number}/"
    return Client(), ticket, f"/t/{create_link(ticket, people.customer.pk)}/"


def test_the_page_shows_the_conversation_and_who_works_on_it(door, people: Cast) -> None:
    client, ticket, page = door
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    reply(ticket, people.agent, "The drum is worn out.")
    shown = client.get(page).content.decode()
    assert "The printer on the second floor prints empty pages." in shown
    assert "The drum is worn out." in shown
    assert "Baran Yıldız" in shown
    assert 'lang="pl"' in shown


def test_internal_notes_are_never_there(door, people: Cast) -> None:
    client, ticket, page = door
    secret = upload(SimpleUploadedFile("secret.txt", b"secret"), actor=actor(people.agent))
    draft = Draft(text="The customer is difficult.", attachments=(secret.pk,))
    actions.note(ticket, draft, actor=actor(people.agent))
    shown = client.get(page).content.decode()
    assert "difficult" not in shown
    assert "secret.txt" not in shown
    assert client.get(f"{page}files/{secret.pk}/secret.txt").status_code == 404


def test_an_agent_who_asked_sees_no_notes_in_the_portal(people: Cast, client_for) -> None:
    ticket = open_ticket(people, requester=people.agent)
    note(ticket, people.supervisor, "Give him a new one.")
    client = client_for(people.agent)
    assert "Give him" not in client.get(f"/my/tickets/{ticket.number}/").content.decode()
    client.post(f"/my/tickets/{ticket.number}/reply/", {"body": "Any news?"})
    assert not Message.objects.get(text="Any news?").from_staff


def test_a_reply_reaches_the_desk_once(door) -> None:
    client, ticket, page = door
    sent = {"body": "It is the one beside the window.", "client_key": uuid4().hex}
    assert [client.post(f"{page}reply/", sent).status_code for _time in range(2)] == [302, 302]
    message = Message.objects.get(conversation=ticket.conversation, text=sent["body"])
    assert (message.author_name, message.channel, message.visibility) == ("Celina Nowak", "portal", "public")
    assert kinds(ticket) == ["ticket.created", "message.received"]


def test_an_empty_reply_is_refused_and_keeps_its_files(door) -> None:
    client, _ticket, page = door
    assert client.post(f"{page}reply/", {"body": "  "}).status_code == 422
    client.get(page)
    files = {"body": "See the picture.", "files": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0")}
    assert client.post(f"{page}reply/", files).status_code == 302
    file = Message.objects.get(text="See the picture.").attachments.get()
    response = client.get(f"{page}files/{file.pk}/a.png?show")
    assert response.headers["Content-Type"] == "image/png"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_no_picture_is_only_downloaded(door, people: Cast) -> None:
    client, ticket, page = door
    html = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")
    file = upload(html, actor=actor(people.agent))
    actions.reply(ticket, Draft(text="See this.", attachments=(file.pk,)), actor=actor(people.agent))
    response = client.get(f"{page}files/{file.pk}/page.html?show")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_solution_is_confirmed_with_one_click_and_never_by_looking(door, people: Cast) -> None:
    client, ticket, page = door
    solve(ticket, people.agent)
    shown = client.get(f"{page}?do=confirm").content.decode()
    assert "autofocus" in shown
    ticket.refresh_from_db()
    assert ticket.status == "solved"
    assert client.get(f"{page}confirm/").status_code == 405
    assert client.post(f"{page}confirm/").status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert kinds(ticket)[-1] == "ticket.closed"
    assert ticket.events.order_by("-seq").first().payload["confirmed"] is True


def test_a_solution_that_does_not_work_is_reopened(door, people: Cast) -> None:
    client, ticket, page = door
    solve(ticket, people.agent)
    assert client.post(f"{page}reopen/").status_code == 302
    ticket.refresh_from_db()
    assert (ticket.status, ticket.is_open) == ("open", True)
    assert "Yes, it works" not in client.get(page).content.decode()


def test_what_is_not_solved_cannot_be_confirmed(door) -> None:
    client, ticket, page = door
    assert client.post(f"{page}confirm/").status_code == 422
    assert kinds(ticket) == ["ticket.created"]


def test_hostile_words_stay_words(door, people: Cast) -> None:
    client, ticket, page = door
    User.objects.filter(pk=people.customer.pk).update(name=POLYGLOT)
    Ticket.objects.filter(pk=ticket.pk).update(subject=POLYGLOT)
    reply(ticket, people.agent, POLYGLOT)
    shown = client.get(page).content.decode()
    assert "<img src=x" not in shown
    assert "<script>alert" not in shown
    assert "49" not in shown.split("<main")[1].split("{{7*7}}")[0]


def test_the_ticket_of_somebody_else_does_not_exist(people: Cast, client_for) -> None:
    ticket = open_ticket(people)
    for verb in ("", "files/1/a"):
        assert client_for(people.other_customer).get(f"/my/tickets/{ticket.number}/{verb}").status_code == 404
    for verb in ("reply/", "confirm/", "reopen/"):
        assert (
            client_for(people.other_customer).post(f"/my/tickets/{ticket.number}/{verb}").status_code == 404
        )
    assert Client().get(f"/my/tickets/{ticket.number}/").headers["Location"].startswith("/sign-in/")


def test_a_guest_page_is_told_to_nobody(people: Cast) -> None:
    response = Client().get(f"/t/{create_link(open_ticket(people), people.customer.pk)}/")
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_a_guest_reads_in_their_own_language_unless_the_browser_chose_one(people: Cast) -> None:
    page = f"/t/{create_link(open_ticket(people), people.other_customer.pk)}/"
    assert '<html lang="fa" dir="rtl"' in Client(headers={"Accept-Language": "en"}).get(page).content.decode()
    chosen = Client()
    chosen.cookies["divan_language"] = "tr"
    assert '<html lang="tr"' in chosen.get(page).content.decode()


def test_a_link_ends_and_looks_like_one_that_never_was(people: Cast, frozen_clock) -> None:
    page = f"/t/{create_link(open_ticket(people), people.customer.pk)}/"
    assert Client().get(page).status_code == 200
    frozen_clock.advance(LIFETIME + timedelta(seconds=1))
    ended, unknown = Client().get(page), Client().get("/t/never-was/")
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert 'name="number"' in ended.content.decode()
    assert Client().post(f"{page}reply/", {"body": "Hello?"}).status_code == 404


def test_a_link_opens_one_ticket_only(people: Cast) -> None:
    first, second = open_ticket(people), open_ticket(people)
    file = upload(SimpleUploadedFile("a.txt", b"a"), actor=actor(people.agent))
    actions.reply(second, Draft(text="See", attachments=(file.pk,)), actor=actor(people.agent))
    page = f"/t/{create_link(first, people.customer.pk)}/"
    assert Client().get(f"{page}files/{file.pk}/a.txt").status_code == 404


def test_a_long_conversation_shows_its_end_first(door, people: Cast) -> None:
    client, ticket, page = door
    for number in range(34):
        reply(ticket, people.agent, f"Message {number} of many.")
    newest = client.get(page).content.decode()
    assert "Message 33 of many." in newest
    assert "Message 1 of many." not in newest
    before = newest.split("?before=")[1].split('"')[0]
    assert "Message 1 of many." in client.get(f"{page}?before={before}").content.decode()


def test_queries_do_not_grow_with_the_conversation(door, people: Cast, django_assert_max_num_queries) -> None:
    client, ticket, page = door
    client.get(page)
    for number in range(25):
        reply(ticket, people.agent, f"Message {number} of many.")
    with django_assert_max_num_queries(12):
        client.get(page)
