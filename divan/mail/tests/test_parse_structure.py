"""Parts: which are the text, which are files, and what a broken structure still says."""

from __future__ import annotations

import base64

import pytest

from divan.mail.parsing import ParsedMail, parse


def part(content_type: str, body: str, *more: str) -> str:
    return "\r\n".join([f"Content-Type: {content_type}", *more, "", body])


def multipart(kind: str, *parts: str, boundary: str = "b") -> str:
    inside = "".join(f"--{boundary}\r\n{each}\r\n" for each in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def names(parsed: ParsedMail) -> list[str]:
    return [file.name for file in parsed.attachments]


PLAIN, HTML = part("text/plain", "plain words"), part("text/html", "<p>marked words</p>")
IMAGE = part("image/png", "x", "Content-ID: <pic@x>", "Content-Disposition: inline; filename=p.png")


def test_alternatives_are_one_text() -> None:
    parsed = parse(multipart("alternative", PLAIN, HTML).encode())
    assert (parsed.text, parsed.markup, names(parsed)) == ("plain words", "<p>marked words</p>", [])


def test_forms_for_other_programs_are_no_files() -> None:
    raw = multipart("alternative", PLAIN, part("text/x-amp-html", "<html amp>"), HTML)
    assert names(parse(raw.encode())) == []


def test_markup_speaks_where_the_plain_alternative_is_blank() -> None:
    assert parse(multipart("alternative", part("text/plain", " \r\n"), HTML).encode()).text == "marked words"


def test_texts_one_after_the_other_are_all_read() -> None:
    parsed = parse(multipart("mixed", PLAIN, HTML).encode())
    assert parsed.text == "plain words\n\nmarked words"
    assert "plain words" in parsed.markup


def test_text_and_markup_that_say_the_same_are_read_once() -> None:
    parsed = parse(multipart("mixed", PLAIN, part("text/html", "<p>plain <b>words</b></p>")).encode())
    assert parsed.text == "plain words"
    assert parsed.markup.startswith("<p>")


def test_pictures_are_inline_where_the_markup_shows_them() -> None:
    shown = multipart("related", part("text/html", "<img src='cid:pic%40x'>"), IMAGE)
    assert [file.inline for file in parse(shown.encode()).attachments] == [True]
    alone = multipart("related", part("text/html", "no picture"), IMAGE)
    assert [file.inline for file in parse(alone.encode()).attachments] == [False]


def test_named_text_is_a_file_unless_it_comes_first() -> None:
    named = part("text/plain; name=log.txt", "a log", "Content-Disposition: inline")
    assert names(parse(multipart("mixed", PLAIN, named).encode())) == ["log.txt"]
    assert parse(multipart("mixed", named, PLAIN).encode()).text == "a log\n\nplain words"
    attached = part("text/plain", "a log", "Content-Disposition: ATTACHMENT; filename=log.txt")
    assert parse(multipart("mixed", attached, PLAIN).encode()).text == "plain words"


def test_signed_mail_shows_its_signature_as_a_file() -> None:
    parsed = parse(multipart("signed", PLAIN, part("application/pgp-signature", "x")).encode())
    assert (parsed.text, names(parsed)) == ("plain words", ["application.pgp-signature"])


def test_encrypted_mail_is_kept_and_named() -> None:
    version = part("application/pgp-encrypted", "Version: 1")
    parsed = parse(
        multipart("encrypted", version, part("application/octet-stream; name=m.asc", "x")).encode()
    )
    assert parsed.warnings == ("encrypted",)
    assert "m.asc" in names(parsed)


def test_forwarded_messages_are_files_in_any_encoding() -> None:
    inner = "Subject: inner\r\n\r\nhello"
    encoded = base64.encodebytes(inner.encode()).decode()
    parsed = parse(
        multipart(
            "mixed",
            PLAIN,
            part("message/rfc822", inner),
            part("message/rfc822", encoded, "Content-Transfer-Encoding: base64"),
            multipart("digest", f"\r\n{inner}", boundary="d"),
        ).encode()
    )
    assert parsed.text == "plain words"
    assert [(file.name, file.data) for file in parsed.attachments] == [("inner.eml", inner.encode())] * 3


BROKEN = {
    "not closed": multipart("mixed", PLAIN).replace("--b--", ""),
    "other case": multipart("mixed", PLAIN).replace("--b\r\n", "--B\r\n").replace("--b--", "--B--"),
    "not declared": multipart("mixed", PLAIN).replace('; boundary="b"', ""),
    "declared wrongly": multipart("mixed", PLAIN).replace('"b"', '"c"'),
    "blanks behind": multipart("mixed", PLAIN).replace("--b\r\n", "--b \t\r\n"),
    "quotes missing": multipart("mixed", PLAIN).replace('"b"', "b"),
    "quote not closed": multipart("mixed", PLAIN).replace('"b"', '"b'),
    "other line ends": multipart("mixed", PLAIN).replace("\r\n", "\n"),
    "no type at all": "Subject: x\r\n" + multipart("mixed", PLAIN).partition("\r\n")[2],
    "semicolon missing": multipart("mixed", PLAIN).replace("mixed;", "mixed"),
    "encoded as a whole": 'Content-Type: multipart/mixed; boundary="b"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(multipart("mixed", PLAIN).partition("\r\n\r\n")[2].encode()).decode(),
    "behind the end": multipart("mixed", PLAIN) + "--b\r\n\r\nplain words\r\n--b--\r\n",
    "same boundary inside": multipart("mixed", multipart("alternative", PLAIN)),
    "sixty deep": "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(60)
    )
    + "\r\nplain words",
    "text where parts should be": "Content-Type: multipart/mixed; boundary=b\r\n\r\nplain words",
}


