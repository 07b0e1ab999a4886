"""The visitor says how it was (C1)."""

from __future__ import annotations

import pytest
from django.test import Client

from divan.chat.actions.rating import MOST_RATINGS, rate
from divan.chat.tests.talking import begin, family, say, taken
from divan.core.errors import NotAllowed, Refused
from divan.tickets.models import Event
from tests.support.cast import Cast


def test_a_rating_is_kept_and_a_later_one_replaces_it(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Press the red button.")
    rate(talk.chat, 4, " Quick. ", seat=talk.visitor())
    rate(talk.chat, 4, "Quick.", seat=talk.visitor())
    assert (talk.now().rating, talk.now().rating_comment) == (4, "Quick.")
    rate(talk.chat, 5, "It works!", seat=talk.visitor())
    assert talk.now().rating == 5
    events = Event.objects.filter(ticket=talk.ticket, kind="chat.rated").order_by("seq")
    assert [one.payload for one in events] == [{"stars": 4}, {"stars": 5}]
    assert family.states(talk.chat.channel)["public"]["may_rate"] is False


def test_only_the_visitor_rates_and_only_an_answer(people: Cast) -> None:
    talk, other = taken(people), begin(people)
    with pytest.raises(Refused):
        rate(talk.chat, 5, "", seat=talk.visitor())
    say(talk.expert(people.agent), "Press the red button.")
    for seat in (talk.expert(people.agent), other.visitor()):
        with pytest.raises(NotAllowed):
            rate(talk.chat, 5, "", seat=seat)
    for stars, comment in ((0, ""), (6, ""), (5, "x" * 2001)):
        with pytest.raises(Refused):
            rate(talk.chat, stars, comment, seat=talk.visitor())
    assert talk.now().rating is None


def test_who_changes_their_mind_again_and_again_is_answered_as_before_and_changes_nothing(
    people: Cast,
) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Press the red button.")
    bearer = {"Authorization": f"Bearer {talk.token}"}
    for number in range(MOST_RATINGS + 3):
        said = {"stars": str(number % 5 + 1), "comment": f"{number} ways to say it"}
        assert Client().post("/chat/visit/rate/", said, headers=bearer).status_code == 204
    assert (talk.now().rating, talk.now().rating_comment) == (5, "4 ways to say it")
    assert Event.objects.filter(ticket=talk.ticket, kind="chat.rated").count() == MOST_RATINGS == 5
