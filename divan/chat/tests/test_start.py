"""A chat begins: the first words are a ticket at once, whoever wrote them (C1)."""

from __future__ import annotations

import pytest

from divan.accounts.models import User
from divan.chat.access import seat_of_visitor
from divan.chat.actions.starting import Identified
from divan.chat.models import Chat, ChatTopic, State
from divan.chat.tests.talking import begin, family, read
from divan.chat.tests.waiting_room import site_of
from divan.conversations.models import Channel, Message
from divan.core.actors import Kind
from divan.core.errors import Refused
from divan.tickets.access import visible_to
from divan.tickets.models import Event, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

KEY = "one key that a page has drawn"


def test_the_first_words_are_a_ticket(people: Cast) -> None:
    talk = begin(people)
    ticket = talk.ticket
    assert (ticket.channel, ticket.group, ticket.subject) == (
        Channel.CHAT,
        people.group,
        "The heater does not start.",
    )
    assert ticket.requester == User.objects.get(email="nora@visitor.example")
    assert ticket.waiting_since is not None
    assert talk.chat.state == State.WAITING
    kinds = list(Event.objects.filter(ticket=ticket).values_list("kind", flat=True))
    assert kinds == ["ticket.created", "chat.started"]
    (line,) = read(talk.visitor())
    assert (line["n"], line["kind"], line["text"]) == (1, "said", "The heater does not start.")
    assert line["who"] == {"key": f"visitor:{talk.chat.pk}", "name": "Nora", "title": "", "side": "visitor"}


def test_the_same_key_is_the_same_chat_with_the_same_token(people: Cast) -> None:
    site = site_of(people)
    first = begin(people, site=site, start_key=KEY)
    again = begin(people, site=site, start_key=KEY, text="Something else")
    assert (again.chat.pk, again.token) == (first.chat.pk, first.token)
    assert Ticket.objects.count() == Chat.objects.count() == 1
    stored = Chat.objects.values_list("start_key", "token_hash").get()
    assert first.token not in stored
    assert KEY not in stored


def test_short_keys_long_texts_and_closed_sites_are_refused(people: Cast) -> None:
    site = site_of(people)
    for wrong in ({"start_key": "guessed"}, {"text": "x" * 4001}, {"text": "   "}):
        with pytest.raises(Refused):
            begin(people, site=site, **wrong)
    site.is_active = False
    with pytest.raises(Refused):
        begin(people, site=site)
    assert not Ticket.objects.exists()


def test_a_claimed_address_gives_its_owner_the_ticket_and_the_visitor_nothing(people: Cast) -> None:
    other = open_ticket(people)
    talk = begin(people, name="Celina, I say", email=people.customer.email)
    assert talk.ticket.requester == people.customer
    assert not Message.objects.get(conversation=talk.ticket.conversation).is_verified
    seat = talk.visitor()
    assert (seat.actor.kind, seat.actor.id, seat.actor.name) == (Kind.GUEST, None, "Celina, I say")
    assert [one.pk for one in visible_to(seat.actor)] == [talk.ticket.pk]
    assert other.pk != talk.ticket.pk
    people.customer.refresh_from_db()
    assert people.customer.name == "Celina Nowak"
    assert people.customer.email not in str(family.states(talk.chat.channel))


def test_who_is_signed_in_or_named_by_the_site_is_identified(people: Cast) -> None:
    signed_in = begin(people, by=actor(people.customer), email="else@visitor.example")
    named = begin(people, identified=Identified(people.customer.email, "Celina N."), name="", email="")
    for talk in (signed_in, named):
        assert talk.ticket.requester == people.customer
        assert talk.chat.is_identified
        assert talk.visitor().actor.id == people.customer.pk
    assert not User.objects.filter(email="else@visitor.example").exists()


def test_the_topic_chooses_the_group_if_it_is_of_the_site(people: Cast) -> None:
    site, elsewhere = site_of(people), site_of(people)
    billing = ChatTopic.objects.create(site=site, names={"en": "Bills"}, group=people.other_group)
    assert begin(people, site=site, topic_id=billing.pk).chat.group == people.other_group
    assert begin(people, site=elsewhere, topic_id=billing.pk).chat.group == people.group


def test_a_token_opens_its_own_chat_only(people: Cast) -> None:
    mine, other = begin(people), begin(people)
    assert family.seat(other.chat.channel, None, mine.token) is None
    assert family.seat(mine.chat.channel, None, "made up") is None
    assert seat_of_visitor("") is None
    assert family.seat(mine.chat.channel, actor(people.customer), "") is None
    assert family.seat(mine.chat.channel, actor(people.other_agent), "") is None
    assert family.seat(mine.chat.channel, actor(people.agent), "") is not None


def test_long_first_words_are_cut_in_the_subject(people: Cast) -> None:
    talk = begin(people, text="heater " * 40)
    assert len(talk.ticket.subject) <= 80
    assert talk.ticket.subject.endswith("heater…")
