"""Mail about accounts. This slice writes the letter; the mail slice, which stands above, queues and sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from divan.accounts.installation import installation
from divan.accounts.letters import Words, letters
from divan.core.l10n.direction import isolate
from divan.core.l10n.languages import direction_of
from divan.core.registry import Registry

# Slices above write letters of their own kinds with `Words` and add them to `letters`.
__all__ = ["Letter", "Words", "letters", "post", "sender"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One finished mail to one address, in the recipient's language. `kind` says what it is about; `stop` is the
    address that ends mails of this kind with one POST, if they can be ended.

    Subject and bodies may hold codes and links that sign somebody in: never log them.
    """

    kind: str
    to: str
    name: str
    language: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    stop: str = field(default="", repr=False)


sender: Registry[Callable[[Letter], None]] = Registry("sender of account mail")


def post(kind: str, *, to: str, name: str = "", language: str, **facts: Any) -> None:
    """Write the letter `kind` (see `letters`) from `facts` and hand it to the registered sender.

    Runs in the caller's transaction: no letter leaves for a change that was rolled back. Raises
    RuntimeError if no slice has registered itself as the sender.
    """
    senders = sender.values()
    if not senders:
        raise RuntimeError("no slice sends account mail")
    here = installation()
    site = here.name if here else "Divan"
    with translation.override(language):
        words = letters[kind](**_isolated({"site": site, **facts}, language))
        context = {"words": words, "sender_name": site, "reference": ""}
        letter = Letter(
            kind=kind,
            to=to,
            name=name,
            language=language,
            subject=" ".join(words.subject.split()),
            text=_tidy(render_to_string("accounts/letter.txt", context)),
            html=render_to_string("accounts/letter.html", context),
            stop=words.stop,
        )
    for send in senders:
        send(letter)


def _tidy(text: str) -> str:
    """At most one empty line between paragraphs."""
    paragraphs = [block.strip() for block in text.split("\n\n")]
    return "\n\n".join(block for block in paragraphs if block) + "\n"


def _isolated(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """The facts with names wrapped, in right-to-left letters, so that they cannot reorder a sentence."""
    if direction_of(language) == "ltr":
        return facts
    return {key: isolate(value) if key in ("site", "inviter") else value for key, value in facts.items()}