@pytest.mark.parametrize("fault", list(BROKEN))
def test_broken_boundaries(fault: str) -> None:
    assert parse(BROKEN[fault].encode()).text == "plain words"


def test_files_behind_the_end_are_kept() -> None:
    file = part("application/pdf", "x", "Content-Disposition: attachment; filename*=utf-8''late.pdf")
    late = multipart("mixed", PLAIN) + f"--b\r\n{file}\r\n--b--\r\n"
    assert (parse(late.encode()).text, names(parse(late.encode()))) == ("plain words", ["late.pdf"])
    inside = multipart("mixed", multipart("alternative", PLAIN, HTML), file)
    assert names(parse(inside.encode())) == ["late.pdf"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("BASE64", "cGxhaW4gd29yZHM="),
        ("base64 (as ever)", "cGxhaW4gd29yZHM"),
        ("base64", "cGxh\r\naW4gd2\r\n9yZHM=\r\n"),
        ("base64", "cGxhaW4g!d29yZHM="),
        ("base64", "cGxhaW4=IHdvcmRz"),
        ("base64", "cGxhaW4gd29yZHM=\r\n"),
        ("base64", "plain words"),
        ("quoted-printable", "plain=20wor=\r\nds"),
        ("quoted-printable", "plain=20wor=  \r\nds"),
        ('"quoted-printable"', "pl=61in words"),
        ("8bit", "plain words"),
        ("unheard-of", "plain words"),
    ],
)
def test_transfer_encodings_with_faults(encoding: str, body: str) -> None:
    raw = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    assert parse(raw.encode()).text == "plain words"


def test_text_behind_base64_is_left_out_and_named() -> None:
    raw = b"Content-Transfer-Encoding: base64\r\n\r\ncGxhaW4gd29yZHM=\r\n____\r\nOur list, since 1999\r\n"
    parsed = parse(raw)
    assert (parsed.text, parsed.warnings) == ("plain words", ("text behind base64",))


@pytest.mark.parametrize(
    "content_type", ["text", "text/", "plain text", "", "; charset=utf-8", "TEXT/PLAIN;;;", '"text/plain"']
)
def test_types_that_are_none_are_text(content_type: str) -> None:
    assert parse(f"Content-Type: {content_type}\r\n\r\nplain words".encode()).text == "plain words"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=a.pdf", "a.pdf"),
        ('attachment; filename="a; b.pdf"', "a; b.pdf"),
        ("attachment; filename=two words.pdf", "two words.pdf"),
        ("attachment; filename*=utf-8'pl'%C5%BC.pdf", "ż.pdf"),
        ("attachment; filename*0=long-; filename*1=name.pdf", "long-name.pdf"),
        ("attachment; filename*1=name.pdf; filename*0=long-", "long-name.pdf"),
        ("attachment; filename*0*=utf-8''%C5; filename*1*=%BC.p; filename*2=df", "ż.pdf"),
        ("attachment; filename*=%C5%BC.pdf", "ż.pdf"),
        ('attachment; filename="=?utf-8?Q?=C5=BC.pdf?="', "ż.pdf"),
        ("attachment; filename==?utf-8?Q?=C5=BC.pdf?=", "ż.pdf"),
        ("attachment; filename==?utf-8?Q?a;_=C5=BC.pdf?=", "a; ż.pdf"),
        ('attachment; filename="a.pdf', "a.pdf"),
        ('attachment; filename="say \\"hi\\".pdf"', 'say "hi".pdf'),
        ("attachment; filename=a.pdf; filename=b.pdf", "a.pdf"),
        ("attachment; filename=old.pdf; filename*=utf-8''new.pdf", "new.pdf"),
        ("attachment filename=a.pdf", "a.pdf"),
        ("attachment; filename*=utf-8''%E2%80%AEfdp.exe", "fdp.exe"),
        ("attachment", "application.pdf"),
    ],
)
def test_file_names(disposition: str, name: str) -> None:
    raw = multipart("mixed", PLAIN, part("application/pdf", "x", f"Content-Disposition: {disposition}"))
    assert names(parse(raw.encode())) == [name]


def test_markup_as_text() -> None:
    page = (
        "<head><title>no</title></head><div style='display:none'>hidden</div><p>Hi&nbsp;there,&amp; welcome "
        "<a href='https://x.example/guide'>here</a></p><ul><li>one<li>two</ul><table><tr><td>k<td>v</table>"
        "<pre>a\n  b</pre>x<br><br>y"
    )
    assert parse(part("text/html", page).encode()).text == (
        "Hi there,& welcome here <https://x.example/guide>\n\n- one\n- two\n\nk v\n\na\n  b\n\nx\n\ny"
    )


def test_picture_alone_says_its_description() -> None:
    assert parse(part("text/html", "<img src=x alt='Half price'>").encode()).text == "Half price"
