"""What mail programs write around the mail that they quote, in the languages of their users.

Five languages are known well; of the others the words that the widespread programs use.
"""

from __future__ import annotations

ORIGINALS = (
    *("Original Message", "Forwarded Message", "Original Mail", "Reply Message", "Original Appointment"),
    *("Özgün İleti", "Orijinal İleti", "Orijinal Mesaj", "Asıl İleti", "İletilen ileti"),
    *("Yönlendirilmiş İleti", "Yönlendirilen ileti", "İletilmiş Mesaj", "İletilen Mesaj"),
    *("הודעה מקורית", "ההודעה המקורית", "הודעה שהועברה", "הודעה מועברת", "הודעה שהועברה הלאה"),
    *("پیام اصلی", "پیام ارجاع داده شده", "پیام فوروارد شده", "پیام بازارسال شده"),
    *("Wiadomość oryginalna", "Oryginalna wiadomość", "Treść oryginalnej wiadomości"),
    *("Wiadomość przekazywana", "Wiadomość przekazana", "Przekazana wiadomość"),
    *("Wiadomość przesłana dalej", "Przesłana wiadomość", "Treść przekazanej wiadomości"),
    *("Ursprüngliche Nachricht", "Originalnachricht", "Weitergeleitete Nachricht"),
    *("Message d'origine", "Message original", "Message transféré", "Message initial"),
    *("Mensaje original", "Mensaje reenviado", "Messaggio originale", "Messaggio inoltrato"),
    *("Mensagem original", "Mensagem encaminhada", "Mensagem reencaminhada"),
    *("Oorspronkelijk bericht", "Origineel bericht", "Doorgestuurd bericht"),
    *("Исходное сообщение", "Оригинальное сообщение", "Пересылаемое сообщение"),
    *("Пересланное сообщение", "Переадресованное сообщение", "Вихідне повідомлення"),
    *("الرسالة الأصلية", "رسالة أصلية", "رسالة معاد توجيهها", "الرسالة المعاد توجيهها"),
    *("Ursprungligt meddelande", "Originalmeddelande", "Vidarebefordrat meddelande"),
    *("Oprindelig meddelelse", "Oprindelig besked", "Videresendt besked", "Videresendt meddelelse"),
    *("Opprinnelig melding", "Videresendt melding", "Alkuperäinen viesti", "Välitetty viesti"),
    *("Původní zpráva", "Přeposlaná zpráva", "Pôvodná správa", "Eredeti üzenet", "Mesaj original"),
    *("Αρχικό μήνυμα", "Προωθημένο μήνυμα", "元のメッセージ", "転送メッセージ", "원본 메시지"),
    *("原始邮件", "原始郵件", "转发邮件信息", "转发的邮件", "轉寄郵件", "邮件原件", "原始信件"),
)
"""What stands between dashes above a quoted or forwarded mail."""

FORWARDED_BY = ("Forwarded by", "İleten", "Przekazane przez", "Weitergeleitet von", "Transféré par")

FORWARD_OPENINGS = (
    *("Begin forwarded message:", "İletilen ileti başlangıcı:", "תחילת ההודעה שהועברה:"),
    *("Początek przekazywanej wiadomości:", "Anfang der weitergeleiteten Nachricht:"),
    *("Début du message réexpédié :", "Début du message transféré :", "Inicio del mensaje reenviado:"),
    *("Inizio messaggio inoltrato:", "Begin doorgestuurd bericht:", "Início da mensagem reencaminhada:"),
    *("Início da mensagem encaminhada:", "Начало переадресованного сообщения:"),
    *("Vidarebefordrat brev:", "Start på videresendt besked:", "Videresendt melding:"),
    *("بداية الرسالة المعاد توجيهها:", "転送されたメッセージ:", "开始转发的邮件:", "開始轉寄郵件:"),
)
"""How Apple Mail opens a forwarded mail."""

