"""Whether a machine wrote a message. The headers decide; the subject is a second line (RFC 3834, 3464, 5965)."""

from __future__ import annotations

from email.message import Message

from divan.core.l10n.mail_text import is_auto_reply_subject
from divan.mail.parsing import headers
from divan.mail.parsing.parsed import Address

MOST_HOPS = 50
_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_REPLIES = ("X-Autoreply", "X-Autorespond", "X-Vacation")
_BULK = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID", "X-Auto-Response-Suppress")


def automatic_kind(message: Message, sender: Address | None, subject: str) -> str | None:
    """None for mail of a person; otherwise what kind of automatic mail it is."""
    if sum(1 for name, _value in message.raw_items() if name.lower() == "received") > MOST_HOPS:
        return "loop"
    return _report(message, sender) or _reply(message, subject) or _bulk(message)


def _report(message: Message, sender: Address | None) -> str | None:
    if message.get_content_type() == "multipart/report":
        kind = str(message.get_param("report-type") or "").lower()
        return "feedback-report" if kind == "feedback-report" else "bounce"
    local = sender.email.partition("@")[0].lower() if sender else ""
    failed = bool(headers.first(message, "X-Failed-Recipients"))
    return "bounce" if failed or local in _DAEMONS else None


def _reply(message: Message, subject: str) -> str | None:
    submitted = headers.first(message, "Auto-Submitted").split(";")[0].strip().lower()
    precedence = headers.first(message, "Precedence").strip().lower()
    replies = submitted.startswith("auto-replied") or precedence == "auto_reply"
    if replies or any(headers.first(message, name) for name in _REPLIES):
        return "auto-reply"
    # A person who answers a vacation notice keeps its subject, but with a prefix before it.
    return "auto-reply" if submitted != "no" and is_auto_reply_subject(subject) else None


def _bulk(message: Message) -> str | None:
    submitted = headers.first(message, "Auto-Submitted").split(";")[0].strip().lower()
    precedence = headers.first(message, "Precedence").strip().lower()
    generated = submitted not in ("", "no")
    bulk = precedence in ("bulk", "junk", "list")
    return "list" if generated or bulk or any(headers.first(message, name) for name in _BULK) else None
