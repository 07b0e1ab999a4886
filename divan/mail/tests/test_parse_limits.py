"""Hostile size and shape: every message is read in a time that grows with its size only (SECURITY 28-30)."""

from __future__ import annotations

import base64
import struct
import time

import pytest

from divan.mail.parsing import parse
from divan.mail.parsing.tree import MOST_PARTS

MOST_SECONDS = 2
TEXT, PAGE = b"Content-Type: text/plain\r\n\r\n", b"Content-Type: text/html\r\n\r\n"
MIXED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
BASE64, QUOTED = (
    b"Content-Transfer-Encoding: base64\r\n\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
)


def frame(*attributes: tuple[int, bytes]) -> bytes:
    """winmail.dat with these attributes, as a message."""
    written = [
        struct.pack("<BHHI", 1, number, 6, len(value)) + value + b"\0\0" for number, value in attributes
    ]
    data = struct.pack("<IH", 0x223E9F78, 1) + b"".join(written)
    return b"Content-Type: application/ms-tnef\r\n" + BASE64 + base64.encodebytes(data)


def rich(kind: bytes, text: bytes) -> bytes:
    packed = struct.pack("<II4sI", len(text) + 12, 99_999_999, kind, 0) + text
    return frame((0x9003, struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(packed)) + packed))


def nested(start: bytes, levels: int) -> bytes:
    for _level in range(levels):
        start = b"Content-Type: message/rfc822\r\n" + BASE64 + base64.encodebytes(start)
    return start


def signed(content: bytes, levels: int) -> bytes:
    """A message inside as many signatures, all of them with open lengths (X.690 section 8.1.3.6)."""
    for _level in range(levels):
        start = b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80\x06\x01*\xa0\x80"
        octets = b"\x04\x84" + len(content).to_bytes(4, "big") + content
        content = b"Content-Type: application/pkcs7-mime\r\n\r\n" + start + octets + b"\0" * 10
    return content


