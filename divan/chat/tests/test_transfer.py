"""Handing chats over: to colleagues, to groups, back to the queue (C1, C4)."""

from __future__ import annotations

from functools import partial

import pytest

from divan.accounts.actions import add_member, create_group
from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join, watch
from divan.chat.actions.moving import follow_ticket
from divan.chat.actions.transferring import transfer
from divan.chat.models import PRESENT, Chat, ChatLine, ChatMember, EndReason, Kind, Role, State
from divan.chat.tests.waiting_room import arrive, at_once, lines_of, site_of
from divan.core import jobs
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.notifications.models import Notification
from divan.tickets import actions as tickets
from divan.tickets.models import Event, Ticket
from tests.support.cast import Cast, actor

NOTE = "She has tried the reset already."


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads."""
    made = arrive(site_of(people))
    return accept(made, actor=actor(people.agent))


def present(chat: Chat) -> dict[int | None, str]:
    return dict(ChatMember.objects.filter(PRESENT, chat=chat).values_list("user_id", "role"))


def test_a_colleague_is_offered_the_chat_and_whoever_led_has_left(chat: Chat, people: Cast) -> None:
    began = chat.waiting_since
    transfer(chat, to=people.supervisor, note=NOTE, actor=actor(people.agent))
    chat.refresh_from_db()
    assert (chat.state, chat.lead_id, chat.waits_for_id) == (State.WAITING, None, people.supervisor.pk)
    assert chat.waiting_since > began
    assert present(chat) == {}
    assert Ticket.objects.get(pk=chat.ticket_id).assignee_id is None
    assert lines_of(chat, public=True) == ["said", "accepted", "transferred", "left"]
    accept(chat, actor=actor(people.supervisor))
    assert present(chat) == {people.supervisor.pk: Role.LEAD}
    jobs.drain()
    assert Notification.objects.filter(user=people.supervisor, kind="chat.transferred").exists()


def test_the_note_is_a_whisper(chat: Chat, people: Cast) -> None:
    transfer(chat, to=people.supervisor, note=NOTE, actor=actor(people.agent))
    chat.refresh_from_db()
    line = ChatLine.objects.select_related("message").get(chat=chat, kind=Kind.WHISPERED)
    assert line.public is None
    assert line.message is not None
    assert (line.message.text, line.message.conversation_id) == (NOTE, chat.backstage_id)
    serials = list(ChatLine.objects.filter(chat=chat).order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, chat.last_serial + 1))


def test_who_is_in_the_chat_leads_at_once(chat: Chat, people: Cast) -> None:
    join(chat, actor=actor(people.supervisor))
    transfer(chat, to=people.supervisor, actor=actor(people.agent))
    chat.refresh_from_db()
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.supervisor.pk)
    assert present(chat) == {people.supervisor.pk: Role.LEAD}
    assert Ticket.objects.get(pk=chat.ticket_id).assignee_id == people.supervisor.pk


def test_a_chat_goes_to_another_group_and_its_ticket_with_it(chat: Chat, people: Cast) -> None:
    transfer(chat, group=people.other_group, actor=actor(people.agent))
    chat.refresh_from_db()
    ticket = Ticket.objects.get(pk=chat.ticket_id)
    assert (chat.group_id, chat.state) == (people.other_group.pk, State.WAITING)
    assert (ticket.group_id, ticket.assignee_id) == (people.other_group.pk, None)
    with pytest.raises(NotAllowed):
        access.chat_for(actor(people.agent), chat.pk)
    accept(chat, actor=actor(people.other_agent))
    assert present(chat) == {people.other_agent.pk: Role.LEAD}


def test_experts_who_stay_see_the_chat_in_the_other_group_too(chat: Chat, people: Cast) -> None:
    second = people.clerk
    add_member(people.group, second, Right.REPLY, actor=actor(people.administrator))
    join(chat, actor=actor(second))
    transfer(chat, group=people.other_group, actor=actor(people.agent))
    assert access.chat_for(actor(second), chat.pk).pk == chat.pk
    end_chat(chat, actor=actor(people.administrator), reason=EndReason.EXPERT)
    with pytest.raises(NotAllowed):
        access.chat_for(actor(second), chat.pk)


def test_without_anybody_it_goes_back_to_its_queue(chat: Chat, people: Cast) -> None:
    transfer(chat, actor=actor(people.agent))
    chat.refresh_from_db()
    assert (chat.state, chat.waits_for_id, chat.group_id) == (State.WAITING, None, people.group.pk)
    transfer(chat, actor=actor(people.agent))
    assert lines_of(chat).count("transferred") == 1


def test_a_waiting_chat_keeps_its_place_when_it_goes_to_another_group(people: Cast) -> None:
    chat = arrive(site_of(people))
    transfer(chat, group=people.other_group, note=NOTE, actor=actor(people.agent))
    since = chat.waiting_since
    chat.refresh_from_db()
    assert (chat.group_id, chat.waiting_since) == (people.other_group.pk, since)
    assert Event.objects.filter(ticket_id=chat.ticket_id, kind="message.noted").count() == 1


def test_who_cannot_answer_there_cannot_take_it(chat: Chat, people: Cast) -> None:
    by = actor(people.agent)
    with pytest.raises(Refused) as refusal:
        transfer(chat, to=people.other_agent, actor=by)
    assert refusal.value.field == "person"
    transfer(chat, to=people.other_agent, group=people.other_group, actor=by)
    accept(chat, actor=actor(people.other_agent))
    unused = create_group({"en": "Old"}, actor=actor(people.administrator))
    unused.is_active = False
    unused.save()
    with pytest.raises(Refused) as refusal:
        transfer(chat, group=unused, actor=actor(people.other_agent))
    assert refusal.value.field == "group"


def test_only_those_in_the_chat_and_supervisors_hand_it_over(chat: Chat, people: Cast) -> None:
    for person in (people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            transfer(chat, actor=actor(person))
    watch(chat, actor=actor(people.supervisor))
    transfer(chat, group=people.other_group, actor=actor(people.supervisor))
    chat.refresh_from_db()
    assert chat.group_id == people.other_group.pk


def test_an_ended_chat_goes_nowhere(chat: Chat, people: Cast) -> None:
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    with pytest.raises((Overtaken, NotAllowed)):
        transfer(chat, group=people.other_group, actor=actor(people.agent))
    with pytest.raises(Overtaken):
        transfer(chat, group=people.other_group, actor=actor(people.supervisor))


def test_a_chat_follows_its_ticket_that_was_moved_at_the_desk(people: Cast) -> None:
    chat = arrive(site_of(people))
    tickets.move(Ticket.objects.get(pk=chat.ticket_id), people.other_group, actor=actor(people.agent))
    jobs.drain()
    chat.refresh_from_db()
    assert chat.group_id == people.other_group.pk
    follow_ticket(chat.ticket_id)
    accept(chat, actor=actor(people.other_agent))


@pytest.mark.django_db(transaction=True)
def test_handing_over_and_inviting_at_once_wait_for_each_other(people: Cast) -> None:
    chat = accept(arrive(site_of(people)), actor=actor(people.agent))
    agent = actor(people.agent)
    outcomes = at_once(
        partial(transfer, chat, to=people.supervisor, actor=agent),
        partial(invite, chat, people.other_agent, actor=agent),
    )
    assert isinstance(outcomes[0], Chat)
    assert isinstance(outcomes[1], (ChatMember, NotAllowed))
    serials = list(ChatLine.objects.filter(chat=chat).order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))
