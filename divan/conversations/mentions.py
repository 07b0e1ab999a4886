"""Mentions of colleagues and groups in what our editor wrote: <span data-person="7">@Ewa Kowalska</span>.

`data-show` says that the author agreed to let somebody read what they could not read before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

# As the cleaner writes it (`markup.written`): nothing but the attributes and words that are known to be harmless.
_MENTION = re.compile(r'<span((?: data-[a-z]+="[0-9]+")+)>@([^<]*)</span>')
_ATTRIBUTE = re.compile(r' data-([a-z]+)="([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is named: `noun` is "person" or "group"."""

    noun: str
    id: int
    is_shown: bool = False


def mentions_in(html: str) -> list[Mention]:
    """Everybody whom the cleaned markup mentions, in the order of the text; twice if it does so twice."""
    return [_mention(found[1]) for found in _MENTION.finditer(html)]


def renamed(html: str, name_of: Callable[[Mention], str | None]) -> str:
    """The markup with each mention by its right name; what `name_of` does not know becomes plain words."""

    def written(found: re.Match[str]) -> str:
        mention = _mention(found[1])
        name = name_of(mention)
        if name is None:
            return f"@{found[2]}"
        return f'<span data-{mention.noun}="{mention.id}">@{escape(name)}</span>'

    return _MENTION.sub(written, html)


def _mention(attributes: str) -> Mention:
    known = dict(_ATTRIBUTE.findall(attributes))
    noun = "person" if "person" in known else "group"
    return Mention(noun, int(known[noun]), "show" in known)
