"""Where the sample organisation can be chatted with, chats that are over, and a room of colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from divan.accounts.actions.calendars import CalendarSettings, add_calendar
from divan.accounts.identity import actor_of
from divan.accounts.models import Group, User
from divan.chat.access import seat_of_staff, seat_of_visitor
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join
from divan.chat.actions.rating import rate
from divan.chat.actions.rules import RuleDetails, create_rule
from divan.chat.actions.sites import SiteDetails, create_site
from divan.chat.actions.speaking import say, whisper
from divan.chat.actions.starting import NewChat, start_chat
from divan.chat.models import Chat, ChatRule, ChatRuleDay, ChatSite, EndReason
from divan.core import clock
from divan.core.actors import ANONYMOUS, Actor
from divan.realtime.lines.families import Seat, family_of
from divan.rooms import actions as rooms
from divan.samples.library import organisation, talks

_BETWEEN_LINES = timedelta(seconds=48)


def open_chat(author: Actor) -> None:
    """Everything; people, groups and tickets must be there already."""
    data = talks()
    group = Group.objects.order_by("pk")[0]
    _is_there_day_and_night(group, data["hours"], author)
    numbers = count()
    for told in data["sites"]:
        site = _site(told, group, author)
        rules = [_rule(site, one, author) for one in told["rules"]]
        for chat in told["chats"]:
            rule = rules[0] if chat["rule"] else None
            _play(site, chat, f"sample-chat-{next(numbers):02}-of-narin", rule)
    _talk_in_a_room(data["room"])


def _site(data: dict[str, Any], group: Group, author: Actor) -> ChatSite:
    details = SiteDetails(
        name=data["name"],
        group_id=group.pk,
        purpose=data["purpose"],
        origins=data["origins"],
        in_portal=data["in_portal"],
        colour=data["colour"],
        greetings=data["greetings"],
    )
    site, _secret = create_site(details, actor=author)
    return site


def _rule(site: ChatSite, data: dict[str, Any], author: Actor) -> ChatRule:
    """An invitation, and how visitors have answered it on the last days."""
    fields = ("name", "texts", "pages", "seconds", "visitors", "again_days")
    rule = create_rule(site.pk, RuleDetails(**{field: data[field] for field in fields}), actor=author)
    today = clock.now().date()
    ChatRuleDay.objects.bulk_create(
        ChatRuleDay(
            rule=rule, day=today - timedelta(days=ago), shown=shown, accepted=accepted, declined=declined
        )
        for ago, (shown, accepted, declined) in enumerate(data["days"], 1)
    )
    return rule


def _is_there_day_and_night(group: Group, name: str, author: Actor) -> None:
    """Whoever tries the demonstration at night or on a Sunday finds the chat open."""
    around_the_clock = {str(day): [["00:00", "00:00"]] for day in range(7)}
    zone = organisation()["time_zone"]
    add_calendar(
        CalendarSettings(name=name, time_zone=zone, hours=around_the_clock, groups=frozenset({group.pk})),
        actor=author,
    )


def _play(site: ChatSite, told: dict[str, Any], key: str, rule: ChatRule | None) -> None:
    """One chat from its first word to its rating, with the clock at every line."""
    times = _times(clock.now() - timedelta(hours=told["hours_ago"]))
    lead = actor_of(_person(told["lead"]))
    (_who, first), *others = told["lines"]
    with clock.at(next(times)):
        new = NewChat(
            site=site,
            name=told["name"],
            email=told["email"],
            text=first,
            start_key=key,
            language=told["language"],
            rule_id=rule.pk if rule else None,
        )
        started = start_chat(new, actor=ANONYMOUS)
    chat = started.chat
    found = seat_of_visitor(started.token)
    assert found is not None
    seats = {"visitor": found[1]}
    with clock.at(next(times)):
        accept(chat, actor=lead)
        seats["lead"] = seats["whisper"] = _seat(lead, chat)
    for place, (who, text) in enumerate(others):
        with clock.at(next(times)):
            if who == "second" and "second" not in seats:
                seats["second"] = _joins(chat, _person(told["joins"]), lead)
            verb = whisper if who == "whisper" else say
            verb(chat, text, seat=seats[who], key=f"line-{place}")
    # The page of the visitor is open, and shows every line.
    chat.refresh_from_db(fields=["last_public"])
    family = family_of(chat.channel)
    assert family is not None
    family.read([(seats["visitor"], chat.last_public)])
    with clock.at(next(times)):
        end_chat(chat, actor=lead, reason=EndReason.EXPERT, outcome=told["outcome"])
    if told["stars"]:
        with clock.at(next(times)):
            rate(chat, told["stars"], told["comment"], seat=seats["visitor"])


def _times(began: datetime) -> Iterator[datetime]:
    at = began
    while True:
        yield at
        at += _BETWEEN_LINES


def _joins(chat: Chat, person: User, lead: Actor) -> Seat:
    colleague = actor_of(person)
    invite(chat, person, actor=lead)
    join(chat, actor=colleague)
    return _seat(colleague, chat)


def _seat(actor: Actor, chat: Chat) -> Seat:
    seat = seat_of_staff(actor, chat.pk)
    assert seat is not None
    return seat


def _talk_in_a_room(data: dict[str, Any]) -> None:
    first, *others = [_person(email) for email in data["people"]]
    room = rooms.open_room(data["name"], [person.pk for person in others], actor=actor_of(first))
    for place, (email, text) in enumerate(data["lines"]):
        rooms.say(room, rooms.Words(room.pk, actor_of(_person(email)), f"line-{place}", text))


def _person(email: str) -> User:
    return User.objects.select_related("role").get(email=email)
