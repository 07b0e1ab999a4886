"""Files for programs for tables, which run what looks like a formula."""

from __future__ import annotations

from typing import Any

# What such a program would take for a formula (OWASP, CSV injection); the wide ones, in East Asian versions.
_BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def no_formula(value: Any) -> Any:
    """A value that no program runs: text that begins like a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGIN) else value
