"""A day of a help desk: chats with and without answers, tickets that were solved, and time that was logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from divan.accounts.models import User
from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.rating import rate
from divan.chat.actions.rules import RuleDetails, create_rule
from divan.chat.actions.sites import SiteDetails, create_site
from divan.chat.actions.speaking import say
from divan.chat.models import Chat, ChatRule, ChatSite, EndReason, Outcome, Purpose
from divan.chat.tests.waiting_room import arrive
from divan.core.actors import ANONYMOUS, SYSTEM
from divan.realtime.lines.families import Seat
from divan.tickets.models import Ticket
from divan.timekeeping.actions import Spent, log_time, set_rates
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

DAY = date(2026, 3, 21)


@dataclass(frozen=True)
class Day:
    """The site that helps and the one that sells, and the rule with which it invites."""

    helps: ChatSite
    sells: ChatSite
    rule: ChatRule


def sites(people: Cast) -> Day:
    """Two sites of Support; the second one has an invitation."""
    chief = actor(people.administrator)
    helps, sells = (
        create_site(SiteDetails(name=name, group_id=people.group.pk, purpose=purpose), actor=chief)[0]
        for name, purpose in (("Help pages", Purpose.SUPPORT), ("=Shop", Purpose.SALES))
    )
    rule = create_rule(sells.pk, RuleDetails(name="Prices", texts={"en": "May we help?"}), actor=chief)
    return Day(helps, sells, rule)


def talk(
    time: FrozenClock,
    site: ChatSite,
    person: User,
    name: str,
    *,
    waits: int = 10,
    stars: int = 0,
    outcome: Outcome | str = "",
    rule: ChatRule | None = None,
) -> Chat:
    """A chat that somebody took after so many seconds, answered five seconds later and ended a minute after that."""
    chat = arrive(site, name, rule_id=rule.pk if rule else None)
    time.advance(timedelta(seconds=waits))
    accept(chat, actor=actor(person))
    time.advance(timedelta(seconds=5))
    seat = access.seat_of_staff(actor(person), chat.pk)
    assert seat is not None
    say(chat, "Good afternoon.", seat=seat, key="k1")
    if stars:
        rate(chat, stars, "", seat=_visitor(chat))
    time.advance(timedelta(seconds=60))
    return end_chat(chat, actor=actor(person), reason=EndReason.EXPERT, outcome=outcome)


def missed(time: FrozenClock, site: ChatSite, name: str) -> Chat:
    """A chat that nobody took for five minutes."""
    chat = arrive(site, name)
    time.advance(timedelta(minutes=5))
    return end_chat(chat, actor=SYSTEM, reason=EndReason.UNANSWERED)


def log(ticket: Ticket, person: User, minutes: int) -> None:
    """Time of that person on the ticket."""
    log_time(ticket, Spent(minutes=minutes, on=DAY), actor=actor(person))


def price(people: Cast, amount: str) -> None:
    """What an hour of an agent costs from now on."""
    role = people.agent.role_id
    set_rates({role: Decimal(amount)}, "PLN", actor=actor(people.administrator))


def _visitor(chat: Chat) -> Seat:
    return Seat(channel=chat.channel, feed=access.PUBLIC, listener="visitor", actor=ANONYMOUS, known={})
