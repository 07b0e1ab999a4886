"""A mail in its own layout, the mail behind a message, and what is said about its sender."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.conversations.models import Message, OriginalMarkup
from divan.mail.models import InboundMail
from divan.mail.tests.conftest import Deliver, letter
from divan.tickets import guests
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast
from tests.support.stock import PIXEL

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]

NEWSLETTER = """<html><head><style>p { color: red }</style></head>
<body style="background:#102030"><table width="600" bgcolor="#ffffff" cellpadding="8"><tr>
<td style="color:#c03; position:fixed; background:url(https://spy.example/css)" class="hero" id="top">
Spring <b>sale</b></td></tr></table>
<img src="https://shop.example/hero.png" width="600" alt="A field of poppies">
<img src="https://shop.example/open.gif" width="1" height="1">
<img src="cid:shot@home" alt="The shop">
<blockquote type="cite">What you wrote before</blockquote></body></html>"""


@pytest.fixture
def newsletter(deliver: Deliver) -> Ticket:
    """A ticket that somebody opened with a mail full of layout."""
    mail = letter("Spring sale")
    mail.add_alternative(NEWSLETTER, "html")
    body = mail.get_body(("html",))
    assert body is not None
    body.add_related(PIXEL, "image", "png", cid="<shot@home>", filename="shot.png")
    deliver(mail)
    return Ticket.objects.latest("id")


def _address(ticket: Ticket, what: str) -> str:
    message = Message.objects.filter(conversation_id=ticket.conversation_id).earliest("id")
    return f"/tickets/{ticket.number}/messages/{message.pk}/{what}/"


def _get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response


def test_the_layout_is_kept_beside_the_calm_form(people: Cast, newsletter: Ticket) -> None:
    message = Message.objects.get(conversation_id=newsletter.conversation_id)
    assert message.has_original
    assert "style=" not in message.html
    kept = message.original
    assert kept.remote_pictures == 2
    assert '<td style="color:#c03">' in kept.html
    assert 'bgcolor="#ffffff"' in kept.html
    assert "What you wrote before" in kept.html
    assert not re.search(r"position|url\(|class=|id=|<style", kept.html)


def test_a_plain_answer_has_no_second_form(people: Cast, deliver: Deliver) -> None:
    mail = letter("Yes, please.")
    mail.add_alternative('<div dir="ltr"><b>Yes</b>, <span style="color:#222">please</span>.</div>', "html")
    deliver(mail)
    assert not Message.objects.latest("id").has_original
    assert not OriginalMarkup.objects.exists()


def test_the_layout_is_shown_in_a_document_of_its_own(
    people: Cast, newsletter: Ticket, client_for: Doors
) -> None:
    client = client_for(people.agent)
    response = _get(client, _address(newsletter, "original"))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self';" in policy
    assert "script" not in policy.replace("allow-scripts", "script")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    page = response.content.decode()
    assert '<base target="_blank">' in page
    assert "shop.example" not in page
    assert "[A field of poppies]" in page
    assert re.search(r'<img src="/tickets/[^"]+/shot\.png\?show=1"', page)


def test_pictures_from_elsewhere_come_only_when_asked_for(
    people: Cast, newsletter: Ticket, client_for: Doors
) -> None:
    address = _address(newsletter, "original")
    response = _get(client_for(people.agent), f"{address}?pictures=1")
    assert "img-src 'self' https: http:;" in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert 'src="https://shop.example/hero.png" width="600"' in page
    assert "?pictures=1" not in page


def test_pictures_that_claim_to_lie_with_us_are_never_fetched(
    people: Cast, deliver: Deliver, client_for: Doors
) -> None:
    mail = letter("Look")
    mail.add_alternative(
        '<table><tr><td><img src="http://testserver/sign-out/" alt="x"></td></tr></table>', "html"
    )
    deliver(mail)
    address = _address(Ticket.objects.latest("id"), "original")
    assert "sign-out" not in _get(client_for(people.agent), f"{address}?pictures=1").content.decode()


def test_the_page_offers_the_layout_and_the_mail(people: Cast, newsletter: Ticket, client_for: Doors) -> None:
    page = _get(client_for(people.agent), f"/tickets/{newsletter.number}/").content.decode()
    assert _address(newsletter, "original") in page
    assert _address(newsletter, "source") in page
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in page
    assert "allow-scripts" not in page


def test_the_mail_itself_is_a_download(people: Cast, newsletter: Ticket, client_for: Doors) -> None:
    response = _get(client_for(people.agent), _address(newsletter, "source"))
    assert response.headers["Content-Type"] == "message/rfc822"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"Subject: Stars on paper" in response.content


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_the_secrets_of_guests_are_taken_out_of_what_colleagues_download(
    encoding: str, people: Cast, deliver: Deliver, client_for: Doors
) -> None:
    before = open_ticket(people)
    token = guests.create_link(before, people.customer.pk)
    text = f"Thank you.\r\n\r\n> Answer here:\r\n> http://desk.example/t/{token}/?from=mail\r\n"
    mail = letter()
    mail.set_content(text, cte=encoding)
    mail.add_alternative(
        f'<table><tr><td><a href="http://desk.example/t/{token}/">Open</a></td></tr></table>', "html"
    )
    deliver(mail)
    ticket = Ticket.objects.latest("id")
    raw = _get(client_for(people.agent), _address(ticket, "source")).content
    decoded = raw.replace(b"=\r\n", b"") + b"".join(
        base64.b64decode(block) for block in re.findall(rb"(?m)(?:^[A-Za-z0-9+/=]{20,}\r?\n)+", raw)
    )
    assert token.encode() not in decoded
    assert b"desk.example/t/..." in decoded
    assert b"Thank you." in decoded
    assert token not in _get(client_for(people.agent), _address(ticket, "original")).content.decode()


def test_what_was_checked_about_the_sender_is_told(
    people: Cast, newsletter: Ticket, client_for: Doors
) -> None:
    checks = {"spf": "pass", "spf_domain": "customer.example", "dmarc": "fail", "by": "mx.divan.example"}
    InboundMail.objects.update(evidence=InboundMail.Evidence.FORGED, checks=checks)
    page = _get(client_for(people.agent), f"/tickets/{newsletter.number}/").content.decode()
    assert re.search(r'<summary class="badge" data-tone="danger">', page)
    for told in ("SPF", "customer.example", "DMARC", "mx.divan.example"):
        assert told in page


def test_recipients_are_named_to_the_desk_only(people: Cast, newsletter: Ticket, client_for: Doors) -> None:
    listed = [
        {"kind": "to", "name": "Support", "address": "support@divan.example"},
        {"kind": "bcc", "name": "", "address": "hidden@divan.example"},
    ]
    Message.objects.update(recipients=listed)
    desk = _get(client_for(people.agent), f"/tickets/{newsletter.number}/").content.decode()
    assert "hidden@divan.example" in desk
    token = guests.create_link(newsletter, newsletter.requester_id)
    portal = _get(client_for(None), f"/t/{token}/").content.decode()
    assert "hidden@divan.example" not in portal
    assert "Spring" in portal


def test_a_message_that_is_kept_inside_says_why_and_can_be_shared(
    people: Cast, newsletter: Ticket, client_for: Doors
) -> None:
    Message.objects.update(visibility="internal")
    message = Message.objects.get(conversation_id=newsletter.conversation_id)
    client = client_for(people.agent)
    page = _get(client, f"/tickets/{newsletter.number}/").content.decode()
    assert f'action="/tickets/{newsletter.number}/share/"' in page
    client.post(f"/tickets/{newsletter.number}/share/", {"message": message.pk})
    message.refresh_from_db()
    assert message.visibility == "public"
    assert "/share/" not in _get(client, f"/tickets/{newsletter.number}/").content.decode()


def test_mails_cost_the_page_one_query_more(people: Cast, deliver: Deliver, client_for: Doors) -> None:
    client, costs = client_for(people.agent), []
    deliver(letter())
    ticket = Ticket.objects.latest("id")
    for number in range(3):
        client.get(f"/tickets/{ticket.number}/")
        with CaptureQueriesContext(connection) as queries:
            _get(client, f"/tickets/{ticket.number}/")
        costs.append([query["sql"] for query in queries if "mail_inboundmail" in query["sql"]])
        answer = {"In_Reply_To": "<first@customer.example>", "Message_ID": f"<{number}@customer.example>"}
        deliver(letter(f"One more thing, {number}.", **answer))
    assert [len(cost) for cost in costs] == [1, 1, 1]
    assert Message.objects.filter(conversation_id=ticket.conversation_id).count() == 4
