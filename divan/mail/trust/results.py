"""Authentication-Results (RFC 8601), written by our own mail server: the only one that is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 8 * 1024
_UNFOLD = re.compile(rb"\r?\n[ \t]+")
# A quoted string, an escaped character, a sign that means something, or anything between them.
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[;()"\\]|[^;()"\\]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Result:
    """One result: the method, its outcome, and what it is about ("header.d": "example.org")."""

    method: str
    outcome: str
    about: dict[str, str]


def reported(head: bytes, authserv_id: str) -> list[Result]:
    """The results in the topmost header that bears `authserv_id`.

    Our server puts its header above all that the message brought along, and removes others that bear its name
    (section 5). Only one is read, in case that it does not.
    """
    for line in _UNFOLD.sub(b" ", head).splitlines():
        name, colon, value = line.partition(b":")
        if not colon or name.strip().lower() != b"authentication-results" or len(value) > LONGEST:
            continue
        first, *rest = _clauses(value.decode("utf-8", "replace"))
        words = first.split()
        if words and words[0].strip('"').lower() == authserv_id.lower():
            return [result for clause in rest if (result := _result(clause))]
    return []


def _clauses(value: str) -> list[str]:
    """The parts between semicolons, without comments, which may be nested.

    Blanks in quoted strings go, so that what a sender chose (a local part) never looks like a word of ours.
    """
    clauses, depth = [""], 0
    for piece in _PIECES.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(depth - 1, 0)
        elif depth == 0 and piece == ";":
            clauses.append("")
        elif depth == 0:
            clauses[-1] += "".join(piece.split()) if len(piece) > 1 and piece[0] == '"' else piece
    return clauses


def _result(clause: str) -> Result | None:
    pairs = [word.partition("=") for word in clause.split()]
    if not pairs or not pairs[0][1]:
        return None
    method, _is, outcome = pairs[0]
    about = {name.lower(): value.strip('"').lower() for name, found, value in pairs[1:] if found}
    return Result(method.partition("/")[0].lower(), outcome.lower(), about)
