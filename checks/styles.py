"""Rules about style sheets and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.findings import Finding, Source, line_of

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)[\w-]*\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius\s*:"
    r"|(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r")"
)
_EXEMPT = "physical:"


def logical_properties_only(source: Source) -> Iterator[Finding]:
    """Pages mirror by themselves. A line may say why not in a comment that starts with `physical:`."""
    if "vendor" in source.parts:
        return
    text = _COMMENT.sub(lambda hit: re.sub(r"[^\n]", " ", hit.group()), source.text)
    lines = source.text.splitlines()
    for hit in _PHYSICAL.finditer(text):
        line = line_of(text, hit.start())
        if _EXEMPT not in lines[line - 1]:
            yield source.finding(line, f"{hit.group().strip()} is physical: use the logical property")


def no_code_from_strings(source: Source) -> Iterator[Finding]:
    """Scripts never make code or markup out of strings."""
    if "vendor" in source.parts:
        return
    for hit in re.finditer(
        r"\beval\(|new Function\(|\.(?:inner|outer)HTML\s*\+?=[^=]|document\.write\(", source.text
    ):
        yield source.finding(
            line_of(source.text, hit.start()), f"{hit.group().strip()} makes code from strings"
        )
