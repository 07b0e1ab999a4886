"""Proof, inside addresses and Message-IDs, that a mail answers one of ours (SECURITY class 11).

A tag is a ticket's id and a keyed hash of it, in lower case, because mail servers on the way may change case.
Each use has a key of its own, so that a tag of one kind is worth nothing in another.
"""

from __future__ import annotations

import base64
import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

_SIGNATURE_LENGTH = 16
_TAG = re.compile(r"t(\d{1,18})\.([a-z2-7]{16})", re.ASCII)
_OWN_ID = re.compile(r"<t(\d{1,18})\.([a-z0-9]{1,32})\.([a-z2-7]{16})@[^@<>\s]+>", re.ASCII)


def reply_address(address: str, ticket_id: int) -> str:
    """`address` with the tag of a ticket: what is sent there belongs to that ticket."""
    local, _, domain = address.rpartition("@")
    return f"{local}+t{ticket_id}.{_signature('reply address', str(ticket_id))}@{domain}"


def split_reply_address(address: str) -> tuple[str, int] | None:
    """The plain address and the ticket id of a signed reply address; None unless the signature is ours."""
    local, _, domain = address.lower().rpartition("@")
    plain, plus, tag = local.rpartition("+")
    found = _TAG.fullmatch(tag)
    if not (plus and plain and found):
        return None
    if not constant_time_compare(found[2], _signature("reply address", found[1])):
        return None
    return f"{plain}@{domain}", int(found[1])


def new_message_id(ticket_id: int | None, domain: str) -> str:
    """A fresh Message-ID; with a ticket it is signed, so that an answer can be told from a guess."""
    unique = secrets.token_hex(10)
    if ticket_id is None:
        return f"<{unique}@{domain}>"
    return f"<t{ticket_id}.{unique}.{_signature('message id', f'{ticket_id}.{unique}')}@{domain}>"


def thread_id(ticket_id: int, domain: str) -> str:
    """The Message-ID that stands first in the References of every mail about a ticket."""
    return f"<t{ticket_id}.root.{_signature('message id', f'{ticket_id}.root')}@{domain}>"


def ticket_of_message_id(message_id: str) -> int | None:
    """The ticket of a Message-ID that we made; None for all others."""
    found = _OWN_ID.fullmatch(message_id.lower())
    if not found:
        return None
    wanted = _signature("message id", f"{found[1]}.{found[2]}")
    return int(found[1]) if constant_time_compare(found[3], wanted) else None


def _signature(use: str, value: str) -> str:
    digest = salted_hmac(f"divan.mail.{use}", value, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNATURE_LENGTH]
