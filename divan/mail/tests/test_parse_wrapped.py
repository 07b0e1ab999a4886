"""What lies inside something else: winmail.dat, signatures around a text, files written into a text."""

from __future__ import annotations

import base64
import binascii
import struct
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

from divan.mail.parsing import ParsedMail, parse
from tests.support.certificates import make_certificate


def attached(kind: str, data: bytes, name: str = "") -> bytes:
    encoded = base64.encodebytes(data)
    return (
        f"Content-Type: {kind}; name={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + encoded
    )


def attribute(identifier: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", 1, identifier, 6, len(value)) + value + b"\0\0"


def properties(*each: tuple[int, int, bytes]) -> bytes:
    written = [
        struct.pack("<HHII", kind, identifier, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        for identifier, kind, value in each
    ]
    return struct.pack("<I", len(written)) + b"".join(written)


def winmail(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def rich(text: bytes) -> bytes:
    """Rich text in the uncompressed form of the container."""
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


FILE = [
    attribute(0x9002, b"\0" * 14),
    attribute(0x8010, b"SHORT~1.PDF\0"),
    attribute(0x800F, b"the file"),
    attribute(0x9005, properties((0x3707, 0x1F, "çıktı.pdf\0".encode("utf-16-le")))),
]


def test_winmail_gives_its_files_and_text() -> None:
    frame = winmail(
        attribute(0x9007, struct.pack("<II", 1254, 0)),
        attribute(0x9003, properties((0x1000, 0x1E, "Işık yanmıyor\0".encode("cp1254")))),
        *FILE,
    )
    parsed = parse(attached("application/ms-tnef", frame, "winmail.dat"))
    assert parsed.text == "Işık yanmıyor"
    assert [(file.name, file.type, file.data) for file in parsed.attachments[:1]] == [
        ("çıktı.pdf", "application/pdf", b"the file")
    ]


def test_winmail_in_rich_text() -> None:
    plain = (
        b"{\\rtf1\\ansi\\ansicpg1254{\\fonttbl{\\f0 Arial;}}I\\'fe\\'fdk \\b yok\\b0\\par \\u350 ?imdi\\'85}"
    )
    frame = winmail(attribute(0x9003, properties((0x1009, 0x102, rich(plain)))))
    assert parse(attached("application/ms-tnef", frame)).text == "Işık yok\nŞimdi…"


def test_winmail_in_rich_text_made_of_markup() -> None:
    made = b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello{\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0}"
    parsed = parse(
        attached("application/ms-tnef", winmail(attribute(0x9003, properties((0x1009, 0x102, rich(made))))))
    )
    assert (parsed.text, parsed.markup) == ("Hello", "<p>Hello</p>")


def test_packed_rich_text_repeats_what_it_has_said() -> None:
    # The example of MS-OXRTFCP section 4.1.1: references back into the first words, and an end mark.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c09002062770 5b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    parsed = parse(
        attached("application/ms-tnef", winmail(attribute(0x9003, properties((0x1009, 0x102, packed)))))
    )
    assert parsed.text == "hello world"


@pytest.mark.parametrize("end", [7, 20, 60, 100, 140])
def test_a_damaged_winmail_is_no_error(end: int) -> None:
    assert parse(attached("application/ms-tnef", winmail(*FILE)[:end])).warnings == ()


def test_what_is_called_winmail_and_is_none_stays_a_file() -> None:
    assert [file.name for file in parse(attached("text/x", b"nothing", "winmail.dat")).attachments] == [
        "winmail.dat"
    ]


INNER = b"Content-Type: text/plain\r\n\r\nSigned words"


def test_message_inside_its_signature(tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    key = load_pem_private_key(made.key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(INNER).add_signer(certificate, key, hashes.SHA256())
    signed = builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    parsed = parse(attached('application/pkcs7-mime; smime-type="signed-data"', signed, "smime.p7m"))
    assert parsed.text == "Signed words"


def test_encrypted_message_stays_a_file() -> None:
    parsed = parse(
        attached("application/pkcs7-mime", bytes.fromhex("300b06092a864886f70d010703"), "smime.p7m")
    )
    assert (parsed.warnings, parsed.attachments[0].name) == (("encrypted",), "smime.p7m")


def test_indefinite_lengths_in_a_signature() -> None:
    """As programs write it that do not know the length when they begin (X.690 section 8.1.3.6)."""
    octets = b"\x24\x80\x04\x20" + INNER[:32] + b"\x04" + bytes([len(INNER) - 32]) + INNER[32:] + b"\0\0"
    inside = b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x01\xa0\x80" + octets + b"\0\0\0\0"
    signed = b"\x30\x80\x02\x01\x01\x31\x00" + inside + b"\0\0"
    whole = b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80" + signed + b"\0\0\0\0"
    assert parse(attached("application/pkcs7-mime", whole)).text == "Signed words"


def plain(text: bytes, parameters: str = "") -> ParsedMail:
    return parse(f"Content-Type: text/plain{parameters}\r\n\r\n".encode() + text)


def test_clear_signed_text_without_its_frame() -> None:
    text = (
        b"Above\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nWords\n- -- \ndash\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\nBelow\n"
    )
    assert plain(text).text == "Above\nWords\n-- \ndash\nBelow"


def test_uuencoded_file_in_a_text() -> None:
    lines = b"".join(binascii.b2a_uu(data) for data in (b"x" * 45, b"the end"))
    parsed = plain(
        b"See below\r\nbegin 644 my file.txt\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\nBye"
    )
    assert parsed.text == "See below\nBye"
    assert [(file.name, file.data) for file in parsed.attachments] == [
        ("my file.txt", b"x" * 45 + b"the end")
    ]


def test_yenc_file_in_a_text() -> None:
    data = bytes(range(256))
    packed = b"".join(
        b"=" + bytes([(value + 106) % 256])
        if (value + 42) % 256 in b"\0\n\r="
        else bytes([(value + 42) % 256])
        for value in data
    )
    parsed = plain(b"Look\r\n=ybegin line=128 size=256 name=all.bin\r\n" + packed + b"\r\n=yend size=256\r\n")
    assert (parsed.text, parsed.attachments[0].name, parsed.attachments[0].data) == ("Look", "all.bin", data)


def test_the_word_begin_alone_is_no_file() -> None:
    assert plain(b"begin 644 what we talked about\r\nand so on").attachments == ()


@pytest.mark.parametrize(
    ("delsp", "text"),
    [("", "one long line\n> quoted line\n-- \nme"), ("; delsp=yes", "one longline\n> quotedline\n-- \nme")],
)
def test_flowed_lines_are_joined(delsp: str, text: str) -> None:
    written = b"one long \r\nline\r\n> quoted \r\n> line\r\n-- \r\nme"
    assert plain(written, f"; format=flowed{delsp}").text == text


def test_flowed_line_that_was_stuffed() -> None:
    assert plain(b" > not quoted\r\n From here", "; format=flowed").text == "> not quoted\nFrom here"


def test_invitation_alone_is_told_in_words() -> None:
    calendar = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20260504T070000Z\r\nSUMMARY:Print\r\n er\\, again"
        b"\r\nLOCATION;LANGUAGE=en:Room 2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    parsed = parse(b"Content-Type: text/calendar; method=REQUEST\r\n\r\n" + calendar)
    assert parsed.text == "Printer, again\n2026-05-04 07:00 UTC\nRoom 2"
    assert parsed.attachments[0].name == "invitation.ics"
