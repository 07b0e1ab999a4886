"""Mail about accounts. This slice writes the letter; the mail slice, which stands above, queues and sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from divan.accounts.installation import installation
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Letter:
    """One finished mail to one address, in the recipient's language. `kind` says what it is about.

    The bodies may hold codes and links that sign somebody in: never log them.
    """

    kind: str
    to: str
    name: str
    language: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


sender: Registry[Callable[[Letter], None]] = Registry("sender of account mail")


def post(kind: str, *, to: str, name: str = "", language: str, **context: Any) -> None:
    """Write the letter `kind` (templates `accounts/email/<kind>.*`) and hand it to the registered sender.

    Runs in the caller's transaction: no letter leaves for a change that was rolled back. Raises
    RuntimeError if no slice has registered itself as the sender.
    """
    senders = sender.values()
    if not senders:
        raise RuntimeError("no slice sends account mail")
    with translation.override(language):
        values = {**context, "name": name, "email": to, "language": language, "installation": installation()}
        subject = render_to_string(f"accounts/email/{kind}.subject.txt", values)
        letter = Letter(
            kind=kind,
            to=to,
            name=name,
            language=language,
            subject=" ".join(subject.split()),
            text=render_to_string(f"accounts/email/{kind}.txt", values).strip() + "\n",
            html=render_to_string(f"accounts/email/{kind}.html", values),
        )
    for send in senders:
        send(letter)
