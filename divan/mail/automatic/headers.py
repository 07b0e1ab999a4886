"""The headers by which machines, we among them, know that a machine wrote a mail of ours (RFC 3834 section 5)."""

from __future__ import annotations

import re

from divan.mail.mailboxes import is_ours

LOOP = "X-Loop"
_MARK = re.compile(rb"^x-loop:[ \t]*([^\s]{3,254})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
MOST_READ = 100_000


def headers_of_automatic(kind: str, address: str) -> dict[str, str]:
    """`kind` is "auto-replied" or "auto-generated"; `address` is ours, so that we know the mail if it returns.

    Exchange is asked for no answers of its own, but not to keep quiet when a mail cannot be delivered, as
    "All" would do ([MS-OXCMAIL] section 2.2.3.2.14).
    """
    return {
        "Auto-Submitted": kind,
        "X-Auto-Response-Suppress": "OOF, AutoReply, DR, RN, NRN",
        LOOP: address,
    }


def headers_of_subscription(stop: str) -> dict[str, str]:
    """How the reader's mail program ends mails like this one, with one click of its own button (RFC 2369 section
    3.2, RFC 8058). None for mails that cannot be ended: what a person wrote, and what belongs to a ticket.
    """
    if not stop:
        return {}
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def bears_our_mark(raw: bytes) -> bool:
    """Whether this is automatic mail of ours, or was made from it by a machine that kept its headers."""
    header = _END_OF_HEADER.split(raw[:MOST_READ], maxsplit=1)[0]
    return any(is_ours(address.decode("ascii", "replace")) for address in set(_MARK.findall(header)))
