"""Who wrote a mail: a person, or which kind of machine."""

from __future__ import annotations

import base64
import random

import pytest

from divan.mail.parsing import parse

PERSON = "From: Ann <ann@firma.example>"


def kind(*fields: str, body: str = "Hello") -> str | None:
    """What the mail with these fields is taken for; a person sends it unless they say otherwise."""
    sender = [] if any(field.startswith("From:") for field in fields) else [PERSON]
    return parse("\r\n".join([*sender, *fields, "", body]).encode()).auto


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: AUTO-REPLIED; owner-email=ann@firma.example",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: Re: Toner",
        "X-Vacation: yes",
        "X-OTRS-Loop: True",
        "Return-Path: <>",
    ],
)
def test_headers_of_an_automatic_reply(field: str) -> None:
    assert kind("Subject: Re: Toner", field) == "auto-reply"


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Toner",
        "Out of Office: Toner",
        "[Auto-Reply] Toner",
        "Otomatik Yanıt: Toner",
        "Ofis dışında: Toner",
        "İşyeri Dışında: Toner",
        "תשובה אוטומטית: טונר",
        "\u200fמחוץ למשרד: טונר",
        "پاسخ خودکار: تونر",
        "Automatyczna odpowiedź: Toner",
        "Odpowiedź automatyczna: Toner",
        "Automatische Antwort: Toner",
        "Abwesenheitsnotiz: Toner",
        "Réponse automatique : Toner",
        "Respuesta automática: Toner",
        "Risposta automatica: Toner",
        "Resposta automática: Toner",
        "Automatisch antwoord: Toner",
        "Автоматический ответ: Тонер",
        "رد تلقائي: حبر",
        "Automatiskt svar: Toner",
        "自动回复: Toner",
    ],
)
def test_subjects_of_an_automatic_reply(subject: str) -> None:
    assert kind(f"Subject: {subject}") == "auto-reply"


@pytest.mark.parametrize(
    "words",
    [
        "I am out of the office until Monday and have limited access to my e-mail.",
        "12 Nisan'a kadar yıllık izindeyim.",
        "אני בחופשה עד יום ראשון.",
        "تا شنبه در مرخصی هستم.",
        "Do piątku przebywam na urlopie.",
        "Ich bin nicht im Büro und per E-Mail nicht erreichbar: dies wurde automatisch generiert.",
        "We have received your request #1042 and will answer soon.",
        "Talebiniz kaydedilmiş ve alınmıştır.",
        "Your message is being held; waiting for your confirmation.",
    ],
)
def test_words_count_only_beside_a_sign_of_a_machine(words: str) -> None:
    assert kind("Subject: Re: Toner", body=words) is None
    assert kind("Subject: Re: Toner", "X-Auto-Response-Suppress: All", body=words) == "auto-reply"
    assert kind("Subject: Re: Toner", "Precedence: bulk", body=words) == "auto-reply"


def test_a_confirmation_from_nobody_is_an_automatic_reply() -> None:
    sender = "From: Desk <no-reply@desk.example>"
    assert kind(sender, "Subject: Toner [#7]", body="We received your request.") == "auto-reply"
    assert kind(sender, "Subject: Toner [#7]", body="The toner is on its way.") is None


@pytest.mark.parametrize(
    "field",
    [
        "List-Id: Users <users.lists.example>",
        "List-Unsubscribe: <mailto:leave@lists.example>",
        "Feedback-ID: 1:2:3:campaign",
        "Mailing-List: contact users-help@lists.example",
        "Precedence: bulk",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    ],
)
def test_mail_to_many(field: str) -> None:
    assert kind("Subject: News", field) == "list"


def test_a_generated_answer_is_a_reply() -> None:
    assert kind("Auto-Submitted: auto-generated", "In-Reply-To: <a@b.example>") == "auto-reply"


@pytest.mark.parametrize(
    "fields",
    [
        ("Subject: Re: Automatic reply: Toner",),
        ("Subject: Ynt: Otomatik yanıt: Toner", "In-Reply-To: <a@b.example>"),
        ("Subject: Automatic reply does not work",),
        ("Subject: Undeliverable parcel", "Auto-Submitted: no"),
        ("Subject: Delivery failure: my parcel was not delivered",),
        ("Subject: Fwd: Undelivered Mail Returned to Sender",),
        ("From: Eva <postmaster@firma.example>", "Subject: Question about our domain"),
        ("Subject: Toner", "X-Auto-Response-Suppress: None", "Precedence: normal"),
        ("Subject: Auto: Bremsen quietschen",),
        ("Subject: Yıllık izin talebi",),
    ],
)
def test_a_person_is_no_machine(fields: tuple[str, ...]) -> None:
    assert kind(*fields, body="The parcel could not be delivered to me. Please help.") is None


@pytest.mark.parametrize("method", ["REQUEST", "REPLY", "CANCEL", '"COUNTER"'])
def test_calendar_messages(method: str) -> None:
    assert kind(f"Content-Type: text/calendar; method={method}", body="BEGIN:VCALENDAR") == "calendar"


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_calendar_messages_that_say_so_only_inside(encoding: str) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    inside = base64.encodebytes(calendar) if encoding == "base64" else calendar
    fields = ("Content-Type: text/calendar; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
    assert kind(*fields, body=inside.decode()) == "calendar"


def test_an_attached_calendar_file_is_a_file() -> None:
    body = (
        "--b\r\n\r\nSee the plan\r\n--b\r\nContent-Type: text/calendar; name=plan.ics\r\n\r\nBEGIN:VCALENDAR\r\n"
        "--b\r\nContent-Type: text/calendar; method=REQUEST\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--"
    )
    assert kind('Content-Type: multipart/mixed; boundary="b"', body=body) is None


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("delivery-status", "bounce"),
        ("disposition-notification", "auto-reply"),
        ("feedback-report", "feedback-report"),
    ],
)
def test_reports(report: str, expected: str) -> None:
    header = f'Content-Type: multipart/report; report-type={report}; boundary="b"'
    body = f"--b\r\n\r\nwords\r\n--b\r\nContent-Type: message/{report}\r\n\r\nReporting-MTA: dns; a.example\r\n--b--"
    assert kind(header, body=body) == expected


def test_mail_that_went_round_too_often() -> None:
    assert kind(*["Received: from a.example by b.example"] * 51) == "loop"


def test_mutated_mail_is_always_judged() -> None:
    """Damage in any place of a report; seeded, so that a failure can be repeated."""
    chance = random.Random(3)
    raw = (
        b"From: MAILER-DAEMON@a.example\r\nSubject: Undelivered Mail\r\nAuto-Submitted: auto-replied\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\n550 5.1.1 no user'
        b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\nAction: failed\r\n"
        b"Final-Recipient: rfc822; x@y.example\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: <1@z.example>\r\n--b--\r\n"
    )
    for _round in range(400):
        damaged = bytearray(raw)
        for _damage in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 3))
        parsed = parse(bytes(damaged))
        failed = ("unreadable", "kind of mail", "report", "quot", "markup")
        assert not [warning for warning in parsed.warnings if warning.startswith(failed)]
        assert parsed.bounce is None or parsed.bounce.status[:1] in ("4", "5", "")
