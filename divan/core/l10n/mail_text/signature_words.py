"""Phrases of signatures, of mail programs about themselves, of mailing lists and of lawyers, by language."""

from __future__ import annotations

_PRODUCT = r"(?:android|ios|iphone|ipad|windows ?\d{0,2}|mac|macos)"
_REST = r"[\w'’&+.-]+(?: [\w'’&+.-]+){0,3}"

DEVICE_LINES = (
    rf"sent from my {_REST}",
    r"(?:sent|composed) (?:from|via|with|using|by)\b.{0,60}",
    rf"(?:get|download|try) [^ ]+(?: [^ ]+)? for {_PRODUCT}|outlook (?:for|für) {_PRODUCT} [^ ]{{3,12}}",
    rf".{{2,40}}m[dt][ae]n gönderildi|.{{0,20}}{_PRODUCT} için outlook.{{0,16}} (?:edinin|indirin|alın)",
    rf"(?:bu ileti|bu e-posta).{{0,50}}\bgönderildi|{_PRODUCT}.{{0,12}} posta ile gönderildi|windows için posta.{{0,20}}",
    rf"נשלח (?:מה|מ-|מ |באמצעות).{{0,40}}|(?:קבל|הורד|קבלת|הורדת).{{0,6}} outlook (?:עבור|ל).{{0,3}}{_PRODUCT}",
    rf"(?:ارسال|فرستاده)[\s\u200c]?شده (?:از|با).{{0,40}}|دریافت outlook برای {_PRODUCT}|outlook برای.{{0,20}}",
    rf"wys[lł]an[eo] (?:z|przez|za pomocą|przy użyciu)\b.{{0,45}}|pobierz.{{0,12}} outlook.{{0,16}} {_PRODUCT}",
    rf"von mein.{{2,40}} gesendet|gesendet (?:von|mit|über)\b.{{0,45}}|(?:holen sie sich|hole dir) outlook für {_PRODUCT}",
    r"diese nachricht wurde von mein.{2,40}gesendet\.?",
    rf"envoyé (?:de|depuis|à partir de|avec|via)\b.{{0,45}}|(?:obtenez|télécharge[rz]) outlook pour {_PRODUCT}",
    rf"enviado (?:desde|do|de|a partir do|a través de|via|con)\b.{{0,45}}|obt(?:ener|enga|er|enha).{{0,3}} outlook para.{{0,4}} {_PRODUCT}",
    rf"inviato (?:da|dal|con|tramite)\b.{{0,45}}|(?:scarica|ottieni) outlook per {_PRODUCT}",
    rf"(?:verstuurd|verzonden) (?:vanaf|van|met|vanuit|via)\b.{{0,45}}|outlook voor {_PRODUCT} downloaden",
    rf"отправлено (?:с|из|от|через)\b.{{0,45}}|(?:скачать|получить|получите) outlook для {_PRODUCT}",
    r"(?:надіслано|відправлено) (?:з|із|через)\b.{0,45}|(?:أرسلت|مرسل|أرسل|تم الإرسال) (?:من|عبر|باستخدام).{0,45}",
    rf"الحصول على outlook.{{0,6}}{_PRODUCT}|skickat från\b.{{0,45}}|sendt (?:fra|med|via)\b.{{0,45}}",
    r"hämta outlook för .{2,20}|(?:hent|få|skaff) outlook (?:til|for) .{2,20}",
    r"lähetetty .{2,40}(?:sta|stä)(?:ni)?|odesláno z\b.{0,45}|odoslané z\b.{0,45}|elküldve .{2,40}",
    r"(?:iphone|ipad|android).{0,6}から送信|发自.{2,30}|從我的.{2,20}傳送|나의 .{2,20}에서 보냄|trimis de pe\b.{0,40}",
)
"""Lines that telephones and mail programs put below a mail; regular expressions that are folded, without links."""

