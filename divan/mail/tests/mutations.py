"""Small messages of every kind, and ways to damage them; the same number always makes the same damage."""

from __future__ import annotations

import base64
import random
import struct

_TURKISH, _HEBREW, _POLISH = "Yazıcı çalışmıyor, ışık yok", "המדפסת לא עובדת", "Drukarka nie działa, żółć"
_CHARSETS = (
    "utf-8",
    "windows-1254",
    "iso-8859-8-i",
    "windows-1256",
    "utf-7",
    "utf-16",
    "hz",
    "iso-2022-jp",
    "gb2312",
    "x",
)
_FRAME = struct.pack("<IH", 0x223E9F78, 1) + b"".join(
    struct.pack("<BHHI", 1, number, 6, len(value)) + value + b"\0\0"
    for number, value in [
        (0x9007, struct.pack("<II", 1254, 0)),
        (0x9003, struct.pack("<IHHII", 1, 0x1E, 0x1000, 1, 8) + b"Hello!!\0"),
        (
            0x9003,
            struct.pack("<IHHII", 1, 0x102, 0x1009, 1, 36)
            + struct.pack("<II4sI", 32, 20, b"MELA", 0)
            + b"{\\rtf1 Hi\\'fe\\u305?}",
        ),
        (0x9002, b""),
        (0x8010, b"a.txt\0"),
        (0x800F, b"data"),
    ]
)
_START = (
    b"Return-Path: <a@x.example>\r\nReceived: from x by y; Mon, 04 May 2026 10:00:00 +0300\r\n"
    b'From: =?utf-8?Q?Ay=C5=9Fe?= <a@x.example>\r\nTo: "Nowak, C" <c@x.example>, Team: d@x.example;\r\n'
    b"Cc: e@x.example (E)\r\nReply-To: f@x.example\r\nDate: Mon, 04 May 2026 10:00:00 +0300\r\n"
    b"Message-ID: <1@x.example>\r\nIn-Reply-To: <0@x.example>\r\nReferences: <0@x.example>\r\n <00@x.example>\r\n"
    b"Subject: =?windows-1254?B?WWF6/WP9?= =?utf-8?Q?_=C4=B1?=\r\nMIME-Version: 1.0\r\n"
)


def _part(kind: str, body: bytes, encoding: str = "") -> bytes:
    extra = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    return f"Content-Type: {kind}\r\n{extra}\r\n".encode() + body + b"\r\n"


def _multipart(kind: str, boundary: str, *parts: bytes) -> bytes:
    inside = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + inside
        + f"--{boundary}--\r\n".encode()
    )


_PAGE = f"<html><head><meta charset=utf-8></head><p>{_POLISH} <a href='https://x.example'>x</a><img src='cid:p@x'><blockquote type=cite>old</blockquote>".encode()
_REPLY = (
    f"{_TURKISH}\r\n\r\nOn 3 May 2026 at 10:00, Support wrote:\r\n> Does it work?\r\n-- \r\nAyşe\r\n".encode()
)

MESSAGES = tuple(
    _START + rest
    for rest in (
        _part("text/plain; charset=utf-8", _REPLY),
        _part(
            "text/plain; charset=windows-1254; format=flowed; delsp=yes",
            _TURKISH.encode("cp1254") + b" \r\n> x \r\n",
        ),
        _part("text/plain; charset=iso-8859-8-i", base64.encodebytes(_HEBREW.encode("iso8859_8")), "base64"),
        _part("text/plain; charset=utf-7", _TURKISH.encode("utf-7")),
        _part("text/html; charset=utf-8", _PAGE, "8bit"),
        _multipart(
            "alternative", "b1", _part("text/plain; charset=utf-8", _REPLY), _part("text/html", _PAGE)
        ),
        _multipart(
            "mixed",
            "b1",
            _multipart(
                "related",
                "b2",
                _part("text/html", _PAGE),
                _part("image/png; name*=utf-8''%C4%B1.png", b"iVBORw==", "base64"),
            ),
            _part("message/rfc822", b"Subject: inner\r\n\r\nhello"),
            _part("application/ms-tnef; name=winmail.dat", base64.encodebytes(_FRAME), "base64"),
            _part(
                "text/calendar; method=REQUEST",
                b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:20260504T070000Z\r\nEND:VEVENT",
            ),
        ),
        _multipart(
            "report; report-type=delivery-status",
            "b1",
            _part("text/plain", b"Your message could not be delivered."),
            _part(
                "message/delivery-status",
                b"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n",
            ),
            _part("text/rfc822-headers", b"Subject: x\r\nMessage-ID: <9@x.example>\r\n"),
        ),
        _part(
            "application/pkcs7-mime; smime-type=signed-data",
            base64.encodebytes(bytes.fromhex("3080060a2a864886f70d010702a0803080020101310030800609")),
            "base64",
        ),
        _part(
            "text/plain",
            b"See\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n=ybegin line=1 size=1 name=b\r\nk\r\n=yend\r\n",
        ),
        _part(
            "text/plain",
            b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: x\r\n\r\n- -x\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nx\r\n-----END PGP SIGNATURE-----\r\n",
        ),
        _part("text/plain; charset=iso-2022-jp", b"\x1b$B%W%j\x1b(B", "7bit"),
    )
)
_TOKENS = (
    b"--b1",
    b"--b1--",
    b"\r\n",
    b"\r",
    b"\n\n",
    b"=?utf-8?Q?",
    b"?=",
    b'"',
    b"<",
    b">",
    b"(",
    b";",
    b"\0",
    b"\x1b$B",
    b"=",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"Content-Type: ",
    b"multipart/mixed",
    b"<div>",
    b"begin 644 x\n",
    b"%",
)


def mutated(number: int, messages: tuple[bytes, ...] = MESSAGES) -> bytes:
    """One of the messages with one to six faults: flipped bits, cuts, splices, doubled lines, strange tokens."""
    chance = random.Random(number)
    raw = bytearray(messages[number % len(messages)])
    for _fault in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(raw) + 1), chance.randint(1, 60)
        match chance.randrange(8):
            case 0 if at < len(raw):
                raw[at] ^= 1 << chance.randrange(8)
            case 1:
                del raw[at : at + length]
            case 2:
                raw[at:at] = chance.choice(_TOKENS) * chance.randint(1, 3)
            case 3:
                other = chance.choice(messages)
                start = chance.randrange(len(other))
                raw[at:at] = other[start : start + length * 5]
            case 4:
                lines = bytes(raw).split(b"\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                raw = bytearray(b"\n".join(lines))
            case 5:
                old, new = chance.choice(_CHARSETS).encode(), chance.choice(_CHARSETS).encode()
                raw = raw.replace(old, new)
            case 6:
                raw = raw.replace(
                    b"\r\n", chance.choice([b"\n", b"\r", b"\r\r\n", b"\r\n\r\n"]), chance.randint(1, 99)
                )
            case _:
                raw[at : at + length] = chance.randbytes(length)
    return bytes(raw)
