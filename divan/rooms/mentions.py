"""Who is named in what somebody wrote: "@" and the whole name of a member, however it is spelt."""

from __future__ import annotations

from collections.abc import Mapping

from divan.core.l10n.folding import fold


def mentioned_in(text: str, names: Mapping[int, str]) -> set[int]:
    """Ids of those of `names` whom the text mentions; of two names where one begins the other, the longer one."""
    if "@" not in text:
        return set()
    longest_first = sorted(((fold(name), pk) for pk, name in names.items() if name), reverse=True)
    found: set[int] = set()
    for piece in fold(text).split("@")[1:]:
        named = next((pk for name, pk in longest_first if _begins(piece, name)), None)
        if named is not None:
            found.add(named)
    return found


def _begins(piece: str, name: str) -> bool:
    return piece.startswith(name) and not piece[len(name) : len(name) + 1].isalnum()