PROGRAMS = (
    *("iphone", "iphon[a-z]", "ipad", "ipod", "android", "blackberry"),
    *("samsung", "galaxy", "huawei", "xiaomi", "nokia", "pixel"),
    *("windows", "ios", "mac", "outlook", "yahoo", "gmail"),
    *("proton", "thunderbird", "spark", "k-9", "mail", "e-mail"),
    *("mobile", "phone", "smartphone", "tablet", "app", "cihaz[a-z]*", "telefon[a-z]*", "cep", "posta"),
    *("ה?אייפון", "ה?אייפד", "ה?אנדרואיד", "ה?נייד", "ה?טלפון"),
    *("ה?סמארטפון", "آیفون", "آیپد", "اندروید", "گوشی", "تلفن"),
    *("smartfon[a-z]*", "komork[a-z]*", "aplikacji", "handy", "mobiltelefon", "movil", "celular", "portable"),
    *("telefono", "telephone", "cellulare", "smartfon", "мобильн[а-я]*"),
    *("телефон[а-я]*", "mobil[a-z]*", "الهاتف", "هاتفي", "جوالي"),
)
"""One of them is in every such line; parcels, too, are sent with and from something. Regular expressions, folded."""

LIST_FOOTERS = (
    *("mailing list", "mailman/listinfo"),
    *("to unsubscribe", "unsubscribe from this", "you received this message because"),
    *("e-posta listesi", "abonelikten çık", "רשימת תפוצה", "להסרה מרשימ", "فهرست پستی", "لغو اشتراک"),
    *("lista dyskusyjna", "wypisać się", "mailingliste"),
    *("abbestellen", "liste de diffusion", "se désabonner"),
    *("lista de correo", "darse de baja", "lista di distribuzione", "lista de discussão", "отписаться"),
)

DISCLAIMERS = (
    *("confidential", "intended recipient", "intended solely", "strictly prohibited", "received this"),
    *("legally privileged", "delete", "scanned for viruses", "archived by", "authorized to receive"),
    *("disclosure", "not the recipient", "please notify", "virus"),
    *("gizli", "alıcısı", "muhatabı", "yetkisiz", "silmeniz", "bu e-posta ve ekleri", "hukuka aykırı"),
    *("חסוי", "סודי", "הנמען", "בטעות", "למחוק", "אין להפיץ", "המיועד"),
    *("محرمانه", "گیرنده", "اشتباه", "حذف", "غیرمجاز"),
    *("poufne", "adresat", "zabronione", "omyłkowo", "usunięcie", "nieuprawnion", "wyłącznie dla"),
    *("vertraulich", "adressat", "irrtümlich", "vernichten", "nicht gestattet", "unbefugt"),
    *("confidentiel", "destinataire", "par erreur", "interdite", "strictement"),
    *("confidencial", "destinatario", "por error", "prohibida", "riservat", "per errore", "vietat"),
    *("vertrouwelijk", "geadresseerde", "abusievelijk", "конфиденциальн", "адресат", "ошибочно"),
)
"""Two of them in the last paragraph make a disclaimer."""

DISCLAIMER_HEADINGS = (
    *("disclaimer", "confidentiality notice", "legal notice", "yasal uyarı", "gizlilik uyarısı", "הבהרה"),
    *("سلب مسئولیت", "zastrzeżenie", "klauzula poufności", "haftungsausschluss", "avis légal"),
)

CLOSINGS = (
    *("regards", "best regards", "kind regards", "best"),
    *("best wishes", "sincerely", "yours sincerely", "cheers"),
    *("thanks", "thank you", "many thanks", "warm regards", "thanks and regards", "thanks & regards"),
    *("saygılarımla", "saygılarımızla", "iyi çalışmalar"),
    *("kolay gelsin", "sevgiler", "selamlar", "teşekkürler"),
    *("בברכה", "תודה", "בתודה", "תודה רבה", "בכבוד רב", "בברכת חברים", "תודה ובברכה"),
    *("با احترام", "با تشکر", "با سپاس", "ارادتمند", "با تشکر و احترام"),
    *("z poważaniem", "pozdrawiam", "pozdrowienia", "z wyrazami szacunku", "serdecznie pozdrawiam"),
    *("mit freundlichen grüßen", "viele grüße", "freundliche grüße", "beste grüße", "liebe grüße", "mfg"),
    *("cordialement", "bien cordialement", "saludos", "un saludo", "saludos cordiales", "atentamente"),
    *("cordiali saluti", "distinti saluti", "atenciosamente", "cumprimentos", "met vriendelijke groet"),
    *("с уважением", "з повагою", "مع التحية", "تحياتي", "med vänliga hälsningar", "med venlig hilsen"),
)
"""Words that end a mail, alone on their line; their marks are taken off."""
