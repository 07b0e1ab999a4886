"""The Jinja2 environment of every page, fragment and mail."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from divan.core.l10n.direction import base_direction, isolate
from divan.core.l10n.languages import direction_of
from divan.ui import formats
from divan.ui.attributes import attributes, json_attr
from divan.ui.avatars import avatar
from divan.ui.controls import control, kind_of
from divan.ui.icons import icon
from divan.ui.keys import kbd, key_label
from divan.ui.paragraphs import paragraphs
from divan.ui.shortcuts import PLACES
from divan.ui.slots import slot
from divan.ui.words import gettext, pgettext


class Asked(jinja2.Undefined):
    """A name that the page was not given may be asked for (`if actor`), but printing or looping is a mistake."""

    __slots__ = ()

    __str__ = __iter__ = __len__ = jinja2.Undefined._fail_with_undefined_error


class Environment(jinja2.Environment):
    """Jinja2 without two detours that every page takes hundreds of times."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain mapping: a chain of two would be walked for each name of each included template."""
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`row.subject` of a database row looks for the key first, not for an attribute that no row has."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options: Any) -> jinja2.Environment:
    """What Django's Jinja2 backend calls: `options` plus our language, components and formats."""
    options |= {
        "undefined": Asked,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
        "cache_size": -1,
    }
    del options["autoescape"]  # Django's default: replaced, so that plain-text mail is not escaped as HTML
    env = Environment(
        **options, autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default=True)
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals |= {
        "_": gettext,
        "ages": formats.ages,
        "avatar": avatar,
        "attributes": attributes,
        "control": control,
        "direction": direction_of,
        "icon": icon,
        "kbd": kbd,
        "kind_of": kind_of,
        "language": formats.language,
        "pgettext": pgettext,
        "shortcut_places": PLACES,
        "slot": slot,
        "static": lru_cache(static),
        "url": url,
    }
    env.filters |= {
        "base_dir": base_dir,
        "isolate": isolate,
        "json_attr": json_attr,
        "key_label": key_label,
        "paragraphs": paragraphs,
    }
    for format_ in FORMATS:
        env.globals[format_.__name__] = env.filters[format_.__name__] = format_
    return env


FORMATS = (
    formats.age,
    formats.date,
    formats.datetime,
    formats.day_heading,
    formats.digits,
    formats.filesize,
    formats.number,
    formats.span,
    formats.time,
)


@lru_cache(maxsize=8192)
def url(name: str, /, **parameters: Any) -> str:
    """The path of the named page: `url("show_ticket", number=7)`. Pages name the same few many times."""
    return _path(name, *parameters.items())


@lru_cache(maxsize=4096)
def _path(name: str, *parameters: tuple[str, Any]) -> str:
    """`reverse`, remembered: a page asks for some forty paths, and most of them again and again."""
    return reverse(name, kwargs=dict(parameters) or None)


def base_dir(text: str) -> str:
    """The direction that `text` asks for, as the value of a `dir` attribute; "auto" if it has no letters."""
    return base_direction(text) or "auto"
