"""Drafts, undo and scheduled sending: nothing typed is lost, and what is due is sent exactly once (B2, B3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import upload
from divan.conversations.models import Attachment, Message
from divan.conversations.schedules import sweep_uploads
from divan.core.jobs import drain
from divan.tickets.models import Composition, Participant, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def save(client: Client, ticket: Ticket, **fields: Any) -> tuple[int, dict[str, Any]]:
    """Autosave, as the composer does it."""
    data = {"mode": "reply", "client_key": "k1", **fields}
    response = client.post(f"/tickets/{ticket.number}/draft/", data)
    return response.status_code, response.json()


def send(client: Client, ticket: Ticket, **fields: Any) -> Any:
    """The send button of the composer."""
    data = {"mode": "reply", "client_key": "k1", **fields}
    return client.post(f"/tickets/{ticket.number}/send/", data, **HTMX)


def press(client: Client, verb: str, composition: Composition | None = None) -> Any:
    row = composition or Composition.objects.latest("id")
    return client.post(f"/compositions/{row.pk}/{verb}/", **HTMX)


def known_in(page: str) -> str:
    """The version of the draft that the first composer of a page knows."""
    return page.partition('name="known" value="')[2].partition('"')[0]


def texts() -> list[str]:
    return list(Message.objects.order_by("id").values_list("text", flat=True))[1:]


def test_a_draft_follows_its_author_to_another_device(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    mine = upload(SimpleUploadedFile("drum.txt", b"x"), actor=actor(people.agent))
    status, answer = save(client_for(people.agent), ticket, body="Half a sen", attachments=[mine.pk])
    assert (status, answer["state"]) == (200, "draft")
    page = client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert "Half a sen" in page
    assert f'value="{answer["saved"]}"' in page
    assert f'name="attachments" value="{mine.pk}"' in page


def test_drafts_are_private(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    save(client_for(people.agent), ticket, body="Nobody else reads this")
    supervisor = client_for(people.supervisor)
    assert b"Nobody else" not in supervisor.get(f"/tickets/{ticket.number}/").content
    assert b"Nobody else" not in supervisor.get("/compositions/").content
    for verb in ("take-back", "send-now", "discard"):
        assert press(supervisor, verb).status_code == 404
    assert Composition.objects.get().text == "Nobody else reads this"


def test_two_devices_do_not_overwrite_each_other(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    _status, first = save(client, ticket, body="From the desk")
    _status, second = save(client, ticket, body="From the phone", known=first["saved"])
    status, answer = save(client, ticket, body="From the desk again", known=first["saved"])
    assert (status, answer["current"]["text"]) == (409, "From the phone")
    status, _answer = save(client, ticket, body="From the desk again", known=second["saved"])
    assert (status, Composition.objects.get().text) == (200, "From the desk again")


def test_a_draft_that_becomes_empty_goes(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    _status, first = save(client, ticket, body="Never mind")
    assert save(client, ticket, body=" ", known=first["saved"]) == (
        200,
        {"id": None, "saved": "", "state": ""},
    )
    assert not Composition.objects.exists()


def test_files_of_a_draft_are_not_swept_up(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    kept, other = (upload(SimpleUploadedFile(n, n.encode()), actor=actor(people.agent)) for n in "ab")
    save(client, ticket, body="See the file", attachments=[kept.pk])
    frozen_clock.advance(timedelta(days=3))
    sweep_uploads()
    assert list(Attachment.objects.values_list("pk", flat=True)) == [kept.pk]
    assert other.pk != kept.pk


def test_sending_waits_and_can_be_taken_back(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    mine = upload(SimpleUploadedFile("drum.txt", b"x"), actor=actor(people.agent))
    response = send(client, ticket, body="Try tray 2.", attachments=[mine.pk], then="solve")
    assert response.status_code == 200
    row = Composition.objects.get()
    assert row.send_at == frozen_clock.moment + timedelta(seconds=10)
    assert f"/compositions/{row.pk}/take-back/" in response.headers["HX-Trigger"]
    drain()
    assert kinds_since(ticket) == []
    taken = press(client, "take-back")
    assert b"Try tray 2." in taken.content
    assert f'name="attachments" value="{mine.pk}"'.encode() in taken.content
    frozen_clock.advance(timedelta(minutes=5))
    drain()
    assert (kinds_since(ticket), Composition.objects.get().state) == ([], "draft")


def test_after_the_seconds_it_is_sent_with_what_follows(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="Try tray 2.", then="solve")
    frozen_clock.advance(timedelta(seconds=11))
    drain()
    assert kinds_since(ticket) == ["message.sent", "ticket.state_changed", "ticket.solved"]
    message = Message.objects.latest("id")
    assert (message.text, message.author_id) == ("Try tray 2.", people.agent.pk)
    assert Composition.objects.get().message == message
    assert press(client, "take-back").status_code == 422
    assert fresh(ticket).status == "solved"


def test_the_send_button_twice_is_one_message(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        assert send(client, ticket, body="Once.").status_code == 200
    frozen_clock.advance(timedelta(seconds=11))
    drain()
    assert send(client, ticket, body="Once.").status_code == 200
    drain()
    assert texts() == ["Once."]


def test_a_late_autosave_does_not_bring_back_what_was_sent(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="All of it.")
    status, answer = save(client, ticket, body="All of")
    assert (status, answer["current"]["state"]) == (409, "waiting")
    assert Composition.objects.count() == 1


def test_send_now_does_not_wait(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="Quick.", send_at="2999-01-01T00:00")
    assert Composition.objects.get().state == "draft"
    send(client, ticket, body="Quick.", known=Composition.objects.get().updated_at.isoformat())
    press(client, "send-now")
    assert texts() == ["Quick."]


def test_others_learn_that_an_answer_is_on_its_way(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    send(client_for(people.agent), ticket, body="Private until sent")
    page = client_for(people.supervisor).get(f"/tickets/{ticket.number}/").content.decode()
    assert "data-waiting" in page
    assert people.agent.name in page
    assert "Private until sent" not in page
    assert "take-back" not in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body": "   "}, "body"),
        ({"body": "Hi", "send_at": "2020-01-01T10:00"}, "send_at"),
        ({"body": "Hi", "send_at": "tomorrow"}, "send_at"),
        ({"body": "Hi", "to": "celina@customer.example", "cc": "no address"}, "recipients"),
        ({"body": "Hi", "cc": "support@divan.example"}, "recipients"),
        ({"body": "Hi", "mode": "forward"}, "recipients"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(
    fields: dict[str, str], field: str, people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people)
    response = send(client_for(people.agent), ticket, **fields)
    assert (response.status_code, kinds_since(ticket)) == (422, [])
    assert fields["body"].strip().encode() in response.content
    assert not Composition.objects.exclude(state="draft").exists(), field


def test_something_new_stops_the_reply_until_it_was_seen(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    seen = Message.objects.latest("id").pk
    news = reply(ticket, people.customer, "It works again!")
    stopped = send(client, ticket, body="Please try tray 2.", seen=seen)
    page = stopped.content.decode()
    assert (stopped.status_code, "Please try tray 2." in page, "It works again!" in page) == (409, True, True)
    assert f'name="seen" value="{news.pk}"' in page
    known = known_in(page)
    assert send(client, ticket, body="Good to hear.", seen=news.pk, known=known).status_code == 200
    row = Composition.objects.get()
    assert (row.state, row.text) == ("waiting", "Good to hear.")


def test_what_could_not_be_sent_can_be_mended_and_sent(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    refused = send(client, ticket, body="Tomorrow.", send_at="2001-01-01T10:00")
    assert refused.status_code == 422
    known = known_in(refused.content.decode())
    assert send(client, ticket, body="Tomorrow at ten.", known=known).status_code == 200
    assert Composition.objects.get().text == "Tomorrow at ten."


def test_scheduled_mail_comes_back_when_the_customer_wrote_before(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    seen = Message.objects.latest("id").pk
    later = (frozen_clock.moment + timedelta(hours=20)).isoformat()
    assert send(client, ticket, body="Any better?", seen=seen, send_at=later).status_code == 200
    reply(ticket, people.customer, "Solved, thanks.")
    frozen_clock.advance(timedelta(hours=21))
    drain()
    row = Composition.objects.get()
    assert (row.state, row.text, bool(row.error)) == ("draft", "Any better?", True)
    assert "Any better?" not in texts()
    assert kinds_since(ticket)[-1] == "message.held"
    told = apps.get_model("notifications", "Notification").objects.filter(user=people.agent)
    assert told.filter(kind="message.held").count() == 1


def test_scheduled_mail_is_sent_at_its_time_in_the_readers_zone(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    people.agent.time_zone = "Europe/Istanbul"
    people.agent.save(update_fields=["time_zone"])
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="Good morning", send_at="2026-03-22T09:00")
    assert Composition.objects.get().send_at == frozen_clock.moment + timedelta(hours=18)
    frozen_clock.advance(timedelta(hours=17, minutes=59))
    drain()
    assert texts() == []
    frozen_clock.advance(timedelta(minutes=2))
    drain()
    assert texts() == ["Good morning"]


def test_who_lost_the_right_sends_nothing_and_keeps_the_text(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="Too late")
    people.agent.memberships.all().delete()
    frozen_clock.advance(timedelta(minutes=1))
    drain()
    assert (Composition.objects.get().state, texts()) == ("failed", [])
    listed = client.get("/compositions/").content.decode()
    assert "Too late" in listed
    assert ticket.number not in listed


def test_what_comes_back_joins_the_draft_that_was_begun_since(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="First part.")
    waiting = Composition.objects.get()
    save(client, ticket, body="Second part.", client_key="k2")
    press(client, "take-back", waiting)
    assert Composition.objects.get().text == "First part.\n\nSecond part."


def test_notes_are_written_at_once(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    send(client_for(people.agent), ticket, mode="note", body="Third time this year.")
    assert kinds_since(ticket) == ["message.noted"]


def test_people_in_cc_take_part_and_those_taken_out_do_not(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people, cc=(people.other_customer,)), client_for(people.agent)
    to = people.customer.email
    send(client, ticket, body="Hello", to=to, cc="New Boss <boss@customer.example>", bcc="quiet@law.example")
    frozen_clock.advance(timedelta(minutes=1))
    drain()
    part = list(Participant.objects.filter(ticket=ticket).values_list("user__email", flat=True))
    assert part == ["boss@customer.example"]
    assert kinds_since(ticket)[0] == "ticket.participants_changed"
    kinds = [(row["kind"], row["address"]) for row in Message.objects.latest("id").recipients]
    assert kinds == [("to", to), ("cc", "boss@customer.example"), ("bcc", "quiet@law.example")]


def test_customers_never_read_who_is_in_bcc(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    send(client, ticket, body="Hello", to=people.customer.email, bcc="Quiet <quiet@law.example>")
    frozen_clock.advance(timedelta(minutes=1))
    drain()
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content
    assert b"Hello" in page
    assert b"law.example" not in page
    assert b"quiet@law.example" in client.get(f"/tickets/{ticket.number}/").content


def test_a_plain_form_sends_at_once_and_leaves_no_draft(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    save(client, ticket, body="Hello")
    client.post(f"/tickets/{ticket.number}/reply/", {"body": "Hello", "client_key": "k1"})
    assert texts() == ["Hello"]
    assert not Composition.objects.exists()


def test_files_of_a_plain_form_are_stored_once_when_it_is_refused(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    data = {"mode": "reply", "body": "Hi", "cc": "no address", "files": SimpleUploadedFile("a.txt", b"x")}
    page = client_for(people.agent).post(f"/tickets/{ticket.number}/send/", data)
    assert page.status_code == 422
    assert f'name="attachments" value="{Attachment.objects.get().pk}"' in page.content.decode()
