"""What a macro does, as checked data: words from fixed lists, ids, and texts with variables. Nothing is a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from divan.core.errors import Refused
from divan.replies.variables import require_known
from divan.tickets.models import CloseReason, Impact, Type, Urgency

MOST_DAYS = 365
LONGEST_TEXT = 10_000


class Become(models.TextChoices):
    """The state that a macro leads to, named as the verb that leads there."""

    OPEN = "open", pgettext_lazy("macro", "Open")
    WAIT = "wait", pgettext_lazy("macro", "Wait for the customer")
    HOLD = "hold", pgettext_lazy("macro", "Put on hold")
    SOLVE = "solve", pgettext_lazy("macro", "Solve")
    CLOSE = "close", pgettext_lazy("macro", "Close")


# What a reply can lead to when it is sent.
AFTER_A_REPLY = ("", Become.WAIT, Become.SOLVE)
_CHOICES: Mapping[str, type[models.TextChoices]] = {
    "status": Become,
    "reason": CloseReason,
    "impact": Impact,
    "urgency": Urgency,
    "type": Type,
}


@dataclass(frozen=True, slots=True)
class Steps:
    """Everything that a macro can do; what is empty is left as it is.

    The reply is the saved one with the id `reply`, or the `words`; it goes into the composer, or with `sends` on
    its way, from where it can be taken back. `assignee` is "me", "nobody" or an id.
    """

    reply: int | None = None
    words: str = ""
    sends: bool = False
    note: str = ""
    group: int | None = None
    assignee: str = ""
    type: str = ""
    category: int | None = None
    impact: str = ""
    urgency: str = ""
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""
    snooze_days: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Steps:
        """The steps of a stored macro; what a later version dropped is ignored."""
        known = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {name: value for name, value in row.items() if name in known}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**values)

    def as_row(self) -> dict[str, Any]:
        """What is stored: only what is not empty."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", (), False)}

    @property
    def has_reply(self) -> bool:
        return bool(self.reply or self.words)


def require_sound(steps: Steps) -> None:
    """Raise Refused, with the field, for steps that say nothing, too much, or against each other."""
    if not steps.as_row():
        raise Refused(_("Choose at least one thing that the macro does."))
    for name, choices in _CHOICES.items():
        if (value := getattr(steps, name)) and value not in choices.values:
            raise Refused(_("Choose one of the list."), field=name)
    for name in ("words", "note"):
        if len(getattr(steps, name)) > LONGEST_TEXT:
            raise Refused(_("This text is too long."), field=name)
    _require_agreement(steps)
    require_known(steps.words, steps.note)


def _require_agreement(steps: Steps) -> None:
    if steps.reply and steps.words:
        raise Refused(_("Choose a saved reply or write a text, not both."), field="words")
    if steps.sends and not steps.has_reply:
        raise Refused(_("There is no reply to send."), field="sends")
    if bool(steps.impact) != bool(steps.urgency):
        raise Refused(_("Choose an impact and an urgency."), field="urgency")
    if steps.has_reply and steps.status not in AFTER_A_REPLY:
        raise Refused(_("After a reply the ticket can wait for the customer or be solved."), field="status")
    if steps.has_reply and steps.reason not in ("", CloseReason.RESOLVED):
        raise Refused(_("A ticket that is solved with a reply is resolved."), field="reason")
    if steps.reason in (CloseReason.DUPLICATE, CloseReason.MERGED):
        raise Refused(_("This reason needs another ticket, which a macro cannot know."), field="reason")
    if steps.snooze_days is not None and not 1 <= steps.snooze_days <= MOST_DAYS:
        raise Refused(_("Choose between one day and a year."), field="snooze_days")
