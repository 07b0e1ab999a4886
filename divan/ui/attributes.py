"""HTML attributes from keyword arguments, for the macros that are our components."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NONE = mark_safe("")


def attributes(values: dict[str, Any]) -> SafeString:
    """` name="value"` for each entry, with a leading space.

    Underscores become hyphens (`hx_get`, `aria_label`), a trailing one is dropped (`class_`, `for_`). True
    gives a bare attribute; None and False leave it out. Raises ValueError for event handlers and `style`:
    the content security policy would ignore them.
    """
    if not values:
        return _NONE
    parts: list[tuple[str]] = []
    for key, value in values.items():
        name = key.rstrip("_").replace("_", "-").lower()
        if not _NAME.fullmatch(name) or name.startswith("on") or name == "style":
            raise ValueError(f"not an attribute that a component may have: {key!r}")
        if value is None or value is False:
            continue
        parts.append((name if value is True else format_html('{}="{}"', name, value),))
    return format_html_join("", " {}", parts)


def json_attr(value: Any) -> SafeString:
    """`value` as JSON for a double-quoted attribute."""
    return escape(json.dumps(value, ensure_ascii=False))
