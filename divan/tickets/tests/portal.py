"""What the tests of the portal share: filling in forms as browsers do."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from divan.tickets.models import Ticket

PAGE_STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def stamp_of(response: Any) -> str:
    """The stamp in the page of a form."""
    found = PAGE_STAMP.search(response.content.decode())
    assert found
    return html.unescape(found[1])


def send(client: Client, form: str = "contact", **fields: Any) -> Any:
    """Open the page of a form and send it, as a guest unless the client is signed in."""
    page = client.get(f"/forms/{form}/")
    given = {
        "name": "Nil Arslan",
        "email": "nil@customer.example",
        "subject": "A question about my invoice",
        "body": "Why are there two lines for March?",
        "stamp": stamp_of(page),
        **fields,
    }
    return client.post(f"/forms/{form}/", {key: value for key, value in given.items() if value is not None})


def ticket_of(response: Any) -> Ticket:
    """The ticket that the page after sending names."""
    assert response.status_code == 302, response.content.decode()
    shown = Client().get(response.headers["Location"]).content.decode()
    found = re.search(r"DVN-\d+", shown)
    assert found
    return Ticket.objects.get(number=found[0])


def without_tokens(page: str) -> str:
    """The page without what differs at every request."""
    kept = [line for line in page.splitlines() if "csrf" not in line and 'name="next"' not in line]
    return "\n".join(kept)
