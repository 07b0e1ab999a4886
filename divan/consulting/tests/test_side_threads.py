"""Side threads: a few named colleagues talk beside a ticket, and nobody else hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.consulting.actions.threads import open_side_thread
from divan.consulting.actions.threads_people import add_to_side_thread, remove_from_side_thread
from divan.consulting.actions.threads_writing import write_in_side_thread
from divan.consulting.models import SideThread
from divan.consulting.tests.stage import WORDS, talking, thread_url
from divan.conversations.actions import Draft
from divan.conversations.models import Message
from divan.core import jobs
from divan.core.errors import NotAllowed, Refused
from divan.notifications.models import Notification
from divan.realtime import doorbell
from divan.realtime.topics import may_listen
from divan.tickets.access import visible_to
from divan.tickets.models import Event, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    return open_ticket(people)


@pytest.fixture
def thread(ticket: Ticket, people: Cast) -> SideThread:
    """Baran asks Dina, who has no right in Support."""
    return talking(ticket, people, people.other_agent)


def test_whoever_is_named_reads_the_thread_and_the_ticket(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    page = client_for(people.other_agent).get(thread_url("side_thread", thread))
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert client_for(people.other_agent).get(f"/tickets/{thread.ticket.number}/").status_code == 200


@pytest.mark.parametrize("who", ["supervisor", "administrator", "customer", "clerk"])
def test_nobody_else_does_whatever_their_role(
    who: str, thread: SideThread, people: Cast, client_for: Doors
) -> None:
    client = client_for(getattr(people, who))
    for name in ("side_thread", "side_thread_messages"):
        assert client.get(thread_url(name, thread)).status_code == 404
    assert client.post(thread_url("write_side_thread", thread), {"body": "Hello"}).status_code == 404
    assert not may_listen(actor(getattr(people, who)), f"thread:{thread.pk}")
    work = client.get(f"/tickets/{thread.ticket.number}/panels/").content.decode()
    assert "side-threads" not in work


def test_its_messages_are_not_among_those_of_the_ticket(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    of_ticket = Message.objects.filter(conversation_id=thread.ticket.conversation_id)
    assert not of_ticket.filter(text=WORDS).exists()
    page = client_for(people.agent).get(f"/tickets/{thread.ticket.number}/")
    assert WORDS not in page.content.decode()


def test_the_ticket_has_no_new_activity_and_no_line_in_its_conversation(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    before = ticket.last_activity_at
    in_group = talking(ticket, people, people.supervisor)
    write_in_side_thread(in_group, Draft(text="Ask them."), actor=actor(people.supervisor))
    ticket.refresh_from_db()
    assert ticket.last_activity_at == before
    assert Event.objects.filter(ticket=ticket, kind__startswith="side_thread.").count() == 2
    page = client_for(people.administrator).get(f"/tickets/{ticket.number}/").content.decode()
    assert "i-whisper" not in page.split('id="latest"')[1].split('id="dock"')[0]


def test_the_panel_counts_what_is_new_until_it_is_read(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    client, work = client_for(people.other_agent), f"/tickets/{thread.ticket.number}/panels/"
    assert 'class="unread"' in client.get(work).content.decode()
    client.get(thread_url("side_thread", thread))
    read = client.get(work).content.decode()
    assert 'id="side-threads"' in read
    assert 'class="unread"' not in read
    write_in_side_thread(thread, Draft(text="And the drum?"), actor=actor(people.agent))
    assert 'class="unread"' in client.get(work).content.decode()


def test_writing_on_its_page_adds_a_message_with_its_files(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.other_agent)
    file = SimpleUploadedFile("lease.txt", b"until March")
    sent = {"html": "<p>I <strong>will</strong> ask.</p>", "files": file, "client_key": "one"}
    for _twice in range(2):
        answer = client.post(thread_url("write_side_thread", thread), sent)
        assert answer.status_code == 302
        file.seek(0)
    written = Message.objects.get(conversation_id=thread.conversation_id, author=people.other_agent)
    assert "<strong>will</strong>" in written.html
    kept = written.attachments.get()
    address = thread_url("side_thread_file", thread, file_id=kept.pk, name=kept.name)
    assert b"".join(client.get(address).streaming_content) == b"until March"  # type: ignore[attr-defined]
    assert client_for(people.supervisor).get(address).status_code == 404
    of_ticket = reverse(
        "ticket_file", kwargs={"number": thread.ticket.number, "attachment_id": kept.pk, "name": kept.name}
    )
    assert client.get(of_ticket).status_code == 404


def test_an_empty_message_is_refused_on_the_page(thread: SideThread, people: Cast, client_for: Doors) -> None:
    answer = client_for(people.other_agent).post(thread_url("write_side_thread", thread), {"body": " "})
    assert answer.status_code == 422
    assert "data-form-errors" in answer.content.decode()


def test_the_dialog_opens_a_thread(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    client, address = client_for(people.agent), f"/tickets/{ticket.number}/threads/open/"
    assert 'name="people"' in client.get(address).content.decode()
    assert client.post(address, {"subject": "Lease", "body": WORDS}).status_code == 422
    sent = {"subject": "Lease", "body": WORDS, "people": [people.other_agent.pk], "client_key": "k"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    made = SideThread.objects.get()
    assert set(made.people.values_list("user_id", flat=True)) == {people.agent.pk, people.other_agent.pk}


def test_only_colleagues_can_be_named(ticket: Ticket, people: Cast) -> None:
    with pytest.raises(Refused):
        open_side_thread(
            ticket, "Lease", Draft(text=WORDS), people=[people.other_customer.pk], actor=actor(people.agent)
        )
    assert not SideThread.objects.exists()


def test_only_who_sees_the_ticket_can_open_one(ticket: Ticket, people: Cast) -> None:
    for stranger in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            open_side_thread(
                ticket, "Lease", Draft(text=WORDS), people=[people.agent.pk], actor=actor(stranger)
            )


def test_whoever_joins_reads_what_was_before(thread: SideThread, people: Cast, client_for: Doors) -> None:
    answer = client_for(people.other_agent).post(
        thread_url("add_to_side_thread", thread), {"people": [people.supervisor.pk]}
    )
    assert answer.status_code == 302
    assert WORDS in client_for(people.supervisor).get(thread_url("side_thread", thread)).content.decode()


def test_who_is_taken_out_loses_the_thread_and_the_ticket(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    answer = client_for(people.agent).post(
        thread_url("remove_from_side_thread", thread), {"person": people.other_agent.pk}
    )
    assert answer.status_code == 302
    gone = actor(people.other_agent)
    assert not visible_to(gone).filter(pk=thread.ticket_id).exists()
    assert not may_listen(gone, f"thread:{thread.pk}")
    assert client_for(people.other_agent).get(thread_url("side_thread", thread)).status_code == 404


def test_who_is_in_another_thread_of_the_ticket_keeps_the_ticket(thread: SideThread, people: Cast) -> None:
    open_side_thread(
        thread.ticket,
        "Toner",
        Draft(text="Which one?"),
        people=[people.other_agent.pk],
        actor=actor(people.agent),
    )
    remove_from_side_thread(thread, people.other_agent.pk, actor=actor(people.agent))
    assert visible_to(actor(people.other_agent)).filter(pk=thread.ticket_id).exists()


def test_others_than_its_opener_take_out_only_themselves(thread: SideThread, people: Cast) -> None:
    add_to_side_thread(thread, [people.supervisor.pk], actor=actor(people.agent))
    with pytest.raises(NotAllowed):
        remove_from_side_thread(thread, people.supervisor.pk, actor=actor(people.other_agent))
    remove_from_side_thread(thread, people.other_agent.pk, actor=actor(people.other_agent))
    assert not thread.people.filter(user=people.other_agent).exists()


def test_the_last_one_stays(thread: SideThread, people: Cast) -> None:
    remove_from_side_thread(thread, people.other_agent.pk, actor=actor(people.agent))
    with pytest.raises(Refused):
        remove_from_side_thread(thread, people.agent.pk, actor=actor(people.agent))


def test_a_closed_thread_takes_no_words_until_it_is_reopened(
    thread: SideThread, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.other_agent)
    client.post(thread_url("close_side_thread", thread))
    assert 'id="thread-closed"' in client.get(thread_url("side_thread", thread)).content.decode()
    assert client.post(thread_url("write_side_thread", thread), {"body": "More"}).status_code == 422
    client.post(thread_url("reopen_side_thread", thread))
    assert client.post(thread_url("write_side_thread", thread), {"body": "More"}).status_code == 302


def test_only_those_who_are_named_are_told(thread: SideThread, people: Cast) -> None:
    write_in_side_thread(thread, Draft(text="And the drum?"), actor=actor(people.other_agent))
    jobs.drain()
    told = Notification.objects.filter(kind__startswith="side_thread.")
    assert set(told.values_list("kind", "user_id")) == {
        ("side_thread.opened", people.other_agent.pk),
        ("side_thread.written", people.agent.pk),
    }


@pytest.mark.django_db(transaction=True)
def test_only_their_pages_are_rung(ticket: Ticket, people: Cast) -> None:
    thread = talking(ticket, people, people.supervisor)
    pages = doorbell.Listener("web")
    try:
        write_in_side_thread(thread, Draft(text="And the drum?"), actor=actor(people.supervisor))
        heard = [*pages.wait(5), *pages.receive()]
    finally:
        pages.close()
    topics = {name for ring in heard for name in ring.topics}
    assert topics == {
        f"thread:{thread.pk}",
        f"person:{people.agent.pk}",
        f"person:{people.supervisor.pk}",
    }
