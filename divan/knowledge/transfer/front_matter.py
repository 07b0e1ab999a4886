"""The head of an article's file: lines of `key: value` between two lines of three hyphens.

Values are plain text; one that needs it (line breaks, quotation marks at its ends) is a JSON string, which
YAML reads the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import takewhile

_LINE = re.compile(r"([a-z][a-z0-9_-]{0,40}):[ \t]*(.*)")
# A value that stands in the lines below its key, as other programs write long ones (YAML 1.2.2, 8.1).
_FOLDED = re.compile(r"[>|][+-]?")
_PLAIN = re.compile(r"[\w(][^\n:#\"'{}\[\]]*", re.UNICODE)


def write(head: Mapping[str, str], body: str) -> str:
    """A file with that head; empty values are left out."""
    lines = [f"{key}: {_shown(value)}" for key, value in head.items() if value]
    return "\n".join(["---", *lines, "---", "", body.strip(), ""])


def read(text: str) -> tuple[dict[str, str], str]:
    """(head, body) of a file; a file without a head is all body. Lines that say nothing to us are passed over."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        return {}, "\n".join(lines).strip()
    end = next(place for place, line in enumerate(lines) if place and line.strip() == "---")
    head = {
        found[1]: _folded(lines[place + 1 : end]) if _FOLDED.fullmatch(found[2]) else _value(found[2].strip())
        for place, line in enumerate(lines[:end])
        if (found := _LINE.fullmatch(line.rstrip()))
    }
    return head, "\n".join(lines[end + 1 :]).strip()


def _shown(value: str) -> str:
    plain = _PLAIN.fullmatch(value) is not None and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _folded(lines: list[str]) -> str:
    """The indented lines that follow, as one."""
    return " ".join(line.strip() for line in takewhile(lambda line: line[:1] in (" ", "\t"), lines))


def _value(written: str) -> str:
    if len(written) > 1 and written[0] == written[-1] == '"':
        try:
            # JSON can name half a letter, and NUL, which no database takes.
            return str(json.loads(written)).encode("utf-8", "replace").decode().replace("\x00", "")
        except ValueError:
            return written[1:-1]
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    return written
