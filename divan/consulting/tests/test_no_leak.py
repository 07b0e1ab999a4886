"""No private word leaves: one test for each way by which a note or a side thread could get out (T7, class 34)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.consulting.actions import refer
from divan.consulting.actions.threads import open_side_thread
from divan.consulting.actions.threads_writing import write_in_side_thread
from divan.consulting.models import SideThread
from divan.consulting.tests.stage import mention_of
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message
from divan.core import jobs
from divan.realtime import doorbell
from divan.tickets import actions, guests
from divan.tickets.models import Ticket
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
# Words that stand nowhere else; found in whatever case and inside other words.
NOTE, QUESTION = "Zimorodek", "Kraskowy"
SUBJECT, SIDE, ANSWER, FILE = "Remizek", "Perkozek", "Ohar", "gil.txt"
OF_THREAD = (SUBJECT, SIDE, ANSWER, FILE)
PRIVATE = (NOTE, QUESTION, *OF_THREAD)


@dataclass(frozen=True)
class Story:
    """A solved ticket with everything private that a ticket can have."""

    ticket: Ticket
    thread: SideThread


@pytest.fixture
def story(people: Cast) -> Story:
    """Baran asks Dina in a side thread, who brings Gita in, notes, refers, forwards, answers and solves."""
    ticket, agent = open_ticket(people), actor(people.agent)
    reply(ticket, people.agent, "Which printer is it?")
    ticket.refresh_from_db()
    mentioned = f'<p>{NOTE} <span data-person="{people.supervisor.pk}">@Ece</span></p>'
    actions.note(ticket, Draft(text=NOTE, html=mentioned), actor=agent)
    refer(ticket, people.supervisor, QUESTION, actor=agent)
    thread = _thread(ticket, people)
    reply(ticket, people.customer, "The one on the second floor.")
    original = Message.objects.filter(conversation_id=ticket.conversation_id, from_staff=False).earliest("pk")
    outside = {"kind": "to", "address": "print@maker.example", "name": ""}
    actions.forward(ticket, original, Draft(text="Yours?", recipients=(outside,)), actor=agent)
    write_in_side_thread(thread, _bringing_in(people.clerk), actor=actor(people.other_agent))
    note(ticket, people.supervisor, f"{NOTE} again")
    solve(ticket, people.agent)
    jobs.drain()
    ticket.refresh_from_db()
    return Story(ticket, thread)


def _thread(ticket: Ticket, people: Cast) -> SideThread:
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile(FILE, SIDE.encode()), actor=agent)
    draft = Draft(text=f"{SIDE}, between us.", attachments=(file.pk,))
    return open_side_thread(ticket, SUBJECT, draft, people=[people.other_agent.pk], actor=agent)


def _bringing_in(person: User) -> Draft:
    """A message of a side thread that lets somebody in by mentioning them."""
    return Draft(text=ANSWER, html=f"<p>{ANSWER} at last, {mention_of(person, agreed=True)}.</p>")


def leaked(text: str, words: tuple[str, ...] = PRIVATE) -> list[str]:
    """Those of the words that stand in the text."""
    return [word for word in words if word.casefold() in text.casefold()]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("page", ["my_ticket", "my_tickets", "portal", "notifications"])
def test_the_customers_pages(page: str, story: Story, people: Cast, client_for: Doors) -> None:
    address = reverse(page, kwargs={"number": story.ticket.number} if page == "my_ticket" else {})
    assert leaked(read(client_for(people.customer), address), (*PRIVATE, people.clerk.name)) == []


def test_the_page_of_a_guest(story: Story, people: Cast) -> None:
    token = guests.create_link(story.ticket, people.customer.pk)
    page = read(Client(), reverse("guest_ticket", kwargs={"token": token}))
    assert story.ticket.number in page
    assert leaked(page) == []


@pytest.mark.parametrize("door", ["my_ticket_file", "guest_ticket_file", "ticket_file"])
def test_files(door: str, story: Story, people: Cast, client_for: Doors) -> None:
    """A file of a side thread is only there under the thread, for who is named."""
    file = Message.objects.get(conversation_id=story.thread.conversation_id, text__contains=SIDE)
    kept = file.attachments.get()
    token = guests.create_link(story.ticket, people.customer.pk)
    place = {"token": token} if door == "guest_ticket_file" else {"number": story.ticket.number}
    address = reverse(door, kwargs={**place, "attachment_id": kept.pk, "name": FILE})
    for person in (people.customer, people.agent, people.administrator):
        assert client_for(person).get(address).status_code == 404


def test_every_mail_that_goes_out(story: Story) -> None:
    """Confirmations, answers with what they quote, forwarded messages, notices to staff."""
    mails = list(apps.get_model("mail", "OutgoingMail").objects.all())
    assert {mail.to for mail in mails} >= {"print@maker.example", story.ticket.requester.email}
    for mail in mails:
        said = [mail.subject, mail.text, mail.html, json.dumps(mail.headers), json.dumps(mail.attachments)]
        assert leaked("\n".join(said)) == [], mail.purpose


@pytest.mark.django_db(transaction=True)
def test_the_sockets_of_the_customer(people: Cast) -> None:
    """The customer's topics are not rung at all, and what is rung for others are names and numbers."""
    ticket = open_ticket(people)
    pages = doorbell.Listener("web")
    try:
        thread = _thread(ticket, people)
        write_in_side_thread(thread, _bringing_in(people.clerk), actor=actor(people.other_agent))
        note(ticket, people.agent, NOTE)
        refer(ticket, people.supervisor, QUESTION, actor=actor(people.agent))
        heard = list(chain(pages.wait(5), pages.receive()))
    finally:
        pages.close()
    topics = {topic for ring in heard for topic in ring.topics}
    assert f"desk:{ticket.pk}" in topics
    assert topics.isdisjoint({f"ticket:{ticket.pk}", f"person:{people.customer.pk}"})
    assert leaked(" ".join(str(ring) for ring in heard)) == []


