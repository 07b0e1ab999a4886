"""Inviting colleagues into a running chat (C4)."""

from __future__ import annotations

import pytest

from divan.accounts.models import User
from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite, remove
from divan.chat.actions.joining import join
from divan.chat.actions.leading import lead
from divan.chat.models import Chat, ChatMember, EndReason, Role
from divan.chat.queries.agents import suggest_experts
from divan.chat.queries.queue import invited_to
from divan.chat.tests.waiting_room import arrive, lines_of, online, site_of
from divan.core import jobs
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.notifications.models import Notification
from divan.tickets import actions as tickets
from divan.tickets.access import visible_to
from divan.tickets.models import Category, Ticket
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads."""
    return accept(arrive(site_of(people)), actor=actor(people.agent))


def sees(person: User, chat: Chat) -> bool:
    return visible_to(actor(person)).filter(pk=chat.ticket_id).exists()


def test_who_is_invited_sees_the_ticket_and_the_visitor_learns_of_them_when_they_come(
    chat: Chat, people: Cast
) -> None:
    assert not sees(people.other_agent, chat)
    invite(chat, people.other_agent, actor=actor(people.agent))
    assert sees(people.other_agent, chat)
    assert [one.chat_id for one in invited_to(actor(people.other_agent))] == [chat.pk]
    assert lines_of(chat, public=True) == ["said", "accepted"]
    join(chat, actor=actor(people.other_agent))
    assert lines_of(chat) == ["said", "accepted", "invited", "joined"]
    assert lines_of(chat, public=True) == ["said", "accepted", "joined"]
    assert invited_to(actor(people.other_agent)) == []
    jobs.drain()
    assert Notification.objects.filter(user=people.other_agent, kind="chat.invited").exists()


def test_inviting_or_joining_again_changes_nothing(chat: Chat, people: Cast) -> None:
    for _twice in range(2):
        invite(chat, people.other_agent, actor=actor(people.agent))
    for _twice in range(2):
        join(chat, actor=actor(people.other_agent))
    assert lines_of(chat) == ["said", "accepted", "invited", "joined"]


def test_the_visitor_reads_a_name_and_never_an_address(chat: Chat, people: Cast) -> None:
    User.objects.filter(pk=people.other_agent.pk).update(name="", expertise="Invoices")
    people.other_agent.refresh_from_db()
    member = invite(chat, people.other_agent, actor=actor(people.agent))
    assert member.name
    assert "@" not in member.name
    assert member.title == "Invoices"


def test_the_title_is_in_the_language_of_the_visitor(people: Cast) -> None:
    chat = arrive(site_of(people), language="pl")
    accept(chat, actor=actor(people.agent))
    member = invite(chat, people.other_agent, actor=actor(people.agent))
    assert member.title == people.other_group.names["pl"]


def test_customers_and_the_visitor_are_not_invited(chat: Chat, people: Cast) -> None:
    with pytest.raises(Refused):
        invite(chat, people.customer, actor=actor(people.agent))
    Chat.objects.filter(pk=chat.pk).update(visitor=people.other_agent)
    with pytest.raises(Refused):
        invite(chat, people.other_agent, actor=actor(people.agent))


def test_only_experts_of_the_chat_and_supervisors_invite(chat: Chat, people: Cast) -> None:
    for person in (people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            invite(chat, people.administrator, actor=actor(person))
    invite(chat, people.other_agent, actor=actor(people.supervisor))
    with pytest.raises(NotAllowed):
        join(chat, actor=actor(people.clerk))
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    with pytest.raises(Overtaken):
        invite(chat, people.clerk, actor=actor(people.supervisor))


def test_who_is_taken_out_sees_nothing_any_more(chat: Chat, people: Cast) -> None:
    member = invite(chat, people.other_agent, actor=actor(people.agent))
    join(chat, actor=actor(people.other_agent))
    remove(member, actor=actor(people.agent))
    assert not sees(people.other_agent, chat)
    assert access.seat_of_staff(actor(people.other_agent), chat.pk) is None
    assert lines_of(chat, public=True) == ["said", "accepted", "joined", "left"]
    remove(member, actor=actor(people.agent))
    assert lines_of(chat, public=True).count("left") == 1


def test_an_invitation_is_taken_back_without_a_word_to_the_visitor(chat: Chat, people: Cast) -> None:
    member = invite(chat, people.other_agent, actor=actor(people.agent))
    remove(member, actor=actor(people.agent))
    assert lines_of(chat, public=True) == ["said", "accepted"]
    assert not sees(people.other_agent, chat)


def test_the_lead_is_not_taken_out_and_others_do_not_take_anybody_out(chat: Chat, people: Cast) -> None:
    leads = ChatMember.objects.get(chat=chat)
    member = invite(chat, people.other_agent, actor=actor(people.agent))
    join(chat, actor=actor(people.other_agent))
    join(chat, actor=actor(people.administrator))
    with pytest.raises(NotAllowed):
        remove(leads, actor=actor(people.other_agent))
    with pytest.raises(Refused):
        remove(leads, actor=actor(people.supervisor))
    assert remove(member, actor=actor(people.administrator)).left_at is not None


def test_an_end_ends_what_was_lent(chat: Chat, people: Cast) -> None:
    invite(chat, people.other_agent, actor=actor(people.agent))
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    assert not sees(people.other_agent, chat)
    assert not ChatMember.objects.filter(chat=chat, left_at=None).exists()


def test_the_lead_gives_the_lead_to_who_may_answer_in_the_group(chat: Chat, people: Cast) -> None:
    outsider = invite(chat, people.other_agent, actor=actor(people.agent))
    with pytest.raises(Overtaken):
        lead(chat, outsider, actor=actor(people.agent))
    join(chat, actor=actor(people.other_agent))
    with pytest.raises(Refused):
        lead(chat, outsider, actor=actor(people.agent))
    second = join(chat, actor=actor(people.supervisor))
    with pytest.raises(NotAllowed):
        lead(chat, outsider, actor=actor(people.other_agent))
    lead(chat, second, actor=actor(people.agent))
    chat.refresh_from_db()
    assert chat.lead_id == people.supervisor.pk
    assert Ticket.objects.get(pk=chat.ticket_id).assignee_id == people.supervisor.pk
    assert ChatMember.objects.get(chat=chat, user=people.agent).role == Role.EXPERT
    assert lines_of(chat, public=True)[-1] == "led"


def test_who_solved_most_and_is_online_is_suggested_first(chat: Chat, people: Cast) -> None:
    category = Category.objects.create(names={"en": "Heaters"})
    agent = actor(people.agent)
    tickets.categorise(Ticket.objects.get(pk=chat.ticket_id), category.pk, actor=agent)
    for person in (people.supervisor, people.administrator, people.administrator):
        other = open_ticket(people)
        tickets.categorise(other, category.pk, actor=agent)
        tickets.assign(other, person.pk, actor=agent)
        solve(other, person)
    shown = Chat.objects.select_related("ticket__category").get(pk=chat.pk)
    best = suggest_experts(agent, shown)
    assert [one.id for one in best] == [people.administrator.pk, people.supervisor.pk]
    assert [one.solved.solved for one in best if one.solved] == [2, 1]
    online(people.supervisor)
    assert suggest_experts(agent, shown)[0].id == people.supervisor.pk
    invite(chat, people.supervisor, actor=agent)
    assert [one.id for one in suggest_experts(agent, shown)] == [people.administrator.pk]
