"""Formatted replies and notes, and the markup of mails, wherever the conversation is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Channel, Message
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.tickets.tests.desk import HTMX, fresh, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.stock import PIXEL

Doors = Callable[[User | None], Client]
STEPS = "<p>Try <strong>this</strong>:</p><ol><li><p>Open it</p></li><li><p>Close it</p></li></ol>"


def last_message(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")


def test_a_formatted_reply_is_kept_with_its_own_text(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = press(client_for(people.agent), ticket, "reply", html=STEPS, body="something else")
    assert response.status_code == 200
    stored = last_message(ticket)
    assert stored.text == "Try this:\n\n1. Open it\n2. Close it"
    assert '<ol dir="auto"><li><p>Open it</p></li>' in stored.html
    assert fresh(ticket).snippet == "Try this: 1. Open it 2. Close it"
    assert stored.html in response.content.decode()


def test_the_customer_reads_it_in_the_portal(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    press(client_for(people.agent), ticket, "reply", html=STEPS)
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert "<strong>this</strong>" in page


TABLE = (
    "<table><tbody><tr><th><p>Model</p></th><th><p>Drum</p></th></tr>"
    "<tr><td style='width:9px' onclick='x()'><p>LX-20</p></td><td><p>D7</p></td></tr></tbody></table>"
    "<pre><code>lp -d lx20 test.txt</code></pre>"
)


def test_a_table_and_code_are_kept_and_can_be_read_as_text(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "reply", html=TABLE).status_code == 200
    stored = last_message(ticket)
    assert stored.text == "Model | Drum\nLX-20 | D7\n\nlp -d lx20 test.txt"
    assert "<td><p>LX-20</p></td>" in stored.html
    assert '<table dir="auto">' in stored.html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed" onclick="alert(1)" class="x">x</p>',
        "<svg><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        '<form action="//evil.example"><input name="q"></form>',
        "<math><mtext></p><style><img src onerror=alert(1)>",
    ],
)
@pytest.mark.parametrize("verb", ["reply", "note"])
def test_nothing_but_formatting_survives(verb: str, hostile: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    press(client_for(people.agent), ticket, verb, html=f"<p><em>Hello</em></p>{hostile}")
    stored = last_message(ticket).html
    assert stored.startswith('<p dir="auto"><em>Hello</em></p>')
    for forbidden in ("script", "onerror", "onclick", "style", "class", "<img", "<form", "<svg", "iframe"):
        assert forbidden not in stored


def test_unformatted_text_is_only_text(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    press(client_for(people.agent), ticket, "reply", html="<p>One</p><p>two<br>three &lt;b&gt;</p><p></p>")
    stored = last_message(ticket)
    assert (stored.text, stored.html) == ("One\n\ntwo\nthree <b>", "")


@pytest.mark.parametrize("html", ["<p></p>", "<ul><li><p> </p></li></ul>", "<script>x</script>"])
def test_empty_markup_is_no_message(html: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    before = fresh(ticket).last_seq
    assert press(client_for(people.agent), ticket, "reply", html=html, body="x").status_code == 422
    assert fresh(ticket).last_seq == before


@pytest.mark.parametrize("html", ["<blockquote>" * 5000, "<p>" + "x" * 300_000])
def test_markup_that_nobody_writes_is_refused_at_once(html: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "note", html=html).status_code == 422


def test_a_refused_reply_keeps_its_formatting(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    huge = SimpleUploadedFile("empty.txt", b"x" * (26 * 1024 * 1024))
    for extra in (HTMX, {}):
        huge.seek(0)
        address = f"/tickets/{ticket.number}/reply/"
        response = client.post(address, {"html": "<p><em>Kept</em></p>", "files": huge}, **extra)
        assert response.status_code == 422
        assert "&lt;em&gt;Kept&lt;/em&gt;" in response.content.decode()


def mailed(people: Cast, html: str) -> tuple[Ticket, int]:
    """A ticket with a mail in it, with an inline picture under the Content-ID "shot@mail"."""
    ticket, customer = open_ticket(people), actor(people.customer)
    picture = upload(SimpleUploadedFile("shot.png", PIXEL), actor=customer, inline_id="shot@mail")
    draft = Draft(text="See", html=html, quoted="> before", attachments=(picture.pk,))
    actions.receive(ticket, draft, actor=customer, channel=Channel.EMAIL)
    return ticket, picture.pk


def test_pictures_of_a_mail_stand_in_its_text(people: Cast, client_for: Doors) -> None:
    ticket, picture = mailed(
        people, '<p>See <b>this</b></p><img src="cid:shot@mail" alt="the &lt;error&gt;">'
    )
    for client, address in (
        (client_for(people.agent), f"/tickets/{ticket.number}/"),
        (client_for(people.customer), f"/my/tickets/{ticket.number}/"),
    ):
        page = client.get(address).content.decode()
        source = f"{address}files/{picture}/shot.png?show=1"
        assert f'<img src="{source}" alt="the &lt;error&gt;" loading="lazy">' in page
        assert page.count("shot.png") == 1, "the picture is not listed again below"
        assert "&gt; before" in page
        assert client.get(source)["Content-Type"] == "image/png"


def test_pictures_that_did_not_come_with_the_mail_are_words(people: Cast, client_for: Doors) -> None:
    ticket, _picture = mailed(people, '<p>Look</p><img src="cid:other" alt="logo"><img alt="banner">')
    page = client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert "<p>Look</p>logobanner" in page
    assert "shot.png" in page, "what is not in the text is listed below it"
