"""Adds a conference that has ended to the data of a product: `python -m tests.support.past_chat`, after the cast."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings  # noqa: E402 - models load after set-up

from divan.accounts.models import Group, User  # noqa: E402
from divan.chat.tests.past_chat import conference  # noqa: E402
from tests.support.cast import Cast  # noqa: E402


def found() -> Cast:
    """The cast that an earlier step assembled."""
    names = ("alma", "baran", "celina", "ece", "dina", "farid", "gita")
    alma, baran, celina, ece, dina, farid, gita = (
        User.objects.get(email__startswith=f"{name}@") for name in names
    )
    support, billing = Group.objects.order_by("pk")[:2]
    return Cast(alma, baran, celina, ece, dina, farid, gita, support, billing)


if __name__ == "__main__":
    place = settings.DATA / "staged.json"
    staged = json.loads(place.read_text())
    place.write_text(json.dumps({**staged, "past_chat": str(conference(found()).chat.pk)}))
