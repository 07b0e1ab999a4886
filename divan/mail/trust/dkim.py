"""DKIM (RFC 6376): whether the domain of the sender signed the message.

The signatures of other domains prove nothing about the sender, so only those that may vouch for it are looked
at. The library meets unbounded input only in a form in which its patterns take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dkim

from divan.mail.trust.lookups import Lookups, Unavailable

MOST_SIGNATURES = 5
LONGEST_HEAD = 256 * 1024
LONGEST_SIGNATURE = 8 * 1024
MOST_SIGNED_FIELDS = 200
_NAME = b"dkim-signature"
_BLANKS = re.compile(rb"[\t ]+")
_LINE_ENDS = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: its place among all of them, who signed, under which selector, and how."""

    index: int
    domain: str
    selector: str
    is_body_relaxed: bool
    is_partial: bool
    signed_fields: int


def check(raw: bytes, may_vouch: Callable[[str], bool], lookups: Lookups) -> tuple[str, str]:
    """The result for the first signature that holds among those of domains that `may_vouch`, and its domain.

    "none" without such a signature, "fail" if none of them holds, "temperror" if a key could not be had.
    """
    result, domain = "none", ""
    candidates = [each for each in signatures(raw) if may_vouch(each.domain)]
    for signature in candidates[:MOST_SIGNATURES]:
        try:
            holds = _holds(raw, signature, lookups)
        except Unavailable:
            result, domain = "temperror", signature.domain
            continue
        if holds:
            return "pass", signature.domain
        if result != "temperror":
            result, domain = "fail", signature.domain
    return result, domain


def signatures(raw: bytes) -> Iterator[Signature]:
    """The signatures of a message that can be read, topmost first."""
    head = head_of(raw)
    if len(head) > LONGEST_HEAD or _NAME not in head.lower():
        return
    try:
        fields, _body = dkim.rfc822_parse(head + b"\r\n\r\n")
    except (dkim.DKIMException, IndexError):
        return
    values = [value for name, value in fields if name.lower() == _NAME]
    for index, value in enumerate(values):
        if len(value) <= LONGEST_SIGNATURE and (read := _read(index, value)):
            yield read


def head_of(raw: bytes) -> bytes:
    """The header of a message, whichever line ends it has."""
    ends = [place for place in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if place >= 0]
    return raw[: min(ends)] if ends else raw[: LONGEST_HEAD + 1]


def _read(index: int, value: bytes) -> Signature | None:
    try:
        tags = dkim.parse_tag_value(value)
        algorithms = tags.get(b"c", b"simple/simple").partition(b"/")
        return Signature(
            index=index,
            domain=tags[b"d"].decode("ascii").strip().lower(),
            selector=tags[b"s"].decode("ascii").strip(),
            is_body_relaxed=algorithms[2].strip() == b"relaxed",
            is_partial=b"l" in tags,
            signed_fields=tags.get(b"h", b"").count(b":") + 1,
        )
    except (dkim.DKIMException, KeyError, UnicodeDecodeError, ValueError):
        return None


def _holds(raw: bytes, signature: Signature, lookups: Lookups) -> bool:
    """Whether it verifies. One over a part of the body is not believed: anybody may add to the rest of it."""
    if signature.is_partial or signature.signed_fields > MOST_SIGNED_FIELDS:
        return False

    def key(name: bytes, timeout: float = 0) -> bytes | None:
        return next(iter(lookups.texts(name.decode("ascii").rstrip("."))), None)

    try:
        verifier = dkim.DKIM(_canonical(raw, signature.is_body_relaxed))
        return bool(verifier.verify(signature.index, dnsfunc=key))
    except Unavailable:
        raise
    except Exception:  # what cannot be verified does not hold, whatever the reason
        return False


def _canonical(raw: bytes, is_body_relaxed: bool) -> bytes:
    """The message with a body that canonicalises to the same (section 3.4), in linear time.

    The library's own patterns take quadratic time for long runs of blanks.
    """
    head = head_of(raw)
    body = _LINE_ENDS.sub(b"\r\n", raw[len(head) :]).removeprefix(b"\r\n\r\n")
    if is_body_relaxed:
        body = _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n")
    kept = body.rstrip(b"\r\n")
    if body[len(kept) :].count(b"\r\n") * 2 == len(body) - len(kept) > 0:
        body = kept + b"\r\n"
    return head + b"\r\n\r\n" + body
