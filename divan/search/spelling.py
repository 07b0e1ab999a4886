"""How far two words are apart: letters that are missing, too many, wrong or swapped with their neighbour."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """The fewest such slips that make `other` of `one` (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for column, its in enumerate(other, 1):
            fewest = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != its))
            is_swapped = place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == its
            row.append(min(fewest, last[column - 2] + 1) if is_swapped else fewest)
    return row[-1]


def slips_in(length: int) -> int:
    """How many slips a word of so many letters may have and still be recognised."""
    return 0 if length < 4 else 1 if length < 6 else 2
