"""Content security policies (CSP Level 3) of our pages: nothing inline, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


def policy(beyond: Mapping[str, str], *, shown_by: Iterable[str] = ()) -> str:
    """The header's value: the strict rules with those of `beyond`, in a frame of `shown_by` alone or of nobody."""
    rules = {**_STRICT, **beyond, "frame-ancestors": " ".join(shown_by) or "'none'"}
    return "; ".join(f"{directive} {sources}" for directive, sources in rules.items())
