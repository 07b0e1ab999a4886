"""How the installation looks: the hues to choose from, and the logo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from divan.core.errors import Refused

LOGO_MAX_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour to choose; lightness is fixed by the design so that every choice stays readable."""

    name: str
    label: str | Promise
    hue: int
    chroma: str = "0.090"


HUES = (
    Hue("firuze", pgettext_lazy("colour", "Turquoise"), 205, "0.080"),
    Hue("cobalt", pgettext_lazy("colour", "Cobalt"), 255),
    Hue("plum", pgettext_lazy("colour", "Plum"), 310),
    Hue("rose", pgettext_lazy("colour", "Rose"), 5),
    Hue("clay", pgettext_lazy("colour", "Clay"), 45),
    Hue("olive", pgettext_lazy("colour", "Olive"), 115),
    Hue("forest", pgettext_lazy("colour", "Forest"), 155),
)


def hue_named(name: str) -> Hue:
    """The hue with that name, or the first one."""
    return next((hue for hue in HUES if hue.name == name), HUES[0])


def hue_name(hue: int) -> str:
    """The name of the hue with that angle (degrees), or the first one's."""
    return next((each.name for each in HUES if each.hue == hue), HUES[0].name)


def store_logo(data: bytes) -> tuple[str, str]:
    """Keep a logo under its own hash and return (sha256, content type).

    The type comes from the first bytes, never from the name: raster formats only, because a picture in
    SVG can carry scripts. Raises Refused (field "logo") for anything else.
    """
    if len(data) > LOGO_MAX_BYTES:
        raise Refused(_("The logo is larger than 512 kB. Choose a smaller file."), field="logo")
    content_type = _raster_type(data)
    if not content_type:
        raise Refused(_("The logo must be a PNG, JPEG or WebP picture."), field="logo")
    digest = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(logo_path(digest)):
        default_storage.save(logo_path(digest), ContentFile(data))
    return digest, content_type


def logo_path(digest: str) -> str:
    """Where the logo with that hash lies, relative to the files of the installation."""
    return f"logos/{digest}"


def _raster_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""
