"""The texts of the samples: what people wrote, in five languages, and who they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "tr", "he", "fa", "pl")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: from the customer ("c"), from an agent ("a"), or an internal note ("n")."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket as it went. `ends` is the status it has now; "confirmed" is closed by the requester.

    `group` is a slug, `file` the kind of file ("png" or "txt") that came with the first message.
    """

    subject: str
    turns: tuple[Turn, ...]
    ends: str
    group: str
    urgency: str = "normal"
    file: str = ""

    def texts(self, who: str) -> list[str]:
        """What one side wrote."""
        return [turn.text for turn in self.turns if turn.who == who]


@cache
def stories(language: str) -> tuple[Story, ...]:
    """All tickets that were written in `language`."""
    return tuple(
        Story(**{**row, "turns": tuple(Turn(who, text) for who, text in row["turns"])})
        for row in _read(f"stories-{language}")
    )


@cache
def organisation() -> dict[str, Any]:
    """The sample organisation: its groups, staff, customers and their organisations."""
    found: dict[str, Any] = _read("organisation")
    return found


@cache
def articles() -> dict[str, Any]:
    """The knowledge base: categories, and articles with their translations."""
    found: dict[str, Any] = _read("articles")
    return found


@cache
def forms() -> dict[str, Any]:
    """A form with its questions, and fields of tickets."""
    found: dict[str, Any] = _read("forms")
    return found


@cache
def replies() -> dict[str, Any]:
    """Saved replies with their texts, and macros that may use them."""
    found: dict[str, Any] = _read("replies")
    return found


@cache
def talks() -> dict[str, Any]:
    """A place to chat from, chats that are over, and a room of colleagues."""
    found: dict[str, Any] = _read("chats")
    return found


@cache
def workshop() -> dict[str, Any]:
    """Products, a checklist, a script, rates and times."""
    found: dict[str, Any] = _read("workshop")
    return found


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
