"""The text of an article as our editor can go on with it: no pictures, no boxes, and addresses that work in a mail."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from divan.conversations.markup import written
from divan.ui.paragraphs import paragraphs

_HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_OWN = re.compile(r'href="/(?!/)')


def for_composer(html: str) -> SafeString:
    """Stored HTML of an article: headings are bold, the rows of a table are lines, links are whole addresses."""
    plain = _HEADING.sub(r"<p><strong>\1</strong></p>", html)
    plain = _ROW.sub(r"<p>\1</p>", _CELL_END.sub(" · ", plain))
    found = written(_OWN.sub(f'href="{settings.PUBLIC_URL}/', plain))
    return mark_safe(found.html) if found.html else paragraphs(found.text)  # noqa: S308 - `written` cleans it
