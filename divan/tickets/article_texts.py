"""The text of an article as our editor can go on with it: no pictures, no boxes, and addresses that work in a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from selectolax.lexbor import LexborHTMLParser

from divan.conversations.markup import written
from divan.ui.paragraphs import paragraphs

_HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)
_OWN = re.compile(r'href="/(?!/)')


def steps_for_composer(texts: Iterable[str]) -> SafeString:
    """The numbered steps of stored HTML of articles as one list; empty where there are none.

    Lists inside a step stay what they are; what stands between two lists is left out.
    """
    steps = [
        item.html or ""
        for text in texts
        if (body := LexborHTMLParser(str(for_composer(text))).body)
        for block in body.iter()
        if block.tag == "ol"
        for item in block.iter()
    ]
    return mark_safe(f'<ol dir="auto">{"".join(steps)}</ol>' if steps else "")  # noqa: S308 - cleaned by for_composer


def for_composer(html: str) -> SafeString:
    """Stored HTML of an article: headings are bold, links are whole addresses."""
    plain = _HEADING.sub(r"<p><strong>\1</strong></p>", html)
    found = written(_OWN.sub(f'href="{settings.PUBLIC_URL}/', plain))
    return mark_safe(found.html) if found.html else paragraphs(found.text)  # noqa: S308 - `written` cleans it
