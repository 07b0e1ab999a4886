"""The character set that an HTML document declares for itself."""

from __future__ import annotations

import re

_LOOKED_AT = 2_048
# <meta charset=…>, <meta http-equiv=… content="text/html; charset=…"> and the declaration of XHTML
_DECLARED = re.compile(
    rb"<(?:meta\s[^>]{0,300}?charset\s*=|\?xml\s[^>]{0,100}?encoding=)[\s\"']*([A-Za-z0-9._:-]{2,40})",
    re.IGNORECASE,
)


def charset_in_markup(data: bytes) -> str | None:
    """The name in the first lines of the document, or None. A document that can say so in ASCII is not UTF-16."""
    found = _DECLARED.search(data[:_LOOKED_AT])
    name = found[1].decode("ascii") if found else None
    return "utf-8" if name and name.lower().startswith("utf-16") else name
