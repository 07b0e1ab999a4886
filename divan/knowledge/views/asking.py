"""Where somebody is about to ask, as fragments and forms hand it on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from divan.knowledge.models import Place

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
