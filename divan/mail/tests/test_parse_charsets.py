"""Character sets of the wild: declared oddly, wrongly, nowhere; in bodies, headers and file names."""

from __future__ import annotations

import pytest

from divan.mail.parsing import parse

TURKISH = "Şikâyet: ışık yanıp sönüyor, kâğıt sıkışmış; lütfen bugün çözün."
HEBREW = "שלום רב, המדפסת בקומה השנייה אינה עובדת מאז יום שני בבוקר ואיש אינו עונה"
PERSIAN = "سلام، چاپگر طبقه دوم از صبح دوشنبه کار نمی کند و کسی پاسخ نمی دهد"
POLISH = "Drukarka nie działa: źdźbło, żółć, gęś, łódź i ćma."
JAPANESE = "プリンターが動きません。よろしくお願いします。"


def body(text: bytes, charset: str | None, kind: str = "text/plain") -> bytes:
    parameter = f"; charset={charset}" if charset is not None else ""
    return f"Content-Type: {kind}{parameter}\r\n\r\n".encode() + text


@pytest.mark.parametrize(
    ("text", "charset", "codec"),
    [
        (TURKISH, "windows-1254", "cp1254"),
        (TURKISH, "x-cp1254", "cp1254"),
        (TURKISH, "ISO_8859-9", "iso8859_9"),
        (TURKISH, "latin5", "cp1254"),
        (HEBREW, "iso-8859-8-i", "cp1255"),
        (HEBREW, "ISO-8859-8-E", "cp1255"),
        (HEBREW, "dos-862", "cp862"),
        (PERSIAN, "Windows1256", "cp1256"),
        (POLISH, "cp-1250", "cp1250"),
        (POLISH, "x-mac-ce", "mac_latin2"),
        (POLISH, '"iso-8859-2";', "iso8859_2"),
        (POLISH, "uft-8", "utf-8"),
        (POLISH, "utf8return-path:", "utf-8"),
        (POLISH, "unicode-1-1-utf-7", "utf-7"),
        (JAPANESE, "x-sjis", "cp932"),
        (JAPANESE, "_iso-2022-jp$SIO", "iso2022_jp"),
        ("中文客户服务系统", "gb2312", "gb18030"),
        ("中文客户服务系统", "HZ-GB-2312", "hz"),
        ("고객 지원 시스템", "ks_c_5601-1987", "cp949"),
        ("高興為您服務", "x-x-big5", "big5"),
        ("Привет, принтер не работает", "koi8-ru", "koi8_u"),
        ("Ünlü ve ışıklı ğ", "UTF-16", "utf-16-be"),
        ("Ünlü ve ışıklı ğ", "utf-16", "utf-16-le"),
    ],
)
def test_declared_in_odd_ways(text: str, charset: str, codec: str) -> None:
    assert parse(body(text.replace("ی", "ي").encode(codec), charset)).text == text.replace("ی", "ي")


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (HEBREW * 2, "cp1255", "iso-8859-1"),
        (TURKISH * 2, "iso8859_9", "iso-8859-1"),
        (TURKISH, "utf-8", "iso-8859-9"),
        (POLISH, "utf-8", "us-ascii"),
        (HEBREW * 3, "cp1255", "utf-8"),
        (JAPANESE, "iso2022_jp", "utf-8"),
        (JAPANESE, "iso2022_jp", None),
        (HEBREW, "utf-16", None),
        (HEBREW, "utf-8", "utf-16"),
        (POLISH, "utf-8", "unicode_escape"),
        (POLISH, "utf-8", "punycode"),
        (POLISH, "utf-8", "base64"),
    ],
)
def test_declared_wrongly_or_not_at_all(text: str, codec: str, declared: str | None) -> None:
    assert parse(body(text.encode(codec), declared)).text == text


@pytest.mark.parametrize(
    ("text", "codec", "language"),
    [(TURKISH, "cp1254", "tr"), (HEBREW, "cp1255", "he"), (POLISH, "cp1250", "pl")],
)
def test_undeclared_is_read_as_the_mailbox_would_write(text: str, codec: str, language: str) -> None:
    assert parse(body(text.encode(codec), None), language=language).text == text


