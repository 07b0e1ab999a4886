"""Texts of mail: replies, subjects, character sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.mail_text import (
    decode_body,
    encode_subject,
    is_auto_reply_subject,
    parse_subject,
    split_reply,
    strip_subject_prefixes,
)

HEADERS = [
    "Ayşe <ayse@firma.example>, 3 Nis 2026 Cum, 09:15 tarihinde şunu yazdı:",
    "Ayşe <ayse@firma.example> şunları yazdı (3.4.2026 09:15):",
    "Gönderen: Ayşe\nTarih: 3 Nisan 2026\nAlıcı: Ali\nKonu: Fatura",
    "בתאריך יום ו׳, 3 באפר׳ 2026 ב-9:15 מאת \u202aNoa\u202c\u200f <\u202anoa@firma.example\u202c\u200f>:",
    "נכתב על ידי Noa, ב־03/04/2026 בשעה 9:15:",
    "*מאת:* Noa\n*נשלח:* יום שישי\n*אל:* Dan\n*נושא:* דוח",
    "در تاریخ جمعه ۳ آوریل ۲۰۲۶، ۰۹:۱۵ Sara <sara@firma.example> نوشت:",
    "از: Sara\nارسال: جمعه\nبه: Ali\nموضوع: صورتحساب",
    "W dniu pt., 3 kwi 2026, 09:15 użytkownik Ola <ola@firma.example>\nnapisał:",
    "Wiadomość napisana przez Ola w dniu 3 kwi 2026, o godz. 09:15:",
    "-------- Wiadomość przekazana --------",
    "On Fri, Apr 3, 2026 at 9:15 AM Tom <\ntom@firma.example> wrote:",
    "On 03/04/2026 09:15, Tom wrote:",
    "_________________\nFrom: Tom\nSent: Friday\nTo: Ann\nCc: Bob\nSubject: Invoice",
    "2026-04-03 9:15 GMT+02:00 Tom <tom@firma.example>:",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_history_begins_at_the_quote_header(header: str, gap: str) -> None:
    reply, history = split_reply(f"First line.\nSecond line 2.{gap}{header}\n\nOld text")
    assert reply == "First line.\nSecond line 2."
    assert history == f"{header}\n\nOld text"


@pytest.mark.parametrize(
    "text",
    [
        "Dnia 5 kolega napisał:\nnie działa",
        "נושא: מדפסת\nאל: מי פונים",
        "Tarih: dün\nKonu: yazıcı",
        "به: همکاران\nموضوع: چاپگر",
        "The log wrote:\nError 2026",
        "One\n-----\nTwo",
        "",
    ],
)
def test_what_only_looks_like_a_header_stays(text: str) -> None:
    assert split_reply(text) == (text, "")


def test_a_quotation_without_header_at_the_end_is_history() -> None:
    assert split_reply("Fine.\n\n> old\n> older\n") == ("Fine.", "> old\n> older")


def test_an_answer_below_the_quotation_is_found() -> None:
    text = "On 03/04/2026 09:15, Tom wrote:\n> Does it work?\n\nYes, thanks."
    assert split_reply(text)[0] == "Yes, thanks."


def test_the_line_of_a_telephone_goes_with_the_history() -> None:
    text = "Tamam\n\niPhone’umdan gönderildi\n\n3.04.2026 09:15, Destek yazmış:\n> Merhaba"
    assert split_reply(text)[0] == "Tamam"


@given(st.lists(st.sampled_from(["Re:", "Od: a", "> q", "", "x 1:", *HEADERS]), max_size=12))
def test_no_word_of_a_mail_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert sorted(" ".join(split_reply(text)).split()) == sorted(text.split())


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("RE: Ynt: Fwd: Toner", "Toner"),
        ("Odp[3] : PD: hasło", "hasło"),
        ("\u200fהשב: הועבר: דוח", "דוח"),
        ("پاسخ: Re: چاپگر", "چاپگر"),
        ("إعادة توجيه: طابعة", "طابعة"),
        ("Re:", ""),
        ("Resim: logo", "Resim: logo"),
        ("Not Re: this", "Not Re: this"),
    ],
)
def test_subject_prefixes(subject: str, base: str) -> None:
    assert strip_subject_prefixes(subject) == base


@given(st.text(alphabet="rRe:YNTnt []2ab", max_size=30))
def test_a_base_subject_has_no_more_prefixes(subject: str) -> None:
    base = strip_subject_prefixes(subject)
    assert strip_subject_prefixes(base) == base


@pytest.mark.parametrize(
    ("subject", "automatic"),
    [
        ("Out of office: back on Monday", True),
        ("Auto-Reply: thanks", True),
        ("OFİS DIŞINDA", True),
        ("Autoodpowiedź", True),
        ("מחוץ למשרד עד יום ראשון", True),
        ("Re: Out of office", False),
        ("Out of officers", False),
        ("Poza tym drukarka", False),
    ],
)
def test_automatic_replies(subject: str, automatic: bool) -> None:
    assert is_auto_reply_subject(subject) is automatic


@given(st.lists(st.text(alphabet="abć םןא یآ‌[#1] “’", min_size=1, max_size=12), max_size=12))
def test_subjects_survive_the_journey(words: list[str]) -> None:
    subject = " ".join(" ".join(words).split(" ")).strip()
    assert parse_subject(encode_subject(subject)) == subject


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("שלום לכולם", "iso8859_8", "ISO-8859-8-I"),
        ("Kılavuz “eki” açılmıyor", "cp1254", "iso-8859-9"),
        ("Zażółć gęślą jaźń", "iso8859_2", "iso-8859-2"),
        ("Zażółć „gęślą” jaźń", "cp1250", "iso-8859-2"),
        ("Łódź", "mac_latin2", "x-mac-ce"),
        ("żółw", "utf-16", "utf-16"),
        ("naïve", "utf-7", "UTF-7"),
        ("日本", "iso2022_jp", "iso-2022-jp"),
        ("çok teşekkürler", "utf-8-sig", None),
        ("Bildirim gönderilemedi, lütfen bağlantınızı kontrol ediniz", "cp1254", "unknown-8bit"),
    ],
)
def test_bodies_in_old_character_sets(text: str, codec: str, declared: str | None) -> None:
    assert decode_body(text.encode(codec), declared) == text


def test_visual_hebrew_is_turned_round() -> None:
    seen = "\n".join(line[::-1] for line in ("שלום לכם חברים", "המדפסת אינה פועלת היום"))
    assert decode_body(seen.encode("iso8859_8"), "iso-8859-8").startswith("שלום לכם חברים\nהמדפסת")


def test_the_mailbox_decides_what_a_wrong_western_charset_means() -> None:
    text = "Bağlantı kesildi, lütfen yardımcı olur musunuz, çalışamıyorum"
    assert decode_body(text.encode("cp1254"), "iso-8859-1", "tr") == text


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "iso-8859-8", "x-nonsense", "utf-16", "hex"]))
def test_any_bytes_give_some_text(data: bytes, declared: str | None) -> None:
    assert isinstance(decode_body(data, declared, "pl"), str)
