"""The requirement files name packages, versions and hashes, and never a place to get them from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.findings import REPOSITORY, Finding, Source, line_of

_PLACE = re.compile(r"[a-z+]+://\S+|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b", re.M)
_PINNED = re.compile(r"^([A-Za-z0-9._\[\],-]+)==", re.M)


def names_no_place(source: Source) -> Iterator[Finding]:
    """No address of a package index: the machine that installs knows its own."""
    for hit in _PLACE.finditer(source.text):
        yield source.finding(line_of(source.text, hit.start()), f"names a place: {hit.group().strip()}")


def has_hashes(source: Source) -> Iterator[Finding]:
    """Every pinned package carries at least one hash."""
    pins = [*_PINNED.finditer(source.text)]
    ends = [pin.start() for pin in pins[1:]] + [len(source.text)]
    for pin, end in zip(pins, ends, strict=True):
        if "--hash=sha256:" not in source.text[pin.start() : end]:
            yield source.finding(line_of(source.text, pin.start()), f"{pin[1]} has no hash")


def locks() -> Iterator[Source]:
    """The compiled requirement files."""
    for path in sorted((REPOSITORY / "requirements").glob("*.txt")):
        yield Source(path.relative_to(REPOSITORY).as_posix(), path.read_text("utf-8"))
