"""What is said in a chat: one order for everybody, each line once, and nothing lost (C1, C4)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join, watch
from divan.chat.models import EndReason
from divan.chat.tests.talking import begin, family, read, say, saying, taken, texts
from divan.chat.tests.waiting_room import at_once
from divan.conversations.actions import upload
from divan.conversations.models import Attachment, Delivery, Message
from divan.core.actors import ANONYMOUS
from divan.realtime.lines.families import Declined, Saying, Stored
from divan.tickets import actions as tickets
from divan.tickets.models import ArticleUse, Event, Status
from divan.tickets.tests.articles import article
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

# Statements of one saying, beside those that begin and end the transaction.
MOST_BY_VISITOR, MOST_BY_EXPERT = 6, 8


def test_both_sides_read_the_same_words_in_the_same_order(people: Cast) -> None:
    talk = taken(people)
    visitor, expert = talk.visitor(), talk.expert(people.agent)
    assert isinstance(say(expert, "Which light is on?"), Stored)
    assert isinstance(say(visitor, "The red one."), Stored)
    words = ["The heater does not start.", "Which light is on?", "The red one."]
    assert texts(visitor) == texts(expert) == words
    assert [line["n"] for line in read(visitor)] == [1, 2, 3, 4]
    assert read(visitor, 3) == read(visitor)[3:]


def test_what_is_said_is_the_tickets_conversation(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Which light is on?")
    messages = Message.objects.filter(conversation=talk.ticket.conversation)
    assert [(one.text, one.from_staff) for one in messages] == [
        ("The heater does not start.", False),
        ("Which light is on?", True),
    ]
    assert messages[1].author == people.agent
    assert {one.delivery for one in messages} == {Delivery.NONE}
    assert not Event.objects.filter(ticket=talk.ticket, kind__startswith="message.").exists()


def test_the_ticket_keeps_up(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    began = talk.ticket.waiting_since
    frozen_clock.advance(timedelta(minutes=1))
    say(talk.visitor(), "Hello?")
    assert talk.ticket.waiting_since == began
    answered = frozen_clock.advance(timedelta(minutes=1))
    say(talk.expert(people.agent), "Which light is on?")
    ticket = talk.ticket
    assert (ticket.status, ticket.waiting_since, ticket.snippet) == (Status.OPEN, None, "Which light is on?")
    assert ticket.first_reply_at == ticket.last_staff_message_at == talk.now().first_reply_at == answered
    asked = frozen_clock.advance(timedelta(minutes=1))
    say(talk.visitor(), "The red one.")
    ticket = talk.ticket
    assert (ticket.waiting_since, ticket.last_customer_message_at, ticket.first_reply_at) == (
        asked,
        asked,
        answered,
    )


def test_a_visitors_word_wakes_a_ticket_that_waited_for_them(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Which light is on?")
    tickets.wait(talk.ticket, actor=actor(people.agent))
    assert isinstance(say(talk.visitor(), "The red one."), Stored)
    assert talk.ticket.status == Status.OPEN
    assert texts(talk.visitor())[-1] == "The red one."


def test_the_same_key_is_one_line_for_its_author_and_another_for_others(people: Cast) -> None:
    talk = taken(people)
    visitor, expert = talk.visitor(), talk.expert(people.agent)
    first = say(visitor, "The red one.", key="one")
    again, other = family.say(
        [saying(visitor, "The red one.", key="one"), saying(expert, "Good.", key="one")]
    )
    assert first == again
    assert isinstance(other, Stored)
    assert texts(expert)[1:] == ["The red one.", "Good."]
    twice = family.say([saying(visitor, "And?", key="two"), saying(visitor, "And?", key="two")])
    assert twice[0] == twice[1]
    assert texts(expert)[3:] == ["And?"]


@pytest.mark.parametrize("wrong", ["", "  \n ", "\x00", "x" * 4001])
def test_what_no_chat_takes_spoils_nothing_else(wrong: str, people: Cast) -> None:
    talk, other = taken(people), begin(people)
    batch = [
        saying(talk.visitor(), "Before"),
        saying(talk.visitor(), wrong),
        saying(other.visitor(), "Elsewhere"),
        saying(talk.visitor(), "A file", files=[4711]),
        saying(talk.visitor(), "After"),
        saying(talk.visitor(), "Key", key="k" * 41),
    ]
    kinds = [type(outcome) for outcome in family.say(batch)]
    assert kinds == [Stored, Declined, Stored, Declined, Stored, Declined]
    assert texts(talk.visitor())[1:] == ["Before", "After"]
    assert texts(other.visitor())[1:] == ["Elsewhere"]
    assert [line["n"] for line in read(talk.visitor())] == [1, 2, 3, 4]


def test_nul_is_left_out(people: Cast) -> None:
    talk = taken(people)
    say(talk.visitor(), "re\x00d")
    assert texts(talk.visitor())[-1] == "red"


def test_only_those_who_are_in_the_chat_speak(people: Cast) -> None:
    talk = begin(people)
    agent = talk.expert(people.agent)
    assert isinstance(say(agent, "Hello"), Declined)
    talk = taken(people)
    supervisor = talk.expert(people.supervisor)
    assert isinstance(say(supervisor, "Hello"), Declined)
    watch(talk.chat, actor=actor(people.supervisor))
    assert isinstance(say(supervisor, "Hello"), Declined)
    join(talk.chat, actor=actor(people.supervisor))
    assert isinstance(say(supervisor, "Hello"), Stored)


def test_a_refusal_speaks_the_authors_language(people: Cast) -> None:
    ours, theirs = begin(people, language="pl"), begin(people, language="en")
    told = [say(talk.visitor(), "") for talk in (ours, theirs)]
    assert all(isinstance(one, Declined) and one.is_final for one in told)
    assert told[0] != told[1]


def test_after_the_end_a_visitors_word_goes_to_the_ticket(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Done.")
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    before = len(read(talk.visitor()))
    for _time in range(2):
        outcome = say(talk.visitor(), "One more thing", key="late")
        assert isinstance(outcome, Declined)
        assert outcome.is_final
    assert len(read(talk.visitor())) == before
    messages = Message.objects.filter(conversation=talk.ticket.conversation, text="One more thing")
    assert messages.count() == 1
    assert Event.objects.filter(ticket=talk.ticket, kind="message.received").count() == 1
    assert isinstance(say(talk.expert(people.agent), "Hello?"), Declined)


def test_who_is_reviewed_does_not_speak_to_visitors(people: Cast) -> None:
    talk = taken(people)
    tickets.set_review(people.agent, 5, actor=actor(people.administrator))
    assert isinstance(say(talk.expert(people.agent), "Hello"), Declined)
    assert isinstance(say(talk.expert(people.agent), "Is this right?", whisper=True), Stored)


def test_files_travel_with_the_line(people: Cast) -> None:
    talk = taken(people)
    file = upload(SimpleUploadedFile("light.txt", b"red"), actor=ANONYMOUS, upload_key="of this page")
    other = upload(SimpleUploadedFile("bill.txt", b"secret"), actor=actor(people.customer))
    assert isinstance(say(talk.visitor(), "See", files=[other.pk], upload_key="of this page"), Declined)
    assert isinstance(say(talk.visitor(), "", files=[file.pk], upload_key="of this page"), Stored)
    for seat in (talk.visitor(), talk.expert(people.agent)):
        (shown,) = read(seat)[-1]["files"]
        assert (shown["id"], shown["name"], shown["size"]) == (file.pk, "light.txt", 3)
    assert Attachment.objects.get(pk=other.pk).message is None


def test_an_article_goes_out_with_a_marker_and_an_internal_one_does_not(people: Cast) -> None:
    talk = taken(people)
    shown, hidden = (
        article(people, "lights", en="The lights"),
        article(people, "inside", "internal", en="Inside"),
    )
    seat = talk.expert(people.agent)
    assert isinstance(say(seat, f"http://testserver/help/{hidden.slug}/"), Declined)
    assert isinstance(say(seat, f"http://testserver/help/{shown.slug}/"), Stored)
    use = ArticleUse.objects.get()
    for reader in (talk.visitor(), seat):
        card = read(reader)[-1]["article"]
        assert card["title"]
        assert str(use.marker) in card["url"]
    say(seat, f"Look here: http://testserver/help/{shown.slug}/")
    assert "article" not in read(seat)[-1]


def test_one_saying_costs_few_statements(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    visitor, expert = talk.visitor(), talk.expert(people.agent)
    say(expert, "First")
    for seat, most in ((visitor, MOST_BY_VISITOR), (expert, MOST_BY_EXPERT)):
        with CaptureQueriesContext(
            connection,
        ) as told:
            say(seat, "Which light is on?")
        kept = [one["sql"] for one in told if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(kept) <= most, kept


def test_ten_sayings_of_one_chat_lock_it_once(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    visitor = talk.visitor()
    with CaptureQueriesContext(connection) as told:
        family.say([saying(visitor, f"Line {number}") for number in range(10)])
    kept = [one["sql"] for one in told if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(kept) <= 4 + 2 * 10


def test_fresh_lines_are_those_above_the_serial_for_both_feeds(people: Cast) -> None:
    talk = taken(people)
    shown = family.fresh({talk.chat.channel: 0})[talk.chat.channel]
    assert [one.serial for one in shown] == [1, 2]
    say(talk.visitor(), "Hello?")
    (fresh,) = family.fresh({talk.chat.channel: 2})[talk.chat.channel]
    assert fresh.only is None
    assert {feed: view["n"] for feed, view in fresh.views.items()} == {"public": 3, "desk": 3}


_STEPS = st.lists(
    st.sampled_from(["visitor", "agent", "whisper", "to one", "supervisor", "nobody"]), max_size=12
)


@given(batches=st.lists(_STEPS, max_size=3))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_feeds_count_without_gaps_whatever_the_mix(people: Cast, batches: list[list[str]]) -> None:
    talk = taken(people)
    invite(talk.chat, people.supervisor, actor=actor(people.agent))
    join(talk.chat, actor=actor(people.supervisor))
    visitor, agent = talk.visitor(), talk.expert(people.agent)
    supervisor, stranger = talk.expert(people.supervisor), talk.expert(people.administrator)

    def step(kind: str) -> Saying:
        if kind == "whisper":
            return saying(agent, "Psst", whisper=True)
        if kind == "to one":
            return saying(supervisor, "Psst, you", whisper=True, to=agent.listener)
        seats = {"visitor": visitor, "agent": agent, "supervisor": supervisor, "nobody": stranger}
        return saying(seats[kind], f"said by {kind}")

    for batch in batches:
        family.say([step(kind) for kind in batch])
    for seat in (visitor, agent, supervisor, stranger):
        numbers = [line["n"] for line in read(seat)]
        assert numbers == list(range(1, len(numbers) + 1))
    assert [line["text"] for line in read(agent) if line["kind"] == "said"] == texts(visitor)
    assert not any("Psst" in str(line) for line in read(visitor))
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_order(people: Cast) -> None:
    talk = taken(people)
    visitor, agent = talk.visitor(), talk.expert(people.agent)
    deeds = [
        *(partial(say, visitor, f"visitor {number}", key=f"key {number}") for number in range(4)),
        *(partial(say, agent, f"agent {number}", key=f"key {number}") for number in range(4)),
        *(partial(say, agent, "Psst", whisper=True) for _time in range(2)),
        *(partial(say, visitor, "visitor 0", key="key 0") for _time in range(2)),
    ]
    outcomes = at_once(*deeds)
    assert [type(outcome) for outcome in outcomes] == [Stored] * len(deeds)
    assert outcomes[0] == outcomes[10] == outcomes[11]
    assert [line["n"] for line in read(visitor)] == list(range(1, 11))
    assert [line["n"] for line in read(agent)] == list(range(1, 13))
    assert texts(visitor) == [text for text in texts(agent) if text != "Psst"]
