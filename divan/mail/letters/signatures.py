"""The salutation and signature of a letter: which one applies, and its placeholders filled.

Placeholders are replaced in one pass and by nothing but text: what stands in a name is never read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import F, Q

from divan.mail.models import Signature

PLACEHOLDERS = ("name", "agent", "group")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


@dataclass(frozen=True, slots=True)
class Words:
    """How a letter begins and ends; both may be empty."""

    salutation: str = ""
    text: str = ""


def signature_for(group_id: int | None, mailbox_id: int | None, language: str) -> Words:
    """What was written for this language: for the mailbox, otherwise for the group, otherwise nothing.

    Words of another language are not used: a greeting that the reader does not understand is worse than none.
    """
    if group_id is None:
        return Words()
    rows = Signature.objects.filter(Q(mailbox=None) | Q(mailbox_id=mailbox_id), group_id=group_id)
    found = rows.filter(language=language).order_by(F("mailbox_id").asc(nulls_last=True)).first()
    return Words(found.salutation, found.text) if found else Words()


def fill(template: str, *, name: str, agent: str, group: str) -> str:
    """`template` with {name} (the reader), {agent} (who writes) and {group}; other braces stay as they are."""
    values = {"name": name, "agent": agent, "group": group}
    return _PLACEHOLDER.sub(lambda found: " ".join(values[found[1]].split()), template)
