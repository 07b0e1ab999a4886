"""Where somebody is about to ask, as fragments and forms hand it on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from divan.core.limits import take
from divan.knowledge.models import Place

ASKED_A_MINUTE = 240
"""Questions from one address; an office may have one for all its people."""

_MINUTE = 60
_FORM = re.compile(r"[\w-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asking:
    """The place, and the address of the form if it is one. Whatever else was sent counts as an unnamed form."""

    place: Place = Place.FORM
    form: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Asking:
        """What the values of a request say."""
        place, form = values.get("place", ""), values.get("form", "")
        return cls(
            Place(place) if place in Place.values else Place.FORM, form if _FORM.fullmatch(form) else ""
        )

    @property
    def query(self) -> str:
        """The same for the next address."""
        return urlencode({"place": str(self.place), "form": self.form})


def is_flood(request: HttpRequest) -> bool:
    """Whether more is asked from this address than people ask; counts this question."""
    address = request.META.get("REMOTE_ADDR", "")
    return bool(take("answers", address, limit=ASKED_A_MINUTE, seconds=_MINUTE))
