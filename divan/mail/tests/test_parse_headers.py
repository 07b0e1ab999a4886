"""Words, addresses, identifiers and dates as they are written in the wild."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from divan.mail.parsing import Address, parse


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?=C5?= =?utf-8?q?=BC?=", "ż"),
        ("=?UTF-8?Q?a?==?UTF-8?Q?b?=", "ab"),
        ("x=?utf-8?Q?=C5=BC?=y", "xży"),
        ("=?utf-8?Q?two words here?=", "two words here"),
        ("=?utf-8?Q?really??=", "really?"),
        ("=?utf-8?B?xbzDs8WCxIc?=", "żółć"),
        ("=?utf-8*pl?Q?=C5=BC?=", "ż"),
        ("=?us-ascii?Q?=C5=BC?=", "ż"),
        ("=?x-unknown?Q?=C5=BC?=", "ż"),
        ("=?utf-8?Q??= rest", "rest"),
        ("=?utf-8?Q?=C5=BC?= =?iso-8859-2?Q?=BF?=", "żż"),
        ("=?utf-8?Q?never ends", "=?utf-8?Q?never ends"),
        ("tab\tand \x07 bell", "tab and bell"),
        ("one\r\n two\r\n\tthree", "one two three"),
    ],
)
def test_words(written: str, read: str) -> None:
    assert parse(f"Subject: {written}\r\n\r\n".encode()).subject == read


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ('"Nowak, Celina" <c@x.example>', "Nowak, Celina", "c@x.example"),
        ("Nowak, Celina <c@x.example>", "Nowak, Celina", "c@x.example"),
        ("c@x.example (Celina Nowak)", "Celina Nowak", "c@x.example"),
        ("<c@x.example>", "", "c@x.example"),
        ("Celina c@x.example", "Celina", "c@x.example"),
        ("Celina <c@x.example", "Celina", "c@x.example"),
        ("'Celina' <<c@x.example>>", "Celina", "c@x.example"),
        ("boss@bank.example <c@x.example>", "boss@bank.example", "c@x.example"),
        ('"boss@bank.example" <c@x.example>', "boss@bank.example", "c@x.example"),
        ('"Celina" <c@x.example>:<d@y.example>', "Celina", "c@x.example"),
        ("Celina <@relay.example,@b.example:c@x.example>", "Celina", "c@x.example"),
        ("Celina <mailto:c@x.example>", "Celina", "c@x.example"),
        ("Celina <c@ x.example>", "Celina", "c@x.example"),
        ("Celina [c@x.example]", "Celina", "c@x.example"),
        ("Celina <c@[192.0.2.7]>", "Celina", "c@[192.0.2.7]"),
        ('"very odd"@x.example', "", '"very odd"@x.example'),
        ("Łukasz <łukasz@poczta.example>", "Łukasz", "łukasz@poczta.example"),
        ("=?utf-8?Q?Nowak,_Jan?= <j@x.example>", "Nowak, Jan", "j@x.example"),
        ("=?utf-8?Q?Jan_<j@x.example>?=", "Jan", "j@x.example"),
        ('"=?utf-8?Q?=C5=BC?=" <z@x.example>', "ż", "z@x.example"),
        ('"say \\"hi\\"" <h@x.example>', 'say "hi"', "h@x.example"),
        ("Team: a@x.example, b@x.example;", "", "a@x.example"),
        ("a@x.example; b@x.example", "", "a@x.example"),
        ("\u202ec@x.example\u202c <d@x.example>", "c@x.example", "d@x.example"),
    ],
)
def test_first_address(written: str, name: str, email: str) -> None:
    assert parse(f"To: {written}\r\n\r\n".encode()).to[0] == Address(email, name)


@pytest.mark.parametrize(
    "written", ["undisclosed-recipients:;", "Undisclosed recipients: ;", "<>", "nobody", ""]
)
def test_nobody(written: str) -> None:
    assert parse(f"To: {written}\r\n\r\n".encode()).to == ()


def test_groups_and_semicolons() -> None:
    raw = b"To: Team: a@x.example, B <b@x.example>; c@x.example; d@x.example\r\n\r\n"
    assert [each.email[0] for each in parse(raw).to] == ["a", "b", "c", "d"]


def test_lists_in_several_fields_are_one() -> None:
    raw = b"To: a@x.example\r\nCc: c@x.example\r\nTo: b@x.example, a@x.example\r\n\r\n"
    assert [each.email[0] for each in parse(raw).to] == ["a", "b"]


def test_sender_of_several_fields() -> None:
    raw = b"From: [??]\r\nFrom: Real <r@x.example>\r\nReply-To: other@x.example\r\n\r\n"
    assert parse(raw).sender == Address("r@x.example", "Real")
    assert parse(b"Reply-To: r@x.example\r\n\r\n").sender == Address("r@x.example")
    nameless = parse(b"From: MAILER-DAEMON (Mail Delivery System)\r\n\r\n")
    assert (nameless.sender, nameless.sender_name) == (None, "MAILER-DAEMON")


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("<a@b>", "<a@b>"),
        ("a@b", "<a@b>"),
        ("(by hand) <a@b> (twice)", "<a@b>"),
        ("<a\r\n b@c>", "<ab@c>"),
        ("000012", "<000012>"),
        ("<>", ""),
        ("", ""),
    ],
)
def test_message_id(written: str, identifier: str) -> None:
    assert parse(f"Message-ID: {written}\r\n\r\n".encode()).message_id == identifier


def test_references_keep_order_and_lose_repetition() -> None:
    raw = b"References: <a@x> <b@x>\r\n\t<a@x> words <c@x>\r\nIn-Reply-To: your mail of Monday <b@x>\r\n\r\n"
    parsed = parse(raw)
    assert (parsed.references, parsed.in_reply_to) == (("<a@x>", "<b@x>", "<c@x>"), "<b@x>")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 04 May 2026 10:00:00 +0300 (EEST)", datetime(2026, 5, 4, 7, tzinfo=UTC)),
        ("4 May 26 10:00 GMT", datetime(2026, 5, 4, 10, tzinfo=UTC)),
        ("2026-05-04T10:00:00+03:00", datetime(2026, 5, 4, 7, tzinfo=UTC)),
        ("Mon, 04 May 2026 25:61:00 +0300", None),
        ("Mon, 04 May 2026 10:00:00 +9999", None),
        ("yesterday", None),
    ],
)
def test_date(written: str, moment: datetime | None) -> None:
    assert parse(f"Date: {written}\r\n\r\n".encode()).date == moment


FIELDS = b"From: a@x.example\nSubject: one\n"


@pytest.mark.parametrize(
    "start",
    [
        b"From a@x.example Mon May  4 10:00:00 2026\n" + FIELDS,
        b"\xef\xbb\xbf" + FIELDS,
        b"\r\n \r\n" + FIELDS,
        b">From a@x.example\n" + FIELDS,
        b"From: a@x.example\nnot indented\nSubject: one\nTo: b@x.example\n",
        b"HTTP/1.1 200 OK\n" + FIELDS,
        b"X-Odd : 1\n" + FIELDS,
        b"X-" + b"Long" * 500 + b": 1\n" + FIELDS,
        FIELDS.replace(b"\n", b"\r"),
        FIELDS.replace(b"\n", b"\r\r\n"),
        FIELDS.replace(b"one", b"o\x00ne"),
        FIELDS + b"Subject: two\n",
    ],
)
def test_headers_with_faults(start: bytes) -> None:
    end = b"\r" if b"\n" not in start else b"\n"
    parsed = parse(start + end + b"Hello")
    assert (parsed.subject.replace(" ", ""), parsed.text) == ("one", "Hello")
    assert parsed.sender is not None


def test_body_without_empty_line_before_it() -> None:
    parsed = parse(b"Subject: one\nHello, this is the text.\nIt has two lines.")
    assert (parsed.subject, parsed.text) == ("one", "Hello, this is the text.\nIt has two lines.")


def test_message_saved_as_utf_16() -> None:
    assert parse("Subject: żółć\r\n\r\nĄ".encode("utf-16")).subject == "żółć"
