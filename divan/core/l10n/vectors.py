"""Runs a file of localisation vectors against these functions and counts what is right.

The file is JSON: `{"sections": {name: {"doc": …, "items": [{…}, …]}}}`. Each section has one check
below, which returns what came out and what should have.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from . import calendars, casing, dates, mail_text, numbers
from .business_time import BusinessCalendar, due_at
from .collation import sort_key
from .detection import language_of
from .direction import base_direction
from .durations import Unit, duration
from .folding import fold
from .mail_text.signatures import is_device_line
from .plurals import plural_tickets
from .public_holidays import holiday_on
from .words import matches

Item = Mapping[str, Any]
Outcome = tuple[Any, Any]
"""What came out, and what is right."""
Check = Callable[[Item, Item], Outcome]
"""Takes one item and the section it is in."""

_UNITS: dict[str, Unit] = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Section:
    """How one section of the file went."""

    name: str
    right: int = 0
    of: int = 0
    failures: list[str] = field(default_factory=list)
    missing: bool = False
    """There is no function for this section yet."""


def verify(path: str | Path) -> list[Section]:
    """Run every section of the file. Raises OSError or ValueError when it cannot be read."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    try:
        sections = content["sections"].items()
        return [_verify(name, section, section["items"]) for name, section in sections]
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a file of vectors: {error!r}") from error


