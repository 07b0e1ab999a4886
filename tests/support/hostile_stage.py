"""Prepares the data of a product that has received every hostile mail: `python -m tests.support.hostile_stage`.

The mails come in as all mail does and are worked off; several stand on each ticket, and an agent answers each
ticket with the same markup in the editor. Writes staged.json, in which `staged` finds tickets and letters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import django
from django.core.management import call_command

django.setup()

from django.conf import settings  # noqa: E402 - models load after set-up

from divan.conversations.actions import Draft  # noqa: E402
from divan.conversations.markup import written  # noqa: E402
from divan.core.errors import Refused  # noqa: E402
from divan.core.jobs import drain  # noqa: E402
from divan.mail.intake import Envelope, take_in  # noqa: E402
from divan.mail.models import OutgoingMail  # noqa: E402
from divan.tickets import actions, guests  # noqa: E402
from divan.tickets.models import Ticket  # noqa: E402
from tests.support.cast import Cast, actor, assemble  # noqa: E402
from tests.support.hostile_html import CASES  # noqa: E402

# A page shows the thirty latest messages of a ticket.
ON_ONE_TICKET = 28
# Colour makes a layout that is worth a frame of its own.
COLOUR = '<p style="color:#b3261e">Offer</p>'
HARMLESS = "<p>Nothing but <b>words</b>.</p>"


def _receive(markups: tuple[str, ...], people: Cast, name: str) -> Ticket:
    """A ticket of mails, each with one of the markups."""
    for number, markup in enumerate(markups):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = people.customer.email, "support@divan.example", "Offer"
        mail["Message-ID"] = f"<{name}.{number}@customer.example>"
        if number:
            mail["In-Reply-To"] = f"<{name}.0@customer.example>"
        mail.set_content(COLOUR + markup, subtype="html", cte="base64")
        raw = mail.as_bytes(policy=policy.SMTP)
        take_in(raw, Envelope(people.customer.email, ("support@divan.example",)))
    drain()
    return Ticket.objects.latest("id")


def _answer(markups: tuple[str, ...], ticket: Ticket, people: Cast) -> None:
    """An agent pastes it all into the editor."""
    html = "".join(_pasted(markups))
    actions.reply(ticket, Draft(text="Pasted", html=html), actor=actor(people.agent))
    drain()


def _pasted(markups: tuple[str, ...]) -> Iterator[str]:
    for markup in markups:
        try:
            yield written(markup).html
        except Refused:
            continue


def main() -> None:
    """Everything, in the data folder that the environment names."""
    call_command("migrate", verbosity=0)
    people = assemble()
    tickets = [_receive((HARMLESS,), people, "harmless")]
    cases = tuple(CASES.values())
    for start in range(0, len(cases), ON_ONE_TICKET):
        markups = cases[start : start + ON_ONE_TICKET]
        tickets.append(_receive(markups, people, f"hostile{start}"))
        _answer(markups, tickets[-1], people)
    staged = {
        "tickets": [ticket.number for ticket in tickets],
        "tokens": [guests.create_link(ticket, people.customer.pk) for ticket in tickets],
        "letters": list(OutgoingMail.objects.order_by("pk").values_list("pk", flat=True)),
    }
    (settings.DATA / "staged.json").write_text(json.dumps(staged))


if __name__ == "__main__":
    main()
