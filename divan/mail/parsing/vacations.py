"""How automatic replies begin, and what programs say in them for their owners, by language."""

from __future__ import annotations

import re

from divan.core.l10n.folding import fold
from divan.core.l10n.mail_text import is_auto_reply_subject

_LONGEST_SUBJECT = 200
_LONGEST_TEXT = 4_000
_MOST_WORDS = 4
_BRACKETS = " *[(<-"

_SUBJECTS = tuple(
    fold(opening)
    for opening in (
        *("autoresponse:", "auto response:", "autoreply:", "vacation reply"),
        *("away from my mail", "away from the office", "out of office autoreply", "i am out of the office"),
        *("otomatik ileti", "işyeri dışında", "iş yeri dışında", "מענה אוטומאטי"),
        *("پاسخگوی خودکار", "پاسخ خودکار", "automatyczna odp", "odpowiedź automat"),
        *(
            "auto-antwort",
            "automatische rückantwort",
            "abwesenheitsmeldung",
            "außer haus",
            "ich bin nicht im büro",
        ),
        *("réponse automatique", "absence du bureau", "absent du bureau"),
        *("respuesta automática", "fuera de la oficina", "fuera de oficina", "ausente de la oficina"),
        *("risposta automatica", "fuori sede", "fuori ufficio", "assente dall'ufficio"),
        *("resposta automática", "fora do escritório"),
        *("automatisch antwoord", "automatische beantwoording", "afwezigheidsbericht"),
        *("автоматический ответ", "автоответ", "нет на месте", "вне офиса", "автоматична відповідь"),
        *("رد تلقائي", "الرد التلقائي", "خارج المكتب", "autosvar", "automatiskt svar", "automatisk svar"),
        *("frånvaromeddelande", "fraværsmelding", "automaattinen vastaus", "poissaoloilmoitus"),
        *(
            "automatická odpověď",
            "automatická odpoveď",
            "mimo kancelář",
            "automatikus válasz",
            "răspuns automat",
        ),
        *("αυτόματη απάντηση", "自動返信", "自动回复", "自動回覆", "不在通知", "자동 회신", "부재중"),
    )
)
_PHRASES = re.compile(
    "|".join(
        fold(phrase)
        for phrase in (
            *(
                "out of (?:the|my) office",
                "on (?:annual |parental |maternity |sick )?leave (?:until|from|and)",
            ),
            *(
                "on vacation (?:until|from|and)",
                "away from (?:the|my) (?:office|desk|e-?mail)",
                "limited access to (?:my )?e-?mail",
            ),
            *(
                "this is an automat(?:ed|ic) (?:reply|response|message)",
                "will (?:be back|return) on",
                "respond upon my return",
            ),
            *(
                "izinde olacağım",
                "yıllık izindeyim",
                "ofis dışındayım",
                "ofiste olmayacağım",
                "bu otomatik bir (?:yanıt|mesaj)",
            ),
            *("אני בחופש", "אחזור ב", "איני נמצא", "אינני במשרד", "אהיה מחוץ למשרד", "זוהי הודעה אוטומטית"),
            *(
                "در مرخصی هستم",
                "در مرخصی می",
                "در دفتر نیستم",
                "این یک پاسخ خودکار",
                "این پیام به صورت خودکار",
            ),
            *(
                "jestem na urlopie",
                "przebywam na urlopie",
                "jestem nieobecn",
                "będę nieobecn",
                "wiadomość wygenerowana automatycznie",
            ),
            *(
                "bin (?:ich )?(?:derzeit )?(?:nicht im büro|abwesend|im urlaub)",
                "nicht per e-?mail erreichbar",
                "automatisch generiert",
            ),
            *(
                "je suis (?:actuellement )?absent",
                "je serai absent",
                "de retour le",
                "estar[eé] (?:ausente|fuera)",
                "me encuentro fuera",
            ),
            *(
                "sono (?:attualmente )?(?:assente|fuori)",
                "sar[oò] assente",
                "estarei ausente",
                "estou ausente",
                "ben (?:ik )?afwezig",
            ),
            *(
                "в отпуске",
                "нахожусь вне офиса",
                "я в отъезде",
                "خارج المكتب",
                "في إجازة",
                "är på semester",
                "er på ferie",
            ),
            *(
                "confirm that you (?:sent|are|wrote)",
                "message is (?:being )?held",
                "waiting for your confirmation",
            ),
            *(
                "received your (?:request|message|e-?mail|inquiry|ticket)",
                "request .{0,30}has been (?:received|created)",
            ),
            *("talebiniz .{0,30}(?:alındı|alınmıştır|oluşturuldu)", "mesajınızı aldık"),
            *("פנייתך .{0,20}התקבלה", "קיבלנו את פנייתך", "درخواست شما .{0,30}(?:دریافت|ثبت) شد"),
            *(
                "zgłoszenie .{0,30}(?:przyjęte|zarejestrowane|utworzone)",
                "otrzymaliśmy (?:twoj|państwa|pani)",
            ),
            *("(?:anfrage|nachricht) .{0,30}(?:erhalten|eingegangen)", "bien reçu votre"),
            *("hemos recibido (?:su|tu)", "abbiamo ricevuto la", "recebemos (?:a sua|seu|o seu)"),
            "ваш(?:е|а) .{0,30}(?:получен|принят)",
        )
    )
)


def opens_automatically(subject: str) -> bool:
    """Whether a subject opens as automatic replies do. A person who answers one has a prefix before it."""
    opening = fold(subject[:_LONGEST_SUBJECT]).lstrip(_BRACKETS)
    return is_auto_reply_subject(opening) or opening.startswith(_SUBJECTS)


def names_itself_automatic(subject: str) -> bool:
    """Whether a subject is "Automatic reply:" and the like, and not "Automatic reply does not work"."""
    name, colon, _rest = subject.lstrip(_BRACKETS).replace("]", ":", 1).partition(":")
    return bool(colon) and len(name.split()) <= _MOST_WORDS and opens_automatically(subject)


def speaks_for_its_owner(text: str) -> bool:
    """Whether a text says what programs say for absent people, guarded mailboxes and help desks.

    A hint: people write so, too.
    """
    return _PHRASES.search(fold(text[:_LONGEST_TEXT])) is not None