HOSTILE = {
    "nested elements": PAGE + b"<div>" * 100_000,
    "lists": PAGE + b"<ol><li>x</ol>" * 30_000,
    "anchors": PAGE + b"<a href='https://x.example/y'>x</a>" * 20_000,
    "comments": PAGE + b"<!--" * 200_000,
    "metas": PAGE + b"<meta " * 200_000,
    "blanks": TEXT + b" " * 5_000_000,
    "lines": TEXT + b"\n" * 2_000_000,
    "quotation marks": TEXT + b"> " * 1_000_000,
    "addresses": b"To: " + b"x <a@b.example>, " * 100_000 + b"\r\n\r\n",
    "brackets in addresses": b"From: " + b"<" * 250_000 + b"\r\n\r\n",
    "comments in addresses": b"From: " + b"(" * 250_000 + b"\r\n\r\n",
    "quotes in addresses": b"From: " + b'"\\' * 125_000 + b"\r\n\r\n",
    "colons in addresses": b"From: " + b"a:" * 125_000 + b"\r\n\r\n",
    "encoded words": b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\r\n\r\n",
    "identifiers": b"References: "
    + b"<a@b> " * 200_000
    + b"\r\nMessage-ID: "
    + b"(<" * 200_000
    + b"\r\n\r\n",
    "date": b"Date: " + b"1 " * 500_000 + b"\r\n\r\n",
    "fields": b"X: y\r\n" * 200_000,
    "folds": b"Subject: x\r\n" + b" y\r\n" * 300_000,
    "no fields": b"nonsense\r\n" * 300_000,
    "faults among fields": b"A: b\r\n" + b"nonsense\r\nFrom: x\r\n" * 100_000,
    "one line": b"x" * 5_000_000,
    "line ends": b"\r" * 2_000_000,
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\r\n\r\n",
    "escapes": b'Content-Type: text/plain; a="' + b'\\"' * 200_000 + b"\r\n\r\n",
    "semicolons in parts": MIXED
    + (b"--b\r\nContent-Type: text/plain" + b";" * 7_900 + b"\r\n\r\nx\r\n") * 500,
    "equals signs in parts": MIXED
    + (b"--b\r\nContent-Disposition: x;" + b"a =" * 2_600 + b"\r\n\r\nx\r\n") * 500,
    "words in parts": MIXED + (b"--b\r\nContent-Type: x; a=" + b"=?a?q?x?= " * 790 + b"\r\n\r\nx\r\n") * 500,
    "parts": MIXED + b"--b\r\n\r\nx\r\n" * 20_000,
    "delimiters": MIXED + b"\r--b" * 500_000,
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\n" + b"--x\r\n" * 500_000,
    "nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(20_000)
    ),
    "nested messages": b"Content-Type: message/rfc822\r\n\r\n" * 50_000,
    "encoded messages": nested(b"Subject: x\r\n\r\nx", 25),
    "base64": BASE64 + base64.encodebytes(b"\xff" * 5_000_000),
    "base64 in pieces": BASE64 + b"QQ==" * 500_000,
    "padding": BASE64 + b"=" * 5_000_000,
    "escapes in quoted-printable": QUOTED + b"=" * 5_000_000,
    "blanks in quoted-printable": QUOTED + b"= \t" * 1_000_000,
    "files in text": TEXT + b"begin 644 a\n#0V%T\n" * 100_000,
    "packed files in text": TEXT + b"=ybegin line=1 name=a\nx\n=yend\n" * 50_000,
    "signatures": TEXT + b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: a\n\n" * 30_000,
    "flowed": b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> a \r\n" * 300_000,
    "calendar": b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n" + b"SUMMARY;" * 200_000,
    "shifts": TEXT + b"\x1b$B$A\x1b(B" * 200_000,
    "no character": TEXT + bytes(range(128, 256)) * 20_000,
    "damaged": TEXT + "żółć".encode() * 300_000 + b"\xff",
    "nul": TEXT + b"\0a" * 500_000,
    "no character set": b"Content-Type: text/plain; charset=punycode\r\n\r\nabc-" + b"9" * 1_000_000,
    "braces": rich(b"MELA", b"{\\rtf1 " + b"{}" * 500_000),
    "packed rich text": rich(b"LZFu", (b"\xff" + b"\x00\x1f" * 8) * 100_000),
    "files in a frame": frame(*[(0x9002, b"")] * 100_000),
    "signatures inside signatures": signed(b"\r\n" + b"x" * 5_000_000, 300),
    "large messages inside messages": b"Content-Type: message/rfc822\r\n\r\n" * 99
    + b"\r\n"
    + b"x" * 5_000_000,
    "open lengths": b"Content-Type: application/pkcs7-mime\r\n"
    + BASE64
    + base64.encodebytes(b"\x30\x80" * 500_000),
}


@pytest.mark.parametrize("shape", list(HOSTILE))
def test_hostile_messages_take_little_time(shape: str) -> None:
    started = time.process_time()
    parsed = parse(HOSTILE[shape])
    assert time.process_time() - started < MOST_SECONDS
    assert not any(warning.startswith("unreadable:") for warning in parsed.warnings)


def test_flooded_header_still_says_from_whom_and_what() -> None:
    flood = b"".join(b"X-Filler-%d: x\r\n" % number for number in range(10_000))
    head = b"From: Ann <a@x.example>\r\nSubject: late\r\nContent-Type: text/html\r\n\r\n<b>words</b>"
    parsed = parse(flood + head)
    assert parsed.sender
    assert (parsed.sender.email, parsed.subject, parsed.text) == ("a@x.example", "late", "words")


def test_parts_beyond_the_limit_are_named() -> None:
    parsed = parse(MIXED + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * (MOST_PARTS + 1))
    assert parsed.warnings == ("too many parts", "too many files")
    assert len(parsed.attachments) == 100