def test_western_text_stays_western() -> None:
    text = "test äöüßÄÖÜß€ façade"
    assert parse(body(text.encode("cp1252"), "iso-8859-1")).text == text
    assert parse(b"Subject: =?iso-8859-1?Q?=E4=F6=FC=DF=C4=D6=DC?=\r\n\r\n").subject == "äöüßÄÖÜ"


def test_characters_beyond_the_old_japanese_set() -> None:
    assert parse(b"Subject: =?iso-2022-jp?B?GyRCLSEbKEI=?=\r\n\r\n").subject == "①"
    assert parse(body(b"\x1b(I6E\x1b(B", "iso-2022-jp")).text == "ｶﾅ"


def test_damaged_text_keeps_its_other_letters() -> None:
    cut = (POLISH * 3).encode()[:-2] + "ł".encode()[:1]
    assert parse(body(cut, "utf-8")).text.startswith(POLISH)
    mixed = (POLISH * 3).encode() + b" -- caf\xe9 list"
    assert parse(body(mixed, "utf-8")).text == POLISH * 3 + " -- café list"


@pytest.mark.parametrize("declared", [None, "us-ascii"])
def test_charset_that_only_the_markup_names(declared: str | None) -> None:
    page = (
        f'<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1250"></head>{POLISH}'
    )
    assert parse(body(page.encode("cp1250"), declared, "text/html")).text == POLISH


def test_visual_hebrew_is_turned_round() -> None:
    line = "שלום לכולם, תודה על העזרה הגדולה"
    assert parse(body(line[::-1].encode("iso8859_8"), "iso-8859-8")).text == line


@pytest.mark.parametrize("codec", ["utf-8", "cp1254"])
def test_raw_bytes_in_header_and_file_name(codec: str) -> None:
    raw = (
        b"From: "
        + "Işık Çağlar".encode(codec)
        + b" <i@x.example>\r\nSubject: "
        + TURKISH.encode(codec)
        + b"\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset='
        + codec.encode()
        + b"\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="
        b'"' + "çıktı ışık.pdf".encode(codec) + b'"\r\n\r\nx\r\n--b--\r\n'
    )
    parsed = parse(raw, language="tr")
    assert (parsed.sender_name, parsed.subject) == ("Işık Çağlar", TURKISH)
    assert parsed.attachments[0].name == "çıktı ışık.pdf"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("text", ["Hello there", "Zażółć gęślą jaźń"])
def test_nul_amid_words_is_damage_and_no_other_charset(text: str, declared: str | None) -> None:
    raw = text.encode()
    assert parse(body(raw[:2] + b"\x00" + raw[2:], declared)).text == text


@pytest.mark.parametrize("text", ["Merhaba", "שלום לך", "سلام به همه", "中文 邮件"])
def test_wide_letters_that_nobody_declared(text: str) -> None:
    assert parse(body(f"{text}\r\n".encode("utf-16-le"), None)).text.strip() == text


@pytest.mark.parametrize("subject", ["İade isteği çözülmedi şimdi", "Şifre değişikliği", "Giriş yok"])
@pytest.mark.parametrize("language", [None, "tr"])
def test_turkish_letters_are_not_taken_for_icelandic_ones(subject: str, language: str | None) -> None:
    raw = b"Subject: " + subject.encode("cp1254") + b"\r\n\r\n"
    assert parse(raw, language=language).subject == subject


def test_icelandic_letters_stay_what_they_are() -> None:
    text = "Það er ekki hægt að skrá sig inn í dag, ég fæ villu þegar ég reyni"
    assert parse(body(text.encode("cp1252"), None)).text == text


def test_raw_header_is_read_in_the_language_of_the_text() -> None:
    subject, words = "Proszę o fakturę", "Dzień dobry, nie dostałam jeszcze faktury za luty. Proszę o pomoc."
    raw = b"Subject: " + subject.encode("cp1250") + b"\r\n" + body(words.encode(), "utf-8")
    assert parse(raw).subject == subject
