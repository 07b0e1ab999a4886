"""Word forms: the inflections of one word meet each other, other words stay apart."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from divan.core.l10n.casing import lower, upper
from divan.core.l10n.folding import fold
from divan.core.l10n.languages import CODES
from divan.core.l10n.words import graded_forms, index_forms, matches, pieces, query_terms, word_forms

FAMILIES = {
    "tr": """
        yazıcı yazıcılar yazıcıyı yazıcıya yazıcıda yazıcıdan yazıcının yazıcımız yazıcılarımızdan yazıcıdaki yazıcım
        fatura faturayı faturanızı faturalarım faturasında faturalardaki
        kitap kitabı kitabın kitabımda kitaplar kitaba
        renk rengi renge renkler renginde
        kayıt kaydı kaydını kayıtlar kaydınız
        şehir şehri şehirler şehirde şehrin
        izin izni izinler iznine izniniz
        toprak toprağı topraklar toprağa
        bölge bölgesi bölgelerdeki bölgeye bölgenin
        gün günü güne günler günlerin günümüzde
        ekran ekranı ekranın ekrana ekranım ekranımda ekrandaki
        şifre şifrem şifremi şifreniz şifreler şifrede
        adres adresi adresini adreslerinden adresime
        çalışmıyor çalışmadı çalışmıyordu çalışmayan çalışmaz çalışmamaktadır
        açılmıyor açılmadı açılmayacak açılmamış
        istiyorum istedim isteyecek istemek
        """,
    "he": """
        מדפסת מדפסות המדפסת במדפסות מדפסתו שהמדפסת
        חשבון חשבונות החשבון בחשבונו חשבונותיהם
        תמיכה תמיכת התמיכה לתמיכה תמיכתו
        שעה שעות בשעה שעתיים שעתי
        שנה שנים שנת בשנת השנה שנות
        ספר ספרים ספרי ספרו ספריו הספרים
        הופעה הופעות הופעותיה בהופעות
        """,
    "fa": """
        کتاب کتاب‌ها کتابها کتاب‌های کتابم کتابش کتابی کتاب‌هایشان کتابمان
        مشتری مشتریان مشتری‌ها مشتریانش
        دست دستم دستش دستان دستی دست‌هایم
        دشمن دشمنان دشمنانش دشمنتان دشمن‌ها
        مسابقه مسابقات مسابقه‌ها مسابقه‌ای
        مشکل مشکلات مشکلی مشکلاتی مشکلم
        قانون قوانین قانون‌ها قوانینی
        منطقه مناطق منطقه‌ای منطقهٔ
        سند اسناد سندی
        شود می‌شود میشود شدند شده
        نشد نمی‌شود نشده نمی‌شدند نشود
        نمی‌توانم نتوانستم نمیتوانیم نتواند
        """,
    "pl": """
        drukarka drukarki drukarce drukarek drukarką drukarkach
        serwer serwera serwerze serwery serwerów
        faktura faktury fakturze faktur
        konto konta koncie kont kontami
        hasło hasła haśle haseł
        klient klienci klientów klientem
        pracownik pracownicy pracownikom
        usługa usługi usłudze usług
        książka książce książek
        błąd błędu błędy błędów
        świat świata świecie
        miesiąc miesiące miesięcy miesiącu
        internet internetu internecie
        problem problemy problemów problemami
        budynek budynku budynki
        działa działają działać działał działało
        drukuje drukował drukować
        tworzyć tworzyli tworzył
        """,
}

_APART = {
    "tr": "yazı/yazıcı kar/karton çalışıyor/çalışmıyor durum/dur oda/odun",
    "he": "שעה/שלט מדפסת/מחשב",
    "fa": "کار/کاربر شود/نشود مردم/مرداد",
    "pl": "kot/kotlet las/lasowanie most/mostek",
    "en": "car/carpet",
}


@pytest.mark.parametrize(
    ("language", "family"),
    [(language, line.split()) for language, lines in FAMILIES.items() for line in lines.strip().splitlines()],
)
def test_every_inflection_of_a_word_finds_the_word_and_is_found_by_it(
    language: str, family: list[str]
) -> None:
    word = family[0]
    assert [form for form in family if not matches(word, form, language)] == []
    assert [form for form in family if not matches(form, word, language)] == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [(language, *pair.split("/")) for language, pairs in _APART.items() for pair in pairs.split()],
)
def test_words_that_only_look_alike_stay_apart(language: str, one: str, other: str) -> None:
    assert not matches(one, other, language)
    assert not matches(other, one, language)


@given(st.sampled_from([(language, w) for language in FAMILIES for w in FAMILIES[language].split()]))
def test_case_and_keyboards_without_marks_make_no_difference(case: tuple[str, str]) -> None:
    language, word = case
    assert matches(upper(word, language), word, language)
    assert matches(lower(word, language), upper(word, language), language)
    assert matches(fold(word), word, language)


_STEMS = ("yazıcı", "ekran", "fatura", "sözleşme", "telefon", "müşteri", "ürün", "kutu")


def _turkish(stem: str, number: bool, owner: str, case: str) -> str:
    """`stem` with endings, their vowels and consonants as harmony wants them."""
    word = stem
    for ending in (*(["lAr"] if number else []), *([owner] if owner else []), *([case] if case else [])):
        for letter in ending:
            back, rounded = _last_vowel(word)
            vowel = {"A": "ea"[back], "I": ["iı", "üu"][rounded][back]}.get(letter, letter)
            after_vowel = word[-1] in "aeıioöuü"
            if letter == "D":
                vowel = "t" if word[-1] in "fstkçşhp" else "d"
            if (vowel in "aeıiuü" and after_vowel) or (letter == "y" and not after_vowel):
                continue
            word += vowel
    return word


def _last_vowel(word: str) -> tuple[bool, bool]:
    last = [letter for letter in word if letter in "aeıioöuü"][-1]
    return last in "aıou", last in "oöuü"


@given(
    st.sampled_from(_STEMS),
    st.booleans(),
    st.sampled_from(["", "ImIz", "InIz"]),
    st.sampled_from(["", "DA", "DAn", "ylA", "yA", "yI"]),
)
def test_any_chain_of_turkish_endings_leads_back_to_the_word(
    stem: str, number: bool, owner: str, case: str
) -> None:
    assert matches(stem, _turkish(stem, number, owner, case), "tr")


def test_a_persian_word_meets_itself_however_its_endings_are_tied() -> None:
    for word, plural, owner, tie in product(
        ("پیام", "گزارش", "حساب"), ("", "ها"), ("", "م", "ش", "مان", "شان"), ("", "\u200c")
    ):
        owned = owner if not plural or not owner else "ی" + owner
        assert matches(word, word + (tie + plural + owned if plural else owned), "fa")


def test_a_plural_behind_a_zwnj_belongs_to_its_word_and_other_parts_stand_alone() -> None:
    assert pieces("ایرانی‌ها") == ("ایرانیها",)
    assert pieces("پیش‌نویس‌های") == ("پیشنویسهای", "پیش", "نویسهای")
    assert not matches("ایرانی‌ها", "ایران", "fa")


def test_hebrew_particles_are_surer_than_endings() -> None:
    forms = graded_forms("והמדפסות", "he")
    assert forms.word == "והמדפסות"
    assert "מדפסות" in forms.stems
    assert "מדפס" in forms.rests


@given(st.text(min_size=1, max_size=24), st.sampled_from([*CODES, "de"]))
def test_a_word_always_has_forms_and_each_of_them_is_a_key(word: str, language: str) -> None:
    assume(" " not in fold(word))  # no token has a blank inside
    for form in word_forms(word, language)[1:]:
        assert form == fold(form)
        assert form.strip()
    forms = word_forms(word, language)
    assert len(set(forms)) == len(forms)
    assert forms[0] or not fold(word)


_LETTERS = {
    "tr": "abcçdeğıioöşuünlrmkyzst'",
    "pl": "aąbcćdeęgijklłmnńoóprsśtuwyzźż",
    "en": "abcdefgilmnorsty'",
}


@given(
    st.sampled_from(sorted(_LETTERS)).flatmap(
        lambda code: st.tuples(st.just(code), st.text(alphabet=_LETTERS[code], max_size=20))
    )
)
def test_forms_of_latin_words_do_not_depend_on_the_case(case: tuple[str, str]) -> None:
    language, word = case
    assert index_forms(upper(word, language), language) == index_forms(word, language)


@given(st.text(max_size=30), st.sampled_from(CODES))
def test_a_query_is_read_like_a_text(text: str, language: str) -> None:
    indexed = set(index_forms(text, language))
    assert all(term.forms.word in indexed for term in query_terms(text, language))
