"""Nobody is there: the frame is a form, and what it sends is an ordinary ticket."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from divan.chat.actions.presence import set_presence
from divan.chat.actions.sites import set_site_in_use
from divan.chat.models import Chat, Presence
from divan.chat.tests.sites import a_site, ask, data_in, frame, somebody_is_there, visitor
from divan.conversations.models import Attachment, Message
from divan.tickets.models import Ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def test_the_page_says_whether_anybody_is_there(people: Cast) -> None:
    site = a_site(people)
    assert data_in(frame(site), "takes-chats") == "0"
    somebody_is_there(people)
    assert data_in(frame(site), "takes-chats") == "1"
    there = json.loads(visitor().get(f"/chat/frame/{site.key}/there/").content)
    assert there["takes_chats"] is True
    assert there["stamp"]


def test_a_question_with_a_file_becomes_one_ticket(people: Cast) -> None:
    site = a_site(people)
    stamp = data_in(frame(site), "stamp")
    file = json.loads(ask(site, "upload", stamp=stamp, file=SimpleUploadedFile("a.txt", b"a")).content)["id"]
    answers = [ask(site, "write", stamp=stamp, attachments=[file]) for _again in range(2)]
    ticket = Ticket.objects.get()
    assert {json.loads(one.content)["number"] for one in answers} == {ticket.number}
    assert (ticket.group, ticket.requester.email) == (people.group, "nil@elsewhere.example")
    assert ticket.subject == "Why are there two lines for March?"
    assert Attachment.objects.get().message == Message.objects.get()
    assert not Chat.objects.exists()


def test_the_address_of_somebody_we_know_is_only_claimed(people: Cast) -> None:
    ask(a_site(people), "write", email=people.customer.email, name="Somebody")
    assert Ticket.objects.get().requester == people.customer
    assert not Message.objects.get().is_verified


@pytest.mark.parametrize("why", ["nobody", "inactive"])
def test_a_page_that_is_too_old_is_told_and_loses_nothing(people: Cast, why: str) -> None:
    site = a_site(people)
    somebody_is_there(people)
    stamp = data_in(frame(site), "stamp")
    if why == "nobody":
        set_presence(people.agent.pk, Presence.AWAY, actor=actor(people.agent))
    else:
        set_site_in_use(site.pk, False, actor=actor(people.administrator))
    refused = ask(site, stamp=stamp)
    assert refused.status_code == 409
    assert json.loads(refused.content)["closed"] is True
    assert not Chat.objects.exists()
    assert ask(site, "write", stamp=stamp).status_code == 200
    assert Ticket.objects.count() == 1
