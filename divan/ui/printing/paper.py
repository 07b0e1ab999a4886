"""A page of HTML that stands by itself, with the fonts of all our languages: what becomes a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

_SHEET = Path(__file__).with_name("paper.css")
_FONTS = ("figtree-latin", "figtree-latin-ext", "heebo-hebrew", "vazirmatn-arabic")


@dataclass(frozen=True, slots=True)
class Paper:
    """A page for the renderer: `files` are all that it may open, by address."""

    html: str
    css: str
    base: str
    files: dict[str, str] = field(default_factory=dict)


def paper_with(html: str, sheet: Path, files: Mapping[str, str] | None = None) -> Paper:
    """The paper of a whole page: our fonts, what every paper has, and a sheet of its own; `files` are its pictures."""
    fonts = {f"paper:font/{name}.woff2": _font(f"ui/fonts/{name}.woff2") for name in _FONTS}
    css = "\n".join(one.read_text(encoding="utf-8") for one in (_SHEET, sheet))
    return Paper(html, css, settings.PUBLIC_URL, {**fonts, **(files or {})})


def _font(name: str) -> str:
    """Where a file of ours lies."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return found
