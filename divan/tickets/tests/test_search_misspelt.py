"""Words that were typed wrongly, in the forms that people type, still lead to the ticket that is meant."""

from __future__ import annotations

import pytest

from divan.core.jobs import drain
from divan.search.queries import did_you_mean, find
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

# The subjects of the tickets there are, and what somebody types who means one of their words.
_TICKETS = {
    "tr": """
        Yazıcılarımız bu sabahtan beri çalışmıyor
        Şifremi unuttum ve hesabım kilitlendi
        Faturanızdaki tutar yanlış görünüyor
        Kargo takip numarası gelmedi
        Bilgisayarımın ekranı kararıyor
        İnternet bağlantısı sürekli kopuyor
        Siparişimi iptal etmek istiyorum
        Aboneliğim yenilenmedi
        Klavyenin tuşları takılıyor
        Sunucuya erişim izni verilmedi
        Toplantı odasındaki projeksiyon bozuk
        Raporların tarihi güncellenmiyor
        Teslimat adresini değiştirmek istiyoruz
        Güvenlik duvarı bağlantıyı engelliyor
        Telefonuma doğrulama kodu ulaşmadı
        Dosyaların yedeği alınamadı
        Müşterilerin şikayetleri arttı
        Sözleşmenin süresi doluyor
        """,
    "he": """
        המדפסות במשרד לא מדפיסות
        שכחתי את הסיסמה לחשבון
        החשבונית האחרונה שגויה
        המשלוח עדיין לא הגיע
        המקלדת נתקעת כל הזמן
        החיבור לאינטרנט איטי
        ההזמנה שלי בוטלה
        המינוי לא חודש
        אין גישה לשרת הקבצים
        מסך המחשב מהבהב
        הדוחות החודשיים חסרים
        הכתובת למשלוח השתנתה
        קוד האימות לא התקבל
        ההרשאות של המשתמשים נמחקו
        הגיבוי נכשל בלילה
        התלונות של הלקוחות רבות
        תוקף החוזה מסתיים
        הטלפון במשרד מנותק
        """,
    "fa": """
        چاپگرهای طبقهٔ سوم کار نمی‌کنند
        گذرواژه‌ام را فراموش کرده‌ام
        فاکتورهای این ماه اشتباه است
        سفارشم هنوز نرسیده است
        صفحه‌کلید رایانه خراب شده
        اتصال اینترنت قطع می‌شود
        اشتراکم تمدید نشده است
        دسترسی به سرور ندارم
        گزارش‌های ماهانه ناقص است
        نشانی تحویل تغییر کرده
        کد تأیید به تلفنم نرسید
        پرونده‌ها پشتیبان ندارند
        مشتریان شکایت دارند
        قرارداد شرکت تمام می‌شود
        حساب کاربری من مسدود شد
        تنظیمات ایمیل نادرست است
        درخواست مرخصی ثبت نشد
        نمایشگر سالن خاموش است
        """,
    "pl": """
        Drukarka w biurze nie działa
        Zapomniałem hasła do konta
        Błędna kwota na fakturze
        Przesyłka nadal nie dotarła
        Klawiatura przestała reagować
        Połączenie z internetem zrywa się
        Chcę anulować zamówienie
        Subskrypcja nie została odnowiona
        Brak dostępu do serwera plików
        Monitor komputera miga
        Raporty miesięczne są niepełne
        Zmienił się adres dostawy
        Kod weryfikacyjny nie przyszedł
        Uprawnienia użytkowników zniknęły
        Kopia zapasowa nie powiodła się
        Reklamacje klientów rosną
        Umowa wygasa w grudniu
        Telefon w recepcji milczy
        """,
}

