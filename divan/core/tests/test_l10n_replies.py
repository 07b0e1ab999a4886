"""What is new in a mail: quotations, answers between them, forwards, signatures; in many languages and programs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.mail_text import split_reply

HEADERS = [
    "On Fri, Apr 3, 2026 at 9:15 AM Tom <tom@firma.example> wrote:",
    "On Fri, Apr 3, 2026 at 9:15 AM Tom via Desk <\nanswers+1234567890@desk.firma.example\n>\nwrote:",
    "On Apr 3, 2026,\nat 09:15,\nTom <tom@firma.example> wrote:",
    "On Fri, 3 Apr 2026 09:15:43 +0200 Tom <tom@firma.example> wrote",
    "---- On Fri, 03 Apr 2026 09:15:43 +0200 Tom <tom@firma.example> wrote ----",
    '-----"Tom" <tom@firma.example> wrote: -----',
    "2026-04-03 9:15 GMT+02:00 Tom <tom@firma.example>:",
    "Friday, 3 April 2026, 9:15 AM +0300 from Tom <tom@firma.example>:",
    "Am 03.04.2026 um 09:15 schrieb Tom <tom@firma.example>:",
    'Am 03.04.2026 09:15 schrieb "Tom" <tom@firma.example\n>:',
    "Tom <tom@firma.example> schrieb am Fr., 3. Apr. 2026 um 09:15 Uhr:",
    "Le ven. 3 avr. 2026 à 09:15, Tom <tom@firma.example> a écrit :",
    "El vie, 3 abr 2026 a las 9:15, Tom (<tom@firma.example>) escribió:",
    "Il giorno ven 3 apr 2026 alle ore 09:15 Tom <tom@firma.example> ha scritto:",
    "Em sex., 3 de abr. de 2026 às 09:15, Tom <tom@firma.example> escreveu:",
    "Op vr 3 apr. 2026 om 09:15 schreef Tom <tom@firma.example>:",
    "пт, 3 апр. 2026 г. в 09:15, Tom <tom@firma.example>:",
    "3 апреля 2026 г., 09:15, Tom <tom@firma.example> написал(а):",
    "في الجمعة، ٣ أبريل ٢٠٢٦، ٩:١٥ ص Tom <tom@firma.example> كتب:",
    "Den fre 3 apr. 2026 kl 09:15 skrev Tom <tom@firma.example>:",
    "fre. 3. apr. 2026 kl. 09.15 skrev Tom <tom@firma.example>:",
    "pe 3. huhtik. 2026 klo 9.15 Tom (tom@firma.example) kirjoitti:",
    "pá 3. 4. 2026 v 9:15 odesílatel Tom <tom@firma.example> napsal:",
    "2026年4月3日(金) 9:15 Tom <tom@firma.example>:",
    "在 2026年4月3日周五 09:15,Tom <tom@firma.example> 写道：",
    "3 Nis 2026 Cum, 09:15 tarihinde Tom <tom@firma.example> şunu yazdı:",
    "Tom <tom@firma.example>, 3 Nis 2026 Cum, 09:15\ntarihinde şunu yazdı:",
    "Çok Uzun Bir Ad\n<tom@firma.example>, 3 Nis 2026 Cum, 09:15 tarihinde şunu yazdı:",
    "בתאריך יום ו׳, 3 באפר׳ 2026 ב-9:15 מאת ‪Tom‬‏ <‪tom@firma.example‬‏>:",
    "در تاریخ جمعه ۱۴ فروردین ۱۴۰۵، ۰۹:۱۵ Tom <tom@firma.example> نوشت:",
    "W dniu pt., 3.04.2026 o 09:15 Tom <tom@firma.example> napisał(a):",
    "Dnia 3 kwietnia 2026 09:15 Tom <tom@firma.example> napisał(a):",
    "-----Ursprüngliche Nachricht-----\nVon: Tom\nGesendet: Freitag, 3. April 2026 09:15\nAn: Ann\nBetreff: Toner",
    "De : Tom <tom@firma.example>\nEnvoyé : vendredi 3 avril 2026 09:15\nÀ : Ann\nObjet : Toner",
    "De: Tom\nEnviado el: viernes, 3 de abril de 2026 9:15\nPara: Ann\nAsunto: Toner",
    "Da: Tom\nInviato: venerdì 3 aprile 2026 09:15\nA: Ann\nOggetto: Toner",
    "*Van:* Tom\n*Verzonden:* vrijdag 3 april 2026 09:15\n*Aan:* Ann\n*Onderwerp:* Toner",
    "От: Tom\nОтправлено: 3 апреля 2026 г. 9:15\nКому: Ann\nТема: Toner",
    "من: Tom\nتاريخ الإرسال: 03/04/2026 09:15\nإلى: Ann\nالموضوع: Toner",
    "Från: Tom\nSkickat: den 3 april 2026 09:15\nTill: Ann\nÄmne: Toner",
    "发件人: Tom\n发送时间: 2026年4月3日 9:15\n收件人: Ann\n主题: Toner",
    "差出人: Tom\n送信日時: 2026年4月3日 9:15\n宛先: Ann\n件名: Toner",
    "\u200fמאת: Tom\n\u200fנשלח: יום שישי 03 אפריל 2026 09:15\n\u200fאל: Ann\n\u200fנושא: טונר",
    "________________________________\n**Kimden:** Tom\n**Gönderildi:** 3 Nisan 2026\n**Kime:** Ann\n**Konu:** Toner",
    "From: Tom [mailto:tom@firma.example]\n\nSent: Friday\n\nTo: Ann\n\nSubject: Toner",
    "-------- Message d'origine --------",
    "--- Någon annans ord ---\nFrån: Tom\nDatum: 3 april 2026\nTill: Ann",
    "##- Please type your reply above this line -##",
    "Bu e-postayı bu çizginin üstüne yazarak yanıtlamanız yeterli; yanıtınız bize ulaşır.",
    "Wystarczy odpowiedzieć na tę wiadomość powyżej tej linii, a odpowiedź do nas dotrze.",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("old", ["Old text", "> Old text\n> more"])
def test_history_below_a_header(header: str, old: str) -> None:
    text = f"New text.\n\nSecond paragraph 2.\n\n{header}\n\n{old}"
    assert split_reply(text) == ("New text.\n\nSecond paragraph 2.", f"{header}\n\n{old}")


ATTRIBUTION = "On 03/04/2026 09:15, Tom wrote:"


def test_answers_between_quoted_lines_stay_with_their_questions() -> None:
    text = f"Hello,\n\n{ATTRIBUTION}\n> One?\n\nYes.\n\n> Two?\n\nNo.\n\n> Bye"
    assert split_reply(text) == ("Hello,\n\n> One?\n\nYes.\n\n> Two?\n\nNo.", f"{ATTRIBUTION}\n> Bye")


def test_an_answer_below_the_quotation_stands_alone() -> None:
    assert split_reply(f"{ATTRIBUTION}\n> One?\n> Two?\n\nYes, both.")[0] == "Yes, both."


@pytest.mark.parametrize(
    "header",
    [
        "Tom Smith wrote:",
        "Kolega napisał(a):",
        "Quoting Tom <tom@firma.example>:",
        "Tom <t@f.example> kutambe:",
    ],
)
def test_a_header_without_date_counts_above_quoted_lines(header: str) -> None:
    assert split_reply(f"Fine.\n\n{header}\n> Does it?") == ("Fine.", f"{header}\n> Does it?")
    assert split_reply(f"Fine.\n\n{header}\nDoes it?")[1] == ""


def test_words_quoted_on_purpose_stay() -> None:
    text = "> npm ERR! missing script\n\nThis is what I get."
    assert split_reply(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "> Only a quotation.",
        "---------- Forwarded message ---------\nFrom: Tom\nDate: Fri\nSubject: Toner\nTo: Ann\n\nSee the offer.",
        "Od: Tom\nWysłano: piątek\nDo: Ann\nTemat: Toner\n\nProszę o ofertę.",
        "----- Weitere Post ----\nVon: Tom\nDatum: Freitag\nAn: Ann\n\n____\nFrom: Ed\nSent: Monday\nTo: Tom\n\nOffer",
        "Sent from my iPhone\n\n-------- הודעה שהועברה --------\nמאת: Tom\n\nתוכן",
        "-- \nTom",
        "Sent from my iPhone",
    ],
)
def test_a_mail_without_anything_new_is_shown_whole(text: str) -> None:
    assert split_reply(text) == (text, "")


def test_text_below_a_header_without_marks_is_kept_if_nothing_stands_above() -> None:
    assert split_reply(f"{ATTRIBUTION}\n\nWords of somebody.") == ("Words of somebody.", ATTRIBUTION)


SIGNATURES = [
    "-- \nTom Smith\nFirma",
    "-- \nTom Smith\n\n-- \nusers mailing list",
    "--\nTom Smith\n+48 22 123 45 67",
    "—\nTom",
    "Sent from my iPhone",
    "Sent from Outlook for Android<https://aka.example/x>",
    "Get Outlook for iOS<https://aka.example/x>",
    "iPhone’umdan gönderildi",
    "Android için Outlook'u edinin",
    "נשלח מה-iPhone שלי",
    "ارسال شده از آیفون من",
    "Wysłane z iPhone'a",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "_______________\nusers mailing list\nhttps://lists.example/mailman/listinfo/users",
    "This e-mail is confidential and meant for the intended recipient. Please delete it otherwise.",
    "Bu e-posta gizli bilgi içerebilir; alıcısı değilseniz lütfen siliniz, gizli tutunuz.",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("history", ["", f"\n\n{ATTRIBUTION}\n> Does it?"])
def test_signatures_are_folded(signature: str, history: str) -> None:
    reply, folded = split_reply(f"It works.\n\n{signature}{history}")
    assert reply == "It works."
    assert folded == f"{signature}{history}"


def test_a_signature_below_the_quotation_is_no_answer() -> None:
    text = f"Fine.\n\n{ATTRIBUTION}\n> Does it?\n\n-- \nTom"
    assert split_reply(text) == ("Fine.", f"{ATTRIBUTION}\n> Does it?\n\n-- \nTom")


def test_ways_to_reach_the_writer_are_folded_below_name_and_closing_words() -> None:
    text = (
        "Olur.\n\nSaygılarımla,\nAyşe Demir\n\nTel: +90 212 123 45 67\nayse@firma.example\nwww.firma.example"
    )
    assert split_reply(text)[0] == "Olur.\n\nSaygılarımla,\nAyşe Demir"


@pytest.mark.parametrize(
    "text",
    [
        "My details as asked:\nAnn Smith\n+44 20 1234 5678\nann@firma.example",
        "Sent from my desk, which is easier than on the phone.",
        "Points:\n-- first\n-- second",
        "Steps\n----\n1. press\n\n----\n2. wait",
        "Look:\n| a | b |\n|---|---|\n| 1 | 2 |",
        "On the other hand we had 3 of them, and on 3 April 2026 one broke.",
        "On 3 April 2026 at 9:15 I wrote to a@firma.example and got the following:\n\nError 5",
        "The text above this line is wrong.",
        "From: the printer\nTo: the wall\nthere is too little room",
        "C> dir",
        "Paczka?\n\nWysłano przez kuriera w piątek",
        "Das Paket?\n\nGesendet mit DHL am Montag",
        "החבילה?\n\nנשלח באמצעות שליח",
        "--- Sipariş ---\nTarih: dün\nKonu: toner",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert split_reply(text) == (text, "")


LINES = st.sampled_from(
    [
        "",
        "a",
        "> q",
        ">> q",
        "| b",
        "C> x",
        "--",
        "-- ",
        "Regards",
        "_____",
        "Od: a",
        "Do: b",
        "Data: c",
        "> wrote:",
    ]
    + [line for header in HEADERS for line in header.split("\n")]
    + SIGNATURES
)


@given(st.lists(LINES, max_size=25))
def test_every_line_is_kept_in_one_of_the_two(lines: list[str]) -> None:
    text = "\n".join(lines)
    reply, folded = split_reply(text)
    assert sorted(f"{reply}\n{folded}".split()) == sorted(text.split())
    assert reply or not text.strip()


@given(st.text(max_size=300))
def test_no_text_breaks_the_splitting(text: str) -> None:
    reply, folded = split_reply(text)
    assert sorted(f"{reply}\n{folded}".split()) == sorted(text.split())


HOSTILE = [
    ":\n",
    "> a\n",
    "From: a\n",
    "x\n> q\n",
    "-- \n",
    f"{ATTRIBUTION}\n",
    "Sent from my iPhone\n",
    "<" * 399 + ":\n",
]


@pytest.mark.parametrize("unit", [*HOSTILE, "".join(HOSTILE)])
def test_hostile_mail_is_split_in_linear_time(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    started = time.perf_counter()
    split_reply(text)
    assert time.perf_counter() - started < 20


def test_no_line_of_five_megabytes_is_lost() -> None:
    text = f"New.\n\n{ATTRIBUTION}\n" + "> old\n" * 800_000
    started = time.perf_counter()
    reply, folded = split_reply(text)
    assert (reply, folded.count("\n")) == ("New.", 800_000)
    assert time.perf_counter() - started < 60
