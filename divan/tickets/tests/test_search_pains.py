"""Where the search of other help desks failed people: each of these has to find the ticket here."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from divan.conversations.actions import Draft, upload
from divan.core.jobs import drain
from divan.search.queries import Query, find, highlight
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

_ZWNJ, _TATWEEL = "\u200c", "\u0640"


def found(query: Query | str, people: Cast) -> list[int]:
    drain()
    return [hit.object_id for hit in find(query, actor=actor(people.agent), kind="ticket").hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        # Signs behind, before and between the words.
        ("The printer is broken.", "broken."),
        ("The printer is broken", "printer, broken!"),
        ("Error in setup.exe (v2.10.3).", "setup.exe"),
        ("Error in setup.exe (version 2.10.3).", "2.10.3"),
        ("Write to nil@customer.example.", "nil@customer.example"),
        ("See https://help.example/vpn?id=7.", "help.example/vpn"),
        ("Asset no. AB-1042/7", "ab-1042"),
        ("She said “reboot it”", '"reboot'),
        # No word is too short, none too long.
        ("My PC is slow", "pc"),
        ("No IP from DHCP", "ip"),
        ("USB C cable", "c"),
        ("Wi-Fi 6 is down", "6"),
        ("Grupa VIP", "vip"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesellschaftskapitan"),
        # Accents, on either side.
        ("Café déjà vu", "cafe deja"),
        ("Cafe deja vu", "café déjà"),
        ("Zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("Zazolc gesla jazn", "zażółć gęślą jaźń"),
        ("Müller & Großmann", "muller grossmann"),
        ("Cafe\u0301 with a combining accent", "café"),
        # Turkish i, capital and small, with and without its dot.
        ("ISPARTA BAYİSİ", "ısparta bayisi"),
        ("Isparta bayisi", "ISPARTA"),
        ("İptal edildi", "iptal"),
        ("iptal edildi", "İPTAL"),
        ("IŞIK YANIYOR", "ışık"),
        ("ışık yanıyor", "isik"),
        ("DİYARBAKIR'DAN", "diyarbakır"),
        # What a reader of Persian does not see.
        (f"پیش{_ZWNJ}نویس{_ZWNJ}ها", "پیشنویس"),
        ("پیشنویسها", f"پیش{_ZWNJ}نویس"),
        (f"می{_ZWNJ}خواهم لغو کنم", "میخواهم"),
        ("می خواهم لغو کنم", f"می{_ZWNJ}خواهم"),
        (f"ســفــارش{_TATWEEL}ـات من", "سفارش"),
        ("سفارش من", f"سفـ{_TATWEEL}ـارش"),
        ("كيبورد من", "کیبورد"),
        ("مُدیرِ سیستم", "مدیر"),
        ("شمارهٔ ۱۲۳۴۵", "12345"),
        ("فاکتور ١٢٣٤٥", "۱۲۳۴۵"),
        # Niqqud, quotes and dashes of Hebrew.
        ("שָׁלוֹם עוֹלָם", "שלום"),
        ("שלום עולם", "שָׁלוֹם"),
        ('דו"ח חודשי', "דוח"),
        ("דו״ח חודשי", 'דו"ח'),
        ("תל־אביב", "תל אביב"),
        # Direction marks and blanks that a copy brings along.
        ("\u200fהזמנה\u200f מספר 77", "הזמנה"),
        ("order\u00a0number\u202f77", "number"),
        ("soft\u00adware", "software"),
        # Scripts that we have no rules for are words all the same.
        ("Заказ не пришёл", "заказ"),
        ("Η παραγγελία", "παραγγελια"),
    ],
)
def test_what_is_typed_finds_what_is_written(people: Cast, written: str, typed: str) -> None:
    ticket = open_ticket(people, subject="…", text=written)
    other = open_ticket(people, subject="…", text="Nothing of that kind")
    assert found(typed, people) == [ticket.pk]
    assert other.pk not in found(Query(typed, without=("kind",)), people)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("carpet", "car"),
        ("yazıcı", "yazı"),
        ("kotlet", "kot"),
        ("کاربر", "کار"),
        ("çalışıyor", "çalışmıyor"),
        ("باز شد", "باز نشد"),
    ],
)
def test_part_of_another_word_is_not_the_word(people: Cast, written: str, typed: str) -> None:
    open_ticket(people, subject="…", text=written)
    assert found(typed, people) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("fatura_mayıs_2026.pdf", "fatura mayis"),
        ("screenshot 🙂\ufffd\u200d.png", "screenshot"),
        ("🧾\ufe0f.pdf", "pdf"),
        ("Umowa–2026 (kopia).docx", "umowa 2026"),
        ("צילום מסך.png", "צילום"),
        ("فاکتور‌ها.xlsx", "فاکتور"),
    ],
)
def test_files_are_found_by_name_whatever_signs_are_in_it(people: Cast, name: str, typed: str) -> None:
    file = upload(SimpleUploadedFile(name, b"x"), actor=actor(people.customer))
    draft = Draft(text="See the file", attachments=(file.pk,))
    ticket = open_ticket(people, subject="…", draft=draft)
    assert found(typed, people) == [ticket.pk]
    assert found("see", people) == [ticket.pk]


def test_a_query_of_signs_alone_finds_nothing_and_breaks_nothing(people: Cast) -> None:
    open_ticket(people, subject="…", text="Anything")
    for typed in (
        "",
        " ",
        ".",
        "'",
        '"',
        "*",
        "%",
        "()",
        "AND",
        "NEAR(",
        "\u200c",
        "🙂",
        "\ufffd",
        "\x00a",
        "-",
        ":",
    ):
        assert found(typed, people) == []


def test_the_word_that_was_meant_is_marked_in_the_form_that_was_written() -> None:
    for language, text, typed, marked in (
        ("tr", "Kaydınız silindi.", "kayıt", "Kaydınız"),
        ("tr", "Yazıcı ÇALIŞMADI.", "çalışmıyor", "ÇALIŞMADI"),
        ("pl", "Nowe drukarki", "drukarce", "drukarki"),
        ("pl", "Brak błędów.", "błąd", "błędów"),
        ("fa", "قوانین جدید", "قانون", "قوانین"),
        ("fa", "کتاب‌هایشان گم شد", "کتاب", "کتاب‌هایشان"),
        ("he", "לאחר שעתיים", "שעה", "שעתיים"),
    ):
        assert f"<mark>{marked}</mark>" in highlight(text, typed, language)
