"""Formatting on its way through mail: out with a reply, in with a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.markup import written
from divan.conversations.models import Attachment, Message
from divan.core.jobs import drain
from divan.mail.models import OutgoingMail
from divan.mail.tests.conftest import Deliver, letter
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.stock import PIXEL

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_formatted_reply_goes_out_formatted_and_as_text(people: Cast) -> None:
    ticket = open_ticket(people)
    reply = written(
        "<p>Try <strong>this</strong>:</p><ol><li><p>باز کنید</p></li><li><p>ببندید</p></li></ol>"
    )
    actions.reply(ticket, Draft(text=reply.text, html=reply.html), actor=actor(people.agent))
    drain()
    mail = OutgoingMail.objects.filter(purpose="answer").get()
    assert '<ol dir="auto"><li><p>باز کنید</p></li>' in mail.html
    assert "Try this:\n\n1. باز کنید\n2. ببندید" in mail.text


def test_a_picture_in_a_mail_is_shown_where_it_was(
    people: Cast, deliver: Deliver, client_for: Callable[[User | None], Client]
) -> None:
    mail = letter("See the picture.")
    mail.add_alternative(
        '<p>See <b>this</b>:</p><img src="cid:shot@home"><img src="https://spy.example/x">', "html"
    )
    body = mail.get_body(("html",))
    assert body is not None
    body.add_related(PIXEL, "image", "png", cid="<shot@home>", filename="shot.png")
    deliver(mail)
    ticket, file = Ticket.objects.latest("id"), Attachment.objects.get()
    page = client_for(people.administrator).get(f"/tickets/{ticket.number}/").content.decode()
    assert (
        f'<img src="/tickets/{ticket.number}/files/{file.pk}/shot.png?show=1" alt="" loading="lazy">' in page
    )
    assert "<b>this</b>" in page
    assert "spy.example" not in page
    assert Message.objects.latest("id").text == "See the picture."
