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
_BOUNCE_TAG = re.compile(r"b(\d{1,18})\.([a-z2-7]{16})", re.ASCII)
# Both ids together have to leave room for the local part (RFC 5321 section 4.5.3.1.1: 64 characters).
_FORWARD_TAG = re.compile(r"f(\d{1,9})\.(\d{1,9})\.([a-z2-7]{16})", re.ASCII)
_OWN_ID = re.compile(r"<t(\d{1,18})\.([a-z0-9]{1,32})\.([a-z2-7]{16})@[^@<>\s]+>", re.ASCII)


def reply_address(address: str, ticket_id: int) -> str:
    """`address` with the tag of a ticket: what is sent there belongs to that ticket."""
    local, _, domain = address.rpartition("@")
    return f"{local}+t{ticket_id}.{_signature('reply address', str(ticket_id))}@{domain}"


def split_reply_address(address: str) -> tuple[str, int] | None:
    """The plain address and the ticket id of a signed reply address; None unless the signature is ours."""
    plain, tag = _split(address)
    found = _TAG.fullmatch(tag)
    if not found or not constant_time_compare(found[2], _signature("reply address", found[1])):
        return None
    return plain, int(found[1])


def forward_address(address: str, ticket_id: int, forward_id: int) -> str:
    """`address` with the tag of a forwarded conversation: what a third party answers there stays inside.

    `forward_id` is the id of what was sent on, so that an answer can be told from that to another forward.
    """
    local, _, domain = address.rpartition("@")
    signature = _signature("forward address", f"{ticket_id}.{forward_id}")
    return f"{local}+f{ticket_id}.{forward_id}.{signature}@{domain}"


def split_forward_address(address: str) -> tuple[str, int, int] | None:
    """The plain address, ticket id and forward id; None unless it is a forward address that we signed."""
    plain, tag = _split(address)
    found = _FORWARD_TAG.fullmatch(tag)
    if not found:
        return None
    if not constant_time_compare(found[3], _signature("forward address", f"{found[1]}.{found[2]}")):
        return None
    return plain, int(found[1]), int(found[2])


def bounce_address(address: str, mail_id: int) -> str:
    """The sender on the envelope of one mail: only its recipient and their servers ever see it."""
    local, _, domain = address.rpartition("@")
    return f"{local}+b{mail_id}.{_signature('bounce address', str(mail_id))}@{domain}"


def split_bounce_address(address: str) -> tuple[str, int] | None:
    """The plain address and the id of the outgoing mail; None unless it is an envelope sender that we signed."""
    plain, tag = _split(address)
    found = _BOUNCE_TAG.fullmatch(tag)
    if not found or not constant_time_compare(found[2], _signature("bounce address", found[1])):
        return None
    return plain, int(found[1])


def without_tag(address: str) -> str:
    """The plain address behind one that we signed, for any use; any other address in lower case."""
    signed = split_reply_address(address) or split_forward_address(address) or split_bounce_address(address)
    return signed[0] if signed else address.lower()


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


def _split(address: str) -> tuple[str, str]:
    """The address without its tag, and the tag: "" where there is none."""
    local, _, domain = address.lower().rpartition("@")
    plain, plus, tag = local.rpartition("+")
    return (f"{plain}@{domain}", tag) if plus and plain else (address.lower(), "")


def _signature(use: str, value: str) -> str:
    digest = salted_hmac(f"divan.mail.{use}", value, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNATURE_LENGTH]
