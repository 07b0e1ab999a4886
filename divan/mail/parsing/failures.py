"""Why a letter was not delivered, from the codes and words of servers: RFC 3463, RFC 5321, and what they really say."""

from __future__ import annotations

import re
from typing import NamedTuple


class Verdict(NamedTuple):
    """`hard`: the address itself is dead, whatever is sent there. `status` is an enhanced status code.

    A status that begins with 5 means that this letter is lost, one with 4 that it may still arrive.
    """

    hard: bool
    status: str
    words: str = ""


class _Reason(NamedTuple):
    detail: str
    hard: bool
    phrases: re.Pattern[str]


def _reason(detail: str, *phrases: str, hard: bool = False) -> _Reason:
    return _Reason(detail, hard, re.compile("|".join(phrases), re.IGNORECASE))


# The first that fits counts: what is wrong with this letter or today stands before what is wrong with the address.
_REASONS = (
    _reason(
        "2.2",
        r"(?:mail ?box|mailfolder|inbox|account|user)\S{0,3} (?:is |was )?(?:\w+ )?(?:full|over ?quota|over its quota)",
        r"over ?quota|quota (?:is )?(?:exceeded|full|limit)|(?:exceed\w*|out of) .{0,40}(?:quota|storage|mailbox|disk)",
        r"insufficient (?:system )?storage|mailbox.{0,30}exceeded .{0,20}limit|not enough (?:disk )?space|mailboxfull",
        r"too many (?:mails|messages)|zuviele mails|kota\w* (?:aş|dol)|posta kutusu dol|תיבת הדואר מלאה|תיבה מלאה|صندوق پستی.{0,20}پر",
        r"skrzynk\w+ .{0,20}(?:pełn|przepełn)|postfach.{0,30}voll|speicherplatz|bo[iî]te.{0,20}pleine|buz[oó]n.{0,20}lleno",
        r"casella.{0,20}piena|caixa.{0,20}cheia|ящик.{0,20}(?:переполн|полон)|メールボックスが一杯",
    ),
    _reason(
        "3.4",
        r"(?:message|mail|e-mail|body|data).{0,20}(?:size|too (?:big|large|long)).{0,40}(?:exceed|limit|maximum)?",
        r"exceeds? .{0,30}(?:maximum|max|allowed|size).{0,20}(?:size|limit)|too large|size limit|message length exceeds",
    ),
    _reason(
        "7.1",
        r"\bspam|virus|malware|phish|black ?list|block ?list|\brbl\b|spamhaus|reputation|suspicious|blocked|banned",
        r"\bdmarc\b|\bspf\b|\bdkim\b|polic(?:y|ies)|content (?:rejected|filter)|prohibited|unsolicited|bulk mail",
        r"relay(?:ing)? (?:access )?(?:denied|not permitted)|unable to relay|not permitted to relay|authentication required",
    ),
    _reason(
        "1.2",
        r"host (?:name )?(?:unknown|not found|or domain name not found)|unknown (?:host|domain)|no such (?:host|domain)",
        r"domain (?:name )?(?:\S+ )?(?:does not exist|not found|is invalid|couldn't be found)|unroute?able|nxdomain",
        r"(?:no|null) mx\b|name service error|bad destination (?:host|mailbox address)|couldn't find any host",
        r"domain.{0,20}does(?: not|n't) (?:exist|accept)|illegal host|alan adı bulunamadı|domena nie istnieje",
        hard=True,
    ),
    _reason(
        "1.1",
        r"(?:user|recipient|account|mail ?box|address|alias|addressee)(?: \S{1,80})?"
        r" (?:is |was |does |has |name )?(?:not |un|in|been )?(?:\w+ )?(?:exist|found|known|valid|disabled|deactivated"
        r"|inactive|suspended|discontinued|rejected|unavailable|terminated|closed)",
        r"(?:unknown|invalid|no such|bad|illegal|nonexistent|not a valid|incorrect|undeliverable) .{0,24}"
        r"(?:user|recipient|account|mail ?box|address|alias|person|name here)",
        r"not (?:a )?(?:known|our|listed|valid) (?:user|customer|recipient|mailbox|address|in)|no longer (?:\w+ ){0,3}"
        r"(?:valid|available|active|here|exists|works|with|in use)|does(?: not|n't) have an? .{0,20}account|no mailbox",
        r"user unknown|unknown user|no.?such.?(?:user|mailbox|recipient)|couldn't be found|wasn't found at|not listed in|this user doesn't|deactivated mailbox",
        r"kullanıcı bulunamadı|böyle bir kullanıcı|geçersiz alıcı|המשתמש לא קיים|הכתובת לא נמצאה|הנמען אינו קיים",
        r"کاربر.{0,20}وجود ندارد|nieznany użytkownik|użytkownik nie istnieje|nie ma takiego|nie istnieje",
        r"(?:empfänger|benutzer|adresse|konto).{0,30}(?:unbekannt|existiert nicht|nicht gefunden)|utilisateur inconnu",
        r"usuario desconocido|utente sconosciuto|destinat[aá]rio.{0,30}(?:inexistente|não encontrado|inesistente)",
        r"пользователь не найден|no existe|n'existe pas|宛先不明",
        hard=True,
    ),
    _reason("1.6", r"has moved to|recipient has moved|user has moved|new e-?mail address", hard=True),
    _reason(
        "4.7",
        r"time(?:d)? ?out|expired|retry time|too long|could not be delivered for|gave up|giving up|not (?:yet )?been delivered"
        r"|too many (?:hops|connections)|loops? back|delayed",
    ),
)
# What a code means where no words contradict it; details of RFC 3463 and RFC 7505 by which an address is dead.
_DEAD = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4", "0.1"})
_SURELY_DEAD = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10"})
_UNCLEAR = frozenset({"0.0", "3.0", "5.0", "1.0", "2.0", "4.0"})

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?:^|[\s:#(<>\"'-])([45])([0-5])(\d)(?=[\s:;,.#\"'>)-]|$)")
_BY_REPLY_CODE = {"50": "1.1", "51": "1.6", "52": "2.2", "53": "1.3", "21": "3.2", "01": "5.1"}
_DELAYED = re.compile(
    r"(?:has been|is|was) delayed|delayed (?:for|by)|delayed \d{1,3} (?:hour|day)|not yet been delivered|still trying|will (?:be )?retr|do not need to re-?send"
    r"|not been delivered (?:yet|after)|attempts will continue|will continue to (?:try|attempt)|temporary failure|keep trying",
    re.IGNORECASE,
)
_SIGNS_OF_FAILURE = re.compile(r"(?:^|[^\d.])[45]\d\d[ -]|[45]\.\d{1,3}\.\d{1,3}")


def judge(status: str, diagnostic: str, words: str, *, is_delayed: bool) -> Verdict:
    """What to think of a failure with this status and these words of the server; `words` are those of the report.

    The words decide over codes that say little, and over policy codes, which many servers use for anything.
    """
    said = diagnostic or _telling_line(words)
    given = [code for code in (_code(status), _code(said)) if code]
    detail = next((detail for _class, detail in given if detail not in _UNCLEAR), "")
    reason = _reason_of(diagnostic) or _reason_of(words)
    hard = reason.hard if reason and detail not in _SURELY_DEAD else detail in _DEAD
    detail = (
        detail
        or (reason.detail if reason else "")
        or _detail_of_reply(said)
        or (given[0][1] if given else "0.0")
    )
    is_soft = is_delayed or (not status and (_is_temporary(given, said) or bool(_DELAYED.search(words))))
    return Verdict(hard and not is_soft, f"{4 if is_soft else 5}.{detail}", said)


def _reason_of(words: str) -> _Reason | None:
    return next((reason for reason in _REASONS if words and reason.phrases.search(words)), None)


def _code(words: str) -> tuple[str, str] | None:
    """Class and the rest of the first enhanced status code that says something, or of the first one."""
    codes = [(found[1], found[2]) for found in _STATUS.finditer(words) if found[1] != "2"]
    return next((code for code in codes if code[1] not in _UNCLEAR), codes[0] if codes else None)


def _is_temporary(given: list[tuple[str, str]], said: str) -> bool:
    reply = _REPLY_CODE.search(said)
    return given[0][0] == "4" if given else reply is not None and reply[1] == "4"


def _detail_of_reply(words: str) -> str:
    """What of an enhanced code comes nearest to a reply code of SMTP (RFC 5321, section 4.2.3); "" for nothing."""
    found = _REPLY_CODE.search(words)
    return _BY_REPLY_CODE.get(found[2] + found[3], "") if found else ""


def _telling_line(words: str) -> str:
    """The line of the report in which a server gives its code."""
    lines = (line.strip() for line in words.splitlines())
    return next((line[:500] for line in lines if _SIGNS_OF_FAILURE.search(line[:500])), "")
