"""Quotes as the keyboards of our languages type them."""

from __future__ import annotations

CLOSING = {'"': '"', "״": "״", "“": "”", "„": "”“", "”": "”", "«": "»", "»": "«"}
"""What ends a phrase, for each sign that begins one."""

OPENING = "".join(CLOSING)


def end_of_quote(text: str, start: int) -> int:
    """Where the quote that begins at `start` is closed; -1 if it is not one.

    A sign between two letters closes nothing, so that ארה״ב may stand in a phrase.
    """
    closing = CLOSING.get(text[start : start + 1], "")
    for place in range(start + 1, len(text)):
        if text[place] in closing and not text[place + 1 : place + 2].isalnum():
            return place
    return -1


def quoted(value: str) -> str:
    """The value in quotes that it does not close itself; where all of them occur in it, it loses them."""
    for opening, closing in ('""', "«»", "„”", "״״"):
        if end_of_quote(found := f"{opening}{value}{closing}", 0) == len(found) - 1:
            return found
    return '"' + "".join(" " if sign in OPENING else sign for sign in value) + '"'
