"""Mail that came back without a report that programs can read: known by who sends it and by what it says."""

from __future__ import annotations

import re

from divan.core.l10n.folding import fold
from divan.mail.parsing.parsed import Address
from divan.mail.parsing.tree import MESSAGES, Part

_LONGEST_TEXT = 8_000
_LONGEST_SUBJECT = 200
# Nobody writes mail under these names.
_DAEMONS = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mdaemon|mail[-._]delivery[-._](?:sub)?system)", re.IGNORECASE
)
# People do write under these; their mail is judged by its words.
_STEWARDS = re.compile(r"(?:postmaster|mailadmin|mail-?admin|hostmaster|microsoftexchange)", re.IGNORECASE)
_SUBJECTS = tuple(
    fold(opening)
    for opening in (
        *(
            "undelivered mail",
            "undeliverable",
            "undelivered:",
            "undeliverable:",
            "mail delivery",
            "mail could not be",
        ),
        *(
            "delivery status notification",
            "delivery failure",
            "delivery notification",
            "delivery error",
            "returned mail",
        ),
        *(
            "failure notice",
            "failed mail",
            "non delivery",
            "non-delivery",
            "nondeliverable",
            "message not delivered",
        ),
        *(
            "mail system error",
            "message undeliverable",
            "delivery delayed",
            "email bounce",
            "warning: message",
            "could not send",
        ),
        *(
            "teslim edilemedi",
            "iletilemedi",
            "teslim edilemeyen",
            "לא ניתן למסור",
            "הודעה שלא נמסרה",
            "דואר שלא נמסר",
        ),
        *(
            "تحویل داده نشد",
            "عدم تحویل",
            "niedostarczone",
            "niedostarczona",
            "nie dostarczono",
            "niedostarczalne",
        ),
        *(
            "unzustellbar",
            "nicht zustellbar",
            "zustellung fehlgeschlagen",
            "non remis",
            "non distribuable",
            "échec de",
        ),
        *(
            "no entregado",
            "no se puede entregar",
            "non recapitabile",
            "mancato recapito",
            "não entregue",
            "falha na entrega",
        ),
        *(
            "onbestelbaar",
            "niet bestelbaar",
            "недоставленное",
            "не доставлено",
            "لم يتم التسليم",
            "メールエラー",
            "kan inte levereras",
        ),
        *("olevererat", "kunne ikke leveres", "ikke leveret", "系统退信", "退信", "配信不能"),
    )
)
_PHRASES = re.compile(
    "|".join(
        (
            r"this is the (?:mail system|postfix program|qmail|mail delivery)|this is a permanent error; i've given up",
            r"hi\. this is the \S{0,10} ?(?:qmail|program|mail)|this message was created automatically by mail delivery",
            r"(?:message|mail|e-?mail|letter)(?: that)?(?: you(?: have)? sent| to \S{1,80})?.{0,40}"
            r"(?:could|can|was|did|has)(?: ?not|n't) (?:be |been )?(?:successfully )?(?:deliver|reach|send|sent)",
            r"delivery to the following recipients?.{0,20}failed|the following (?:address|recipient).{0,30}fail",
            r"permanent fatal errors|unable to deliver|undeliverable|delivery (?:has )?failed|transcript of session follows",
            r"did not reach the following recipient|your message wasn't delivered|address not found|message blocked",
            r"could not be delivered to|mailbox exceeded the local limit|exceeded the local limit|rejected your message",
            r"teslim edilemedi|iletilemedi|לא נמסרה|לא ניתן היה למסור|تحویل داده نشد|nie (?:została|mogła zostać) dostarczon",
            r"nicht zugestellt werden|konnte nicht (?:zugestellt|übermittelt)|n'a pas pu être (?:remis|distribu|livr)",
            r"no (?:se ha podido|pudo) (?:ser )?entrega|non (?:è stato|può essere) (?:possibile )?(?:consegna|recapita)",
            r"não (?:foi|pôde ser) entregue|не (?:было|может быть|удалось) доставлен|送信できませんでした|無法傳送|无法投递",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)


def is_returned_mail(message: Part, sender: Address | None, subject: str, text: str) -> bool:
    """Whether a server sends back a letter, or says that it waits.

    A subject alone proves nothing, because people write about parcels that were not delivered: a machine must
    have sent it as well, and say so in its words or return the letter.
    """
    local = sender.email.partition("@")[0] if sender else ""
    if _DAEMONS.fullmatch(local):
        return True
    is_machine = bool(_STEWARDS.match(local)) or not sender or _has_null_path(message)
    named = fold(subject[:_LONGEST_SUBJECT]).startswith(_SUBJECTS)
    carries = any(part.kind.value in MESSAGES for part in message.children)
    missing = (2 if is_machine else 3) - named - carries
    return missing <= 0 or (missing == 1 and _PHRASES.search(text[:_LONGEST_TEXT]) is not None)


def _has_null_path(message: Part) -> bool:
    return message.first("Return-Path").strip().lower() in ("<>", "<mailer-daemon>")