_MEANT = {
    "tr": """
        yazıclarımız/0 yazıcılrımızdan/0 çalışmyor/0 şifremmi/1 sifrmi/1 hesabımm/1 faturanızdki/2 fatuarnız/2 numrası/3
        bilgsayarım/4 bilgisyarımın/4 ekrnaı/4 bağlanıtsı/5 intrenet/5 siparşimi/6 sipraişler/6 abonelğim/7 klavynein/8
        klavie/8 sunucya/9 projeksyon/10 raprolar/11 teslimt/12 güvenilk/13 telefnuma/14 dosyalrın/15 müşterlerin/16
        sözleşmnin/17 sozlesmnin/17
        """,
    "he": """
        המדפסטות/0 מדפסתת/0 סיסמאה/1 הסיסימה/1 חשבוניתת/2 החשבנית/2 המשולח/3 משלוך/3 מקלדט/4 המקלתת/4 לאינטנרט/5
        אנטרנט/5 ההזמנא/6 הזמנות/6 הזמהנ/6 מינויי/7 לקבצימ/8 מחשבב/9 המחשף/9 הדוחחות/10 כתובט/11 הכטובת/11 אימותת/12
        הרשעות/13 משתמשימם/13 גיבויי/14 התלנות/15 לקוכות/15 חוזא/16 טלפונן/17 הטלופן/17
        """,
    "fa": """
        چاپگرهاي/0 چابگرها/0 چاپگهرای/0 گذرواژم/1 گزرواژه/1 گذرواؤه/1 فاکتورهی/2 فکتورها/2 فاگتور/2 سفارسم/3 سفراش/3
        صفحهکلید/4 رایانهه/4 اینترتت/5 اینتنرت/5 اشتراگم/6 اشتراک‌هایم/6 دسترصی/7 دسترسیم/7 گزارشهی/8 گذارش‌ها/8
        نشاني/9 تلفنمم/10 پروندها/11 پرونه‌ها/11 مشتریانن/12 مشتریهاا/12 قراداد/13 قراردات/13 حسابب/14 تنضیمات/15
        تنظیمت/15 درخاست/16 درخواصت/16 نمایسگر/17
        """,
    "pl": """
        drukraka/0 drukarkii/0 drukrce/0 haslła/1 haseo/1 fakturzee/2 faktrua/2 fakutry/2 przesylkka/3 przsyłki/3
        klawaitura/4 klawiaturrze/4 klaviatura/4 połaczenei/5 intrenetu/5 zamuwienie/6 zamówieia/6 subskrybcja/7
        subskrypcij/7 serwrea/8 sewrer/8 monitro/9 rapotry/10 raportóv/10 dostwy/11 weryfikacjyny/12 użytkownikuw/13
        urzytkownik/13 zapasow/14 reklamcje/15 klijentów/15 umowaa/16 telefom/17
        """,
}


@pytest.mark.parametrize("language", list(_TICKETS))
def test_a_misspelt_form_of_a_word_leads_to_the_ticket(people: Cast, language: str) -> None:
    subjects = [line.strip() for line in _TICKETS[language].strip().splitlines()]
    tickets = [open_ticket(people, subject=subject, text="…") for subject in subjects]
    drain()
    reader = actor(people.agent)
    missed: list[tuple[str, str | None]] = []
    for pair in _MEANT[language].split():
        typed, place = pair.split("/")
        corrected = None
        hits = find(typed, actor=reader, kind="ticket").hits
        if not hits:
            corrected = did_you_mean(typed, actor=reader, kind="ticket")
            hits = find(corrected or "", actor=reader, kind="ticket").hits
        if tickets[int(place)].pk not in [hit.object_id for hit in hits]:
            missed.append((typed, corrected))
    assert missed == []


def test_several_words_are_put_right_and_the_right_ones_stay(people: Cast) -> None:
    ticket = open_ticket(people, subject="Klawiatura komputera nie działa", text="…")
    open_ticket(people, subject="Komputer działa wolno", text="…")
    drain()
    reader = actor(people.agent)
    for typed in ("klaviatura kompuetra", "kompuetra nie klaviatura", "klaviatura działa"):
        corrected = did_you_mean(typed, actor=reader, kind="ticket")
        assert [hit.object_id for hit in find(corrected or "", actor=reader, kind="ticket").hits] == [
            ticket.pk
        ]
    assert did_you_mean("klaviatura xyzzyq", actor=reader, kind="ticket") is None


def test_words_that_no_search_asks_for_are_not_put_right(people: Cast) -> None:
    """A search reads its first twelve words; a correction behind them would come from anybody's tickets."""
    known = "amber birch cedar dahlia ebony fuchsia ginger hazel ivory jasmine lavender magnolia"
    open_ticket(people, subject="Colours", text=known)
    open_ticket(people, group=people.other_group, subject="Redundancies", text="…")
    drain()
    typed = known.replace("amber", "ambre") + " redundencies"
    corrected = did_you_mean(typed, actor=actor(people.agent), kind="ticket")
    assert corrected == known
