"""What a report says about the letter that did not arrive."""

from __future__ import annotations

import pytest

from divan.mail.parsing import Bounce, parse

RETURNED = "Message-ID: <our-letter@divan.example>\r\nTo: x@y.example\r\nSubject: Toner\r\n\r\nHello"


def report(
    status: str, *, words: str = "Sorry.", returned: str = RETURNED, kind: str = "message/rfc822"
) -> bytes:
    """A report as RFC 3464 has it; `status` are the fields about the recipient."""
    parts = [
        "From: MAILER-DAEMON@a.example\r\nSubject: Report\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n',
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\n{status}",
        f"Content-Type: {kind}\r\n\r\n{returned}",
    ]
    return ("\r\n--b\r\n".join(parts) + "\r\n--b--\r\n").encode()


def fields(code: str, diagnostic: str = "", action: str = "failed") -> str:
    said = f"\r\nDiagnostic-Code: smtp; {diagnostic}" if diagnostic else ""
    return f"Final-Recipient: rfc822; x@y.example\r\nAction: {action}\r\nStatus: {code}{said}"


def bounce(raw: bytes | str) -> Bounce:
    parsed = parse(raw if isinstance(raw, bytes) else raw.replace("\n", "\r\n").encode())
    assert parsed.auto == "bounce"
    assert parsed.bounce
    return parsed.bounce


@pytest.mark.parametrize(
    ("code", "diagnostic", "hard", "status"),
    [
        ("5.1.1", "550 5.1.1 <x@y.example> User unknown", True, "5.1.1"),
        ("5.0.0", "550 No such user here", True, "5.1.1"),
        ("5.5.0", "550 Requested action not taken: mailbox unavailable", True, "5.1.1"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", True, "5.1.10"),
        ("5.1.2", "550 Host unknown", True, "5.1.2"),
        ("5.4.4", "Host or domain name not found. Name service error for name=y.example", True, "5.4.4"),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled", True, "5.2.1"),
        ("5.2.2", "552 5.2.2 Over quota", False, "5.2.2"),
        (
            "5.0.0",
            "552 Requested mail action aborted: exceeded storage allocation, mailbox full",
            False,
            "5.2.2",
        ),
        ("5.0.0", "posta kutusu doldu, kotanız aşıldı", False, "5.2.2"),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", False, "5.3.4"),
        ("5.7.1", "554 5.7.1 Message content rejected as spam", False, "5.7.1"),
        ("5.0.0", "554 blocked using a black list", False, "5.7.1"),
        ("5.7.1", "550 5.7.1 Invalid recipient x@y.example", True, "5.7.1"),
        ("4.4.7", "delivery time expired", False, "5.4.7"),
        ("5.0.0", "", False, "5.0.0"),
    ],
)
def test_reports_of_failure(code: str, diagnostic: str, hard: bool, status: str) -> None:
    found = bounce(report(fields(code, diagnostic)))
    assert (found.hard, found.status) == (hard, status)
    assert found.recipient == "x@y.example"
    assert found.message_id == "<our-letter@divan.example>"
    assert found.diagnostic == diagnostic


def test_a_delay_is_no_failure_yet() -> None:
    found = bounce(report(fields("4.0.0", "host not found, will retry", action="delayed")))
    assert (found.hard, found.status[0]) == (False, "4")


def test_one_of_two_recipients_failed() -> None:
    other = "Final-Recipient: rfc822; a@b.example\r\nAction: relayed\r\nStatus: 2.0.0"
    assert bounce(report(f"{other}\r\n\r\n{fields('5.1.1')}")).recipient == "x@y.example"


def test_a_report_of_success_is_no_bounce() -> None:
    parsed = parse(report(fields("2.0.0", action="delivered")))
    assert parsed.bounce is None


def test_the_address_that_we_wrote_to_counts() -> None:
    found = bounce(report("Original-Recipient: rfc822; old@y.example\r\n" + fields("5.1.1")))
    assert found.recipient == "old@y.example"


def test_headers_alone_are_returned() -> None:
    assert (
        bounce(report(fields("5.1.1"), kind="text/rfc822-headers")).message_id == "<our-letter@divan.example>"
    )


QMAIL = """From: MAILER-DAEMON@a.example
Subject: failure notice

Hi. This is the qmail-send program at a.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<x@y.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <x@y.example>: Recipient address rejected

--- Below this line is a copy of the message.

Return-Path: <desk@divan.example>
Message-ID: <our-letter@divan.example>
To: x@y.example
"""
EXIM = """From: Mail Delivery System <Mailer-Daemon@a.example>
X-Failed-Recipients: x@y.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.
The following address(es) failed:

  x@y.example
    mailbox is full: retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

Message-ID: <our-letter@divan.example>
"""
EXIM_WARNING = """From: Mail Delivery System <Mailer-Daemon@a.example>
Subject: Warning: message 1abc-0002 delayed 24 hours

A message that you sent has not yet been delivered to x@y.example after more than 24 hours.
No action is required on your part. Delivery attempts will continue.

Message-ID: <our-letter@divan.example>
"""
POSTMASTER = """From: postmaster@a.example
Return-Path: <>
Subject: Undeliverable: Toner

Your message to x@y.example couldn't be delivered. The domain name does not exist.

Original message follows
Message-ID: <our-letter@divan.example>
"""
TURKISH = """From: postmaster@a.example
Return-Path: <>
Subject: Teslim edilemedi: Toner

İletiniz x@y.example adresine teslim edilemedi: böyle bir kullanıcı yok.

----- Original message -----
Message-ID: <our-letter@divan.example>
"""


@pytest.mark.parametrize(
    ("raw", "hard", "status"),
    [
        (QMAIL, True, "5.1.1"),
        (EXIM, False, "5.2.2"),
        (EXIM_WARNING, False, "4.4.7"),
        (POSTMASTER, True, "5.1.2"),
        (TURKISH, True, "5.1.1"),
    ],
)
def test_servers_that_write_in_words(raw: str, hard: bool, status: str) -> None:
    found = bounce(raw)
    assert (found.hard, found.status, found.recipient) == (hard, status, "x@y.example")
    assert found.message_id == "<our-letter@divan.example>"


def test_fields_in_a_plain_text() -> None:
    found = bounce(
        f"From: mailer-daemon@a.example\nSubject: x\n\nYour mail came back.\n\n{fields('5.1.1', 'gone')}\n"
    )
    assert (found.hard, found.recipient, found.diagnostic) == (True, "x@y.example", "gone")


def test_a_complaint_names_recipient_and_letter() -> None:
    parsed = parse(
        b'From: abuse@a.example\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        b"--b\r\n\r\nA complaint.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
        b"Original-Rcpt-To: x@y.example\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <our-letter@divan.example>\r\nTo: x@y.example\r\n\r\nHello\r\n--b--\r\n"
    )
    assert parsed.auto == "feedback-report"
    assert parsed.bounce == Bounce(False, "", "x@y.example", "<our-letter@divan.example>")


def test_a_letter_that_carries_a_bounce_is_from_a_person() -> None:
    inner = report(fields("5.1.1")).decode()
    parsed = parse(
        b'From: ann@firma.example\r\nSubject: What is this?\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n'
        b"--o\r\n\r\nWhat does it mean?\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner.encode()
        + b"\r\n--o--\r\n"
    )
    assert (parsed.auto, parsed.bounce) == (None, None)


def test_recipient_with_letters_of_any_alphabet() -> None:
    status = "Final-Recipient: utf-8; łucja@żółw.example\r\nAction: failed\r\nStatus: 5.1.1"
    assert bounce(report(status)).recipient == "łucja@żółw.example"
