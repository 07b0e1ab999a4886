"""format=flowed (RFC 3676): lines that end in a blank go on in the next one."""

from __future__ import annotations

import re

_QUOTE = re.compile(r">*")


def unfold(text: str, *, delete_space: bool = False) -> str:
    """The text with whole paragraphs on one line each; quotation marks stay in front of them."""
    lines: list[str] = []
    pieces: list[str] = []
    depth = -1  # of the paragraph that waits for its next line; -1 for none
    for line in text.replace("\r\n", "\n").split("\n"):
        quote = _QUOTE.match(line)[0]  # type: ignore[index]  # matches nothing, too
        content = line[len(quote) :].removeprefix(" ")
        is_signature = content == "-- "
        if depth >= 0 and (len(quote) != depth or is_signature):
            lines.append("".join(pieces))
            depth = -1
        if depth < 0:
            pieces = [quote + " " if quote else ""]
        is_open = content.endswith(" ") and not is_signature
        pieces.append(content[:-1] if is_open and delete_space else content)
        depth = len(quote) if is_open else -1
        if not is_open:
            lines.append("".join(pieces))
    if depth >= 0:
        lines.append("".join(pieces))
    return "\n".join(lines)
