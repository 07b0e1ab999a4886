"""What an invitation says, for mail that has no other text (RFC 5545, RFC 5546)."""

from __future__ import annotations

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"^(SUMMARY|DTSTART|DTEND|LOCATION|DESCRIPTION)(?:;[^:\r\n]{0,500})?:([^\r\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(.)")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?")
_LONGEST = 200_000
_ORDER = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")


def readable(calendar: str) -> str:
    """Title, times, place and description of the first event, a line each; nothing where there is no event."""
    text = _FOLD.sub("", calendar[:_LONGEST])
    start = text.upper().find("BEGIN:VEVENT")
    if start < 0:
        return ""
    found: dict[str, str] = {}
    for line in _LINE.finditer(text, start):
        found.setdefault(line[1].upper(), _value(line[1].upper(), line[2]))
    return "\n".join(found[name] for name in _ORDER if found.get(name))


def _value(name: str, value: str) -> str:
    if name.startswith("DT") and (moment := _MOMENT.match(value)):
        year, month, day, hour, minute, utc = moment.groups()
        clock = f" {hour}:{minute}" if hour else ""
        return f"{year}-{month}-{day}{clock}{' UTC' if utc else ''}"
    return _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value).strip()
