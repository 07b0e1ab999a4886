"""The requester of an escalated ticket gets a mail that says so, and never why (T12)."""

from __future__ import annotations

import pytest

from divan.consulting.actions import escalate
from divan.core import jobs
from divan.mail.models import OutgoingMail
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db
WHY = "They threaten to leave."


def test_the_requester_gets_one_mail_without_the_reason(people: Cast) -> None:
    ticket = open_ticket(people)
    jobs.drain()
    OutgoingMail.objects.all().delete()
    escalate(ticket, WHY, actor=actor(people.agent), tier=2)
    jobs.drain()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.purpose, mail.language) == (people.customer.email, "escalated", "pl")
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert ticket.subject in mail.subject
    assert WHY not in f"{mail.subject}{mail.text}{mail.html}{mail.headers}"