def test_the_search_of_the_portal(story: Story, people: Cast, client_for: Doors) -> None:
    client = client_for(people.customer)
    for word in PRIVATE:
        page = read(client, f"/help/search/?q={word}")
        assert story.ticket.number not in page


@pytest.mark.parametrize("who", ["supervisor", "administrator", "agent", "other_agent"])
def test_the_search_of_the_desk(who: str, story: Story, people: Cast, client_for: Doors) -> None:
    """Side threads are not searched at all; not even by those who are named, so that nothing can slip."""
    client = client_for(getattr(people, who))
    for word in (SUBJECT, SIDE, ANSWER):
        page = read(client, f"/search/?q={word}")
        assert f"/tickets/{story.ticket.number}/" not in page
        assert leaked(page.replace(word, "")) == []


def test_the_index(story: Story) -> None:
    """Whatever asks it: no words of a side thread are in it."""
    for table in apps.get_app_config("search").get_models():
        rows = " ".join(str(row) for row in table._default_manager.values_list())
        assert leaked(rows, OF_THREAD) == [], table


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_notifications_and_pages_of_colleagues(
    who: str, story: Story, people: Cast, client_for: Doors
) -> None:
    """Who is not named in the thread learns neither what it says nor that it is there."""
    client = client_for(getattr(people, who))
    for address in (
        reverse("notifications"),
        f"/tickets/{story.ticket.number}/",
        f"/tickets/{story.ticket.number}/panels/",
        f"/tickets/{story.ticket.number}/changes/",
        "/inbox/waiting/",
    ):
        page = read(client, address)
        assert leaked(page, OF_THREAD) == [], address
        assert f"/threads/{story.thread.pk}/" not in page


@pytest.mark.parametrize("form", ["", "json/"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_reports(form: str, language: str, story: Story, people: Cast, client_for: Doors) -> None:
    """Notes are in a report only when somebody of the staff asks for them, side threads never. The PDF is printed
    from the same report as the page.
    """
    client, address = client_for(people.agent), f"/tickets/{story.ticket.number}/report/{form}"
    assert leaked(read(client, f"{address}?language={language}")) == []
    full = read(client, f"{address}?language={language}&notes=1")
    assert leaked(full, (NOTE,)) == [NOTE]
    assert leaked(full, OF_THREAD) == []


def test_articles_made_of_the_ticket(story: Story, people: Cast, client_for: Doors) -> None:
    page = read(
        client_for(people.agent), f"{reverse('create_article')}?origin=ticket%3A{story.ticket.number}"
    )
    assert leaked(page) == []


def test_answers_proposed_for_a_similar_ticket(story: Story, people: Cast, client_for: Doors) -> None:
    similar = open_ticket(people)
    jobs.drain()
    client = client_for(people.supervisor)
    assert leaked(read(client, f"/tickets/{similar.number}/answers/")) == []


def test_what_the_public_messages_store(story: Story) -> None:
    """Nothing private was quoted into, or kept with, what customers read."""
    for message in Message.objects.public():
        assert leaked(f"{message.text} {message.html} {message.quoted}") == []


def test_the_mark_of_a_mention_does_not_reach_a_reply(story: Story, people: Cast, client_for: Doors) -> None:
    ticket, words = story.ticket, f'<p><b>Dear</b> <span data-person="{people.agent.pk}">@Baran</span></p>'
    answer = client_for(people.agent).post(
        f"/tickets/{ticket.number}/reply/", {"html": words, "body": "Dear @Baran", "client_key": "one"}
    )
    assert answer.status_code == 302
    sent: Message = Message.objects.filter(conversation_id=ticket.conversation_id).latest("pk")
    assert (sent.visibility, "@Baran" in sent.text) == ("public", True)
    assert "span" not in sent.html
