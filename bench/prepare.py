"""Gets an installation ready to be measured and prints what the client needs, as JSON.

Run in the environment of the target: `python -m bench.prepare`.
"""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings and models load after set-up
from django.test import Client  # noqa: E402

from bench.furniture import furnish  # noqa: E402
from divan.accounts.identity import actor_of  # noqa: E402
from divan.accounts.models import Membership, User  # noqa: E402
from divan.conversations.actions import Draft  # noqa: E402
from divan.conversations.models import Channel, Message  # noqa: E402
from divan.core.actors import Right  # noqa: E402
from divan.samples.library import stories  # noqa: E402
from divan.tickets import actions  # noqa: E402
from divan.tickets.forms.stamps import new_stamp  # noqa: E402
from divan.tickets.models import SavedView, Ticket  # noqa: E402

SUPERVISOR, AGENT = "supervisor@seed.example", "agent-1@seed.example"
LONG_SUBJECT = "A long conversation"
LONG_MESSAGES = 30
REPLIES_TO = 200
STAMPS = 4_000


def prepare() -> dict[str, Any]:
    """Signed-in browsers, the long ticket, tickets to answer, and stamps for forms."""
    agent = User.objects.get(email=AGENT)
    group = agent.memberships.filter(right__gte=Right.REPLY).earliest("pk").group
    customer = User.objects.filter(role__slug="customer", language="en").earliest("pk")
    if "furnish" in sys.argv[1:]:
        furnish(agent, User.objects.get(email=SUPERVISOR))
    answered = Ticket.objects.filter(is_open=True, group=group).order_by("-last_activity_at")
    return {
        "supervisor": cookies_of(User.objects.get(email=SUPERVISOR)),
        "agent": cookies_of(agent),
        "customer": cookies_of(customer),
        "long": _long_ticket(agent, customer),
        "answered": list(answered.values_list("number", flat=True)[:REPLIES_TO]),
        "group": group.pk,
        "colleagues": list(group.memberships.order_by("pk").values_list("user_id", flat=True)[:2]),
        "view": SavedView.objects.filter(owner=agent).values_list("pk", flat=True).first(),
        "run": uuid.uuid4().hex,
        "stamps": [new_stamp() for _ in range(STAMPS)],
        "text": "\n\n".join(stories("en")[0].texts("c")),
    }


def cookies_of(person: User) -> dict[str, str]:
    browser = Client()
    browser.force_login(person)
    return {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}


def _long_ticket(agent: User, customer: User) -> str:
    """The number of a ticket with thirty messages in a group of the agent; made once."""
    found = Ticket.objects.filter(subject=LONG_SUBJECT).first()
    if (
        found is not None
        and Message.objects.filter(conversation=found.conversation_id).count() == LONG_MESSAGES
    ):
        return found.number
    group = Membership.objects.filter(user=agent, right__gte=Right.REPLY).earliest("pk").group
    texts = [turn.text for story in stories("en") for turn in story.turns]
    new = actions.NewTicket(
        requester=customer,
        group=group,
        subject=LONG_SUBJECT,
        draft=Draft(text=texts[0]),
        channel=Channel.EMAIL,
    )
    ticket = actions.open_ticket(new, actor=actor_of(customer))
    actions.assign(ticket, agent.pk, actor=actor_of(agent))
    for number in range(1, LONG_MESSAGES):
        writer = agent if number % 2 else customer
        actions.reply(ticket, Draft(text=texts[number]), actor=actor_of(writer))
    return ticket.number


if __name__ == "__main__":
    print(json.dumps(prepare()))
