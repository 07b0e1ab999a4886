"""Translated words in templates, as Jinja2's newstyle gettext gives them, without its detours.

A page asks for two hundred words; almost all have no variables and are looked up once in each language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jinja2
from django.utils import translation
from markupsafe import Markup


@jinja2.pass_eval_context
def gettext(context: jinja2.nodes.EvalContext, message: str, /, **variables: Any) -> str:
    """`message` in the reader's language; `variables` fill its placeholders and are escaped in HTML."""
    return _filled(context, _translated(translation.get_language(), None, message), variables)


@jinja2.pass_eval_context
def pgettext(context: jinja2.nodes.EvalContext, meaning: str, message: str, /, **variables: Any) -> str:
    """The same for a word with more than one meaning."""
    return _filled(context, _translated(translation.get_language(), meaning, message), variables)


def _filled(context: jinja2.nodes.EvalContext, words: Markup, variables: dict[str, Any]) -> str:
    if not context.autoescape:
        return str(words) % variables
    return words % variables if variables or "%" in words else words


@lru_cache(maxsize=16384)
def _translated(language: str | None, meaning: str | None, message: str) -> Markup:
    """The words in the active language, which is a parameter only to be remembered by."""
    words = translation.gettext(message) if meaning is None else translation.pgettext(meaning, message)
    return Markup(words)  # noqa: S704  our own words
