"""Whoever loses the right in a group loses its chats at the same moment (SECURITY class 9)."""

from __future__ import annotations

import pytest

from divan.accounts.actions import add_member, remove_member
from divan.accounts.models import User
from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.joining import join
from divan.chat.actions.leading import lead
from divan.chat.actions.transferring import transfer
from divan.chat.models import Chat
from divan.chat.queries.console import MINE, console
from divan.chat.tests.waiting_room import arrive, site_of
from divan.core.actors import Right
from divan.core.errors import NotAllowed
from divan.realtime import doorbell
from tests.support.cast import Cast, actor


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads."""
    return accept(arrive(site_of(people)), actor=actor(people.agent))


def lose(people: Cast, person: User) -> None:
    remove_member(people.group, person, actor=actor(people.administrator))


def test_the_seat_is_gone_and_so_is_the_list(chat: Chat, people: Cast) -> None:
    assert access.seat_of_staff(actor(people.agent), chat.pk) is not None
    lose(people, people.agent)
    assert access.seat_of_staff(actor(people.agent), chat.pk) is None
    assert console(actor(people.agent), MINE).rows == []
    with pytest.raises(NotAllowed):
        access.chat_for(actor(people.agent), chat.pk)


def test_open_pages_are_asked_again(
    chat: Chat, people: Cast, django_capture_on_commit_callbacks: object
) -> None:
    listener = doorbell.Listener("web")
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            lose(people, people.agent)
        asked = {ring.recheck for ring in listener.wait(5)}
    finally:
        listener.close()
    assert f"person:{people.agent.pk}" in asked


def test_what_was_offered_to_somebody_is_not_theirs_without_the_right(chat: Chat, people: Cast) -> None:
    add_member(people.group, people.clerk, Right.REPLY, actor=actor(people.administrator))
    transfer(chat, to=people.clerk, actor=actor(people.agent))
    lose(people, people.clerk)
    with pytest.raises(NotAllowed):
        accept(chat, actor=actor(people.clerk))


def test_a_supervisor_gives_the_chat_to_somebody_else(chat: Chat, people: Cast) -> None:
    lose(people, people.agent)
    member = join(chat, actor=actor(people.supervisor))
    lead(chat, member, actor=actor(people.supervisor))
    chat.refresh_from_db()
    assert chat.lead_id == people.supervisor.pk