FIELDS = {
    "from": "From|Kimden|Gönderen|מאת|از|فرستنده|Od|Nadawca|Von|De|Da|Van|От|От кого|Від|من|Från|Fra|Lähettäjä"
    "|Feladó|De la|Από|差出人|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|Từ",
    "date": "Sent|Date|Gönderildi|Gönderilen|Gönderme Tarihi|Tarih|נשלח|תאריך|ارسال شده|ارسال‌شده|ارسال|تاریخ"
    "|Wysłano|Wysłane|Data|Data wysłania|Gesendet|Gesendet am|Datum|Envoyé|Envoyé le|Enviado|Enviado el"
    "|Enviado em|Enviada|Enviada em|Fecha|Inviato|Inviato il|Verzonden|Отправлено|Дата|Надіслано"
    "|تاريخ الإرسال|تم الإرسال|أرسلت|التاريخ|Skickat|Sendt|Dato|Lähetetty|Päivämäärä|Odesláno|Odoslané"
    "|Elküldve|Dátum|Trimis|Στάλθηκε|Ημερομηνία|送信日時|日付|日時|发送时间|发送日期|日期|寄件日期"
    "|보낸 날짜|날짜|Đã gửi|Ngày",
    "to": "To|Kime|Alıcı|אל|ל|עבור|به|گیرنده|Do|Adresat|An|À|A|Para|Aan|Кому|إلى|Till|Til|Vastaanottaja|Komu"
    "|Címzett|Către|Προς|宛先|收件人|收件者|받는 사람|받는사람|Đến",
    "copy": "Cc|Bilgi|עותק|העתק|رونوشت|DW|Kopia|Reply-To|Kopie|Copie à|Копия|نسخة|Kopi|抄送|副本|참조",
    "subject": "Subject|Konu|נושא|הנדון|موضوع|عنوان|Temat|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp|Тема"
    "|الموضوع|Ämne|Emne|Aihe|Předmět|Predmet|Tárgy|Subiect|Θέμα|件名|主题|主旨|主題|제목|Chủ đề",
}
"""Names of the fields in the block that Outlook and forwards put above the quoted mail."""

WROTE = (
    *("wrote", "writes", "yazdı", "yazmış", "כתב", "כתבה", "כתב/ה", "כתבו", "כתב/ת", "כתב.ה", "כתב(ה)"),
    *("نوشت", "نوشته است", "نوشته", "نوشتند", "نوشته‌است", "نوشته‌اند"),
    *("napisał(a)", "napisał", "napisała", "napisał/a", "napisał(-a)", "napisali", "pisze"),
    *("schrieb", "hat geschrieben", "a écrit", "escribió", "escreveu", "ha scritto", "schreef"),
    *("het volgende geschreven", "написал", "написала", "написал(а)", "пишет", "пише", "написав"),
    *("كتب", "كتبت", "skrev", "kirjoitti", "napsal", "napsal(a)", "napísal(a)", "ezt írta", "írta"),
    *("a scris", "έγραψε", "đã viết", "menulis", "写道", "寫道", "のメッセージ", "さんは書きました"),
    *("さんが書きました", "작성", "님이 작성"),
)
"""The verb of a line that says who wrote when; it mostly stands at the end of the line."""

WRITER_LAST = (
    *(("בתאריך", "מאת"), ("נכתב על ידי", "ב־"), ("Wiadomość napisana przez", "w dniu"), ("Am", "schrieb")),
    *(("Den", "skrev"), ("Op", "schreef")),
)
"""Beginning and middle of such lines where the name of the writer ends the line."""

ROUNDCUBE_HEBREW = (":כתב", "בתאריך")

OPENINGS = (
    *(r"on\b", r"w dniu\b", r"dnia\b", "wiadomość napisana", r"בתאריך\b", r"ביום\b", r"ב[-־]?\d", r"נכתב\b"),
    *(r"در\b", r"روز\b", r"le\b", r"el\b", r"am\b", r"il\b", r"em\b", r"op\b", r"den\b", "在"),
    *("pon", "wt", "śr", "czw", "pt", "pią", "sob", "ndz", "nie", r"\d{1,4}[./-]", r"\d{4} ?[年년]"),
)
"""How such lines begin where they do not begin with a name; regular expressions."""

MARKERS = (
    *(("reply", "above this line"), ("write", "above this line"), ("reply", "above the line")),
    *(("yanıt", "bu çizginin üstün"), ("yanıt", "bu satırın üstün"), ("yanıt", "bu satırın üzerin")),
    *(("השיבו", "מעל לשורה הזו"), ("תגוב", "מעל שורה זו"), ("השב", "מעל לשורה זו")),
    *(("پاسخ", "بالای این خط"), ("odpowi", "powyżej tej linii"), ("odpowi", "nad tą linią")),
    *(
        ("antwort", "über dieser zeile"),
        ("antwort", "oberhalb dieser zeile"),
        ("répon", "au-dessus de cette ligne"),
    ),
    *(("respon", "encima de esta línea"), ("respon", "acima desta linha"), ("rispo", "sopra questa riga")),
    *(("antwoord", "boven deze regel"), ("ответ", "выше этой линии"), ("ответ", "над этой строкой")),
)
"""Words of the line that help desks print above their mails, so that answers stand above it."""