def main(argv: Sequence[str] | None = None) -> int:
    """Print the results of one file; 0 unless it cannot be read."""
    parser = argparse.ArgumentParser(prog="l10n verify", description=__doc__.partition("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--verbose", action="store_true", help="show what failed")
    options = parser.parse_args(argv)
    try:
        sections = verify(options.file)
    except (OSError, ValueError) as error:
        print(f"Cannot read {options.file}: {error}", file=sys.stderr)
        return 1
    for section in sections:
        remark = " (no such function yet)" if section.missing else ""
        print(f"{section.name} {section.right}/{section.of}{remark}")
        if options.verbose:
            print(*(f"  {failure}\n" for failure in section.failures), sep="", end="")
    print(f"total {sum(s.right for s in sections)}/{sum(s.of for s in sections)}")
    return 0


def _verify(name: str, section: Item, items: Sequence[Item]) -> Section:
    result = Section(name, of=len(items), missing=name not in _CHECKS)
    if result.missing:
        return result
    for item in items:
        failure = _failure(_CHECKS[name], item, section)
        if failure is None:
            result.right += 1
        else:
            result.failures.append(f"{json.dumps(item, ensure_ascii=False)}: {failure}")
    return result


def _failure(check: Check, item: Item, section: Item) -> str | None:
    try:
        got, expected = check(item, section)
    except Exception as error:  # one broken item must not hide the others
        return repr(error)
    return None if got == expected else f"got {got!r}"


def _or_none(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result, or None where the function refuses its input."""
    try:
        return function(*arguments)
    except ValueError:
        return None


def _jalali(item: Item, _: Item) -> Outcome:
    day = date.fromisoformat(item["gregorian"])
    there = calendars.to_jalali(day)
    got = {
        "jalali": "{:04}-{:02}-{:02}".format(*there),
        "gregorian": calendars.from_jalali(*there).isoformat(),
        "short": dates.date_short(day, "fa"),
        "long": dates.date_full(day, "fa"),
    }
    return got, {key: item.get(key, value) for key, value in got.items()}


def _jalali_input(item: Item, _: Item) -> Outcome:
    day = _or_none(calendars.parse_date, item["in"], item.get("lang", "fa"))
    return day and day.isoformat(), item["iso"]


def _number_input(item: Item, _: Item) -> Outcome:
    number = _or_none(numbers.parse_number, item["in"], item["lang"])
    return None if number is None else float(number), item["value"]


def _duration(item: Item, _: Item) -> Outcome:
    text = item["duration"]
    amount = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return duration(int(amount), _UNITS[text[len(amount) :]], item["lang"]), item["out"]


def _dates(item: Item, _: Item) -> Outcome:
    moment = datetime.fromisoformat(item["local"]).replace(tzinfo=UTC)
    forms: Mapping[str, Callable[..., str]] = {
        "medium": dates.datetime_medium,
        "short": dates.date_short,
        "full": dates.date_full,
    }
    got = {form: function(moment, item["lang"], UTC) for form, function in forms.items()}
    return got, {form: item.get(form, text) for form, text in got.items()}


def _zones(item: Item, _: Item) -> Outcome:
    there = dates.wall_time(datetime.fromisoformat(item["utc"]), item["zone"])
    return (there.strftime("%Y-%m-%dT%H:%M"), there.strftime("%z")), (item["local"], item["offset"])


def _holidays(item: Item, _: Item) -> Outcome:
    holiday = holiday_on(date.fromisoformat(item["date"]), item["country"])
    got = (holiday.name, holiday.half) if holiday else (None, False)
    return got, (item["name"], item["half"])


def _business_hours(item: Item, section: Item) -> Outcome:
    described = section["calendars"][item["country"]]
    opens, closes = (time.fromisoformat(at) for at in described["hours"])
    calendar = BusinessCalendar(
        zone=described["zone"],
        week=dict.fromkeys(described["days"], ((opens, closes),)),
        country=item["country"],
    )
    zone = ZoneInfo(calendar.zone)
    start = datetime.fromisoformat(item["start"]).replace(tzinfo=zone)
    due = due_at(start, item["hours"], calendar).astimezone(zone)
    return due.strftime("%Y-%m-%dT%H:%M"), item["due"]


def _weeks(item: Item, _: Item) -> Outcome:
    week = calendars.week_of(item["locale"])
    got = _WEEKDAYS[week.first], {_WEEKDAYS[day] for day in week.weekend}
    return got, (item["first"], set(item["weekend"]))


def _subject_roundtrip(item: Item, _: Item) -> Outcome:
    subject = item["subject"]
    return mail_text.parse_subject(mail_text.encode_subject(subject)), subject.strip()


def _reply_extract(item: Item, _: Item) -> Outcome:
    """A telephone's own line may stay or go, so it counts on neither side."""
    reply, _history = mail_text.split_reply(item["text"])
    return _without_device_line(reply), _without_device_line(item["reply"])


def _without_device_line(text: str) -> str:
    lines = text.strip().split("\n")
    return "\n".join(lines[:-1] if is_device_line(lines[-1]) else lines).strip()


def _charset(item: Item, _: Item) -> Outcome:
    data = base64.b64decode(item["bytes_b64"])
    return mail_text.decode_body(data, item["declared"], item.get("lang")), item["text"]


def _collation(item: Item, _: Item) -> Outcome:
    words = item["sorted"]
    return sorted(words, key=partial(sort_key, language=item["lang"])), words


_CASES = {"lower": casing.lower, "upper": casing.upper, "title": casing.title}

_CHECKS: dict[str, Check] = {
    "fold": lambda item, _: (fold(item["in"]), item["out"]),
    "search": lambda item, _: (matches(item["query"], item["doc"], item["lang"]), item["match"]),
    "turkish_case": lambda item, _: (_CASES[item["op"]](item["in"], "tr"), item["out"]),
    "jalali": _jalali,
    "jalali_leap": lambda item, _: (calendars.is_leap(item["year"]), item["leap"]),
    "jalali_input": _jalali_input,
    "numbers": lambda item, _: (
        numbers.format_number(item["value"], item["lang"], item["decimals"]),
        item["out"],
    ),
    "percent": lambda item, _: (numbers.format_percent(item["value"], item["lang"]), item["out"]),
    "number_input": _number_input,
    "plural_tickets": lambda item, _: (plural_tickets(item["n"], item["lang"]), item["out"]),
    "durations": _duration,
    "dates": _dates,
    "zones": _zones,
    "holidays": _holidays,
    "business_hours": _business_hours,
    "weeks": _weeks,
    "direction": lambda item, _: (base_direction(item["in"]), item["dir"]),
    "subject_prefix": lambda item, _: (mail_text.strip_subject_prefixes(item["in"]), item["base"]),
    "subject_roundtrip": _subject_roundtrip,
    "auto_reply_subject": lambda item, _: (
        mail_text.is_auto_reply_subject(item["subject"]),
        item["auto"],
    ),
    "reply_extract": _reply_extract,
    "language": lambda item, _: (language_of(item["text"]), item["lang"]),
    "charset": _charset,
    "collation": _collation,
}
