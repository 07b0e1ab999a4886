"""Short names that administrators write once per language: group, form and category names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core.errors import Refused


def label(names: Mapping[str, str] | None, language: str | None = None) -> str:
    """The name in `language` (the active one by default), else English, else any that is filled in."""
    if not names:
        return ""
    wanted = (language or get_language() or "en").split("-")[0]
    return names.get(wanted) or names.get("en") or next((name for name in names.values() if name), "")


def kept_labels(names: Mapping[str, str], *, longest: int) -> dict[str, str]:
    """The names that were filled in, on one line each and cut to `longest` characters.

    Raises Refused for the field "names" where there is none in any language.
    """
    kept = {code: " ".join(name.replace("\x00", "").split())[:longest] for code, name in names.items()}
    if not any(kept.values()):
        raise Refused(_("Write a name in at least one language."), field="names")
    return {code: name for code, name in kept.items() if name}
