"""Reading messages as they come: charsets, broken MIME, quotations, hostile size and shape."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divan.core.l10n.mail_text import encode_subject
from divan.mail.parsing import Address, parse
from divan.mail.parsing.html_cleaning import clean
from divan.mail.parsing.html_text import to_text
from divan.mail.signing import (
    new_message_id,
    reply_address,
    split_reply_address,
    thread_id,
    ticket_of_message_id,
)

SUBJECTS = [
    "Yazıcı çalışmıyor: ışık yanıp sönüyor, kâğıt sıkışmış",
    "המדפסת לא עובדת מאז יום שני (HP-400)",
    "چاپگر از صبح دوشنبه کار نمی‌کند",
    "Drukarka nie działa: źdźbło, żółć, gęś",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_encoded_subject(subject: str) -> None:
    raw = f"Subject: {encode_subject(subject)}\r\n\r\n".encode()
    assert parse(raw).subject == subject


def test_encoded_words_that_cut_a_letter_in_two() -> None:
    assert parse(b"Subject: =?utf-8?b?xbzDs8WC?=\r\n =?utf-8?b?xIc=?=\r\n\r\n").subject == "żółć"
    assert parse(b"Subject: =?utf-8?q?=C5?= =?utf-8?q?=BC?=\r\n\r\n").subject == "ż"


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1254", "Şikâyet: ışık yok"), ("windows-1255", "שלום, המדפסת"), ("iso-8859-2", "Zażółć gęślą")],
)
def test_old_charsets(charset: str, text: str) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + text.encode(charset)
    assert parse(raw).text == text


def test_raw_bytes_in_a_header() -> None:
    assert parse("Subject: Żółć\r\nFrom: Łukasz <l@x.example>\r\n\r\n".encode()).subject == "Żółć"


def test_addresses() -> None:
    raw = b'From: "Nowak, Celina" <c@x.example>\r\nTo: a@b.example, Team: d@e.example;\r\nCc: not an address\r\n\r\n'
    parsed = parse(raw)
    assert parsed.sender == Address("c@x.example", "Nowak, Celina")
    assert [each.email for each in parsed.to] == ["a@b.example", "d@e.example"]
    assert parsed.cc == ()


def test_quotation_is_folded_away() -> None:
    raw = b"Content-Type: text/plain\r\n\r\nYes.\r\n\r\nOn 3 May 2026 at 10:00, Baran wrote:\r\n> Does it work?\r\n"
    parsed = parse(raw)
    assert (parsed.reply_text, parsed.quoted.splitlines()[-1]) == ("Yes.", "> Does it work?")


def test_marked_quotation_is_cut_from_markup() -> None:
    raw = (
        b"Content-Type: text/html\r\n\r\n<div>Yes.</div><div class=gmail_quote>"
        b"<div>On 3 May 2026 at 10:00, Baran wrote:</div><blockquote>Does it work?</blockquote></div>"
    )
    parsed = parse(raw)
    assert "Yes." in parsed.html
    assert "Does it work" not in parsed.html
    assert parsed.reply_text == "Yes."


def test_html_alone_gives_text() -> None:
    raw = b"Content-Type: text/html\r\n\r\n<head><title>no</title></head><p>One</p><p>Two<br>three</p>"
    assert parse(raw).text == "One\n\nTwo\nthree"


def test_forwarded_message_is_a_file() -> None:
    inner = b"Subject: inner\r\n\r\nhello"
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nSee below\r\n'
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    parsed = parse(raw)
    assert parsed.text == "See below"
    assert [(file.name, b"hello" in file.data) for file in parsed.attachments] == [("inner.eml", True)]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (b"Auto-Submitted: auto-replied", "auto-reply"),
        (b"Auto-Submitted: auto-generated", "list"),
        (b"List-Id: <news.example>", "list"),
        (b"Precedence: bulk", "list"),
        (b"Auto-Submitted: no", None),
        (b"From: MAILER-DAEMON@x.example", "bounce"),
        (b"Subject: Automatyczna odpowiedz: urlop", "auto-reply"),
        (b"Received: x\r\n" * 60 + b"X: y", "loop"),
        (b"Content-Type: multipart/report; report-type=feedback-report; boundary=b", "feedback-report"),
    ],
)
def test_automatic_mail_is_known(headers: bytes, kind: str | None) -> None:
    assert parse(headers + b"\r\n\r\n").auto == kind


HEAVY = {
    "nested elements": b"<div>" * 100_000,
    "unclosed marks": b"<p>" + b"".join(b"<b a%d>" % n for n in range(400)) + b"<p>x</p>" * 50_000,
    "blanks": b"<p>" + b" " * 5_000_000,
    "openings": b"<" * 2_000_000,
    "links": b'<a href="https://x.example">x</a>' * 20_000,
    "quotes": b"<blockquote type=cite>" * 300,
}


@pytest.mark.parametrize("shape", list(HEAVY))
def test_heavy_markup_takes_little_time(shape: str) -> None:
    started = time.process_time()
    parse(b"Content-Type: text/html\r\n\r\n" + HEAVY[shape])
    assert time.process_time() - started < 2


def test_heavy_headers_take_little_time() -> None:
    started = time.process_time()
    parse(
        b"From: "
        + b"(" * 200_000
        + b"\r\nTo: "
        + b"a@b.example," * 100_000
        + b"\r\nSubject: "
        + b"=?" * 500_000
    )
    parse(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 20_000)
    assert time.process_time() - started < 2


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_reading_never_fails(raw: bytes) -> None:
    parsed = parse(raw)
    whole = "".join((parsed.subject, parsed.text, parsed.html, parsed.reply_text, parsed.message_id))
    assert "\x00" not in whole
    whole.encode()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/=\"' abdivscriptonload:javascript&#;", max_size=300))
def test_clean_markup_has_no_way_to_run(markup: str) -> None:
    cleaned = clean(markup).lower()
    assert "<script" not in cleaned
    assert clean(cleaned) == cleaned
    to_text(markup)


def test_reply_addresses_are_signed() -> None:
    address = reply_address("support@divan.example", 7)
    assert split_reply_address(address.upper()) == ("support@divan.example", 7)
    assert split_reply_address(address.replace("+t7.", "+t8.")) is None
    assert split_reply_address("support@divan.example") is None
    assert split_reply_address("support+t7.@divan.example") is None


def test_message_ids_are_signed() -> None:
    own = new_message_id(7, "divan.example")
    assert ticket_of_message_id(own) == 7
    assert ticket_of_message_id(thread_id(7, "divan.example")) == 7
    assert ticket_of_message_id(own.replace("<t7.", "<t8.")) is None
    assert ticket_of_message_id(new_message_id(None, "divan.example")) is None
    signature = reply_address("support@divan.example", 7).partition("+t7.")[2].partition("@")[0]
    assert ticket_of_message_id(f"<t7.root.{signature}@divan.example>") is None
