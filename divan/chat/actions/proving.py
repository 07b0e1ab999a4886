"""Proving that a visitor reads the mail of the address they gave: a code goes there, and has to come back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from divan.accounts.mailing import post
from divan.chat import letters
from divan.chat.models import AddressCode, Chat
from divan.core import clock
from divan.core.actors import Actor, Kind
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits

MOST_CODES = 3
BETWEEN = timedelta(minutes=1)
MOST_TRIES = 5
GOOD_FOR = timedelta(minutes=15)
_DIGITS = 6


def send_code(chat: Chat, *, actor: Actor) -> None:
    """Mail the visitor a code of six digits; nothing happens for a chat whose address is proved.

    Another code replaces the one before. Raises Refused within a minute of the last one, after three of them, and for
    a visitor who gave no address.
    """
    with transaction.atomic():
        row = _locked(chat, actor)
        if row.is_proved:
            return
        if not row.visitor.email:
            raise Refused(_("You gave no e-mail address in this chat."))
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        _keep(row, code)
        post(
            letters.CODE,
            to=row.visitor.email,
            name=row.visitor_name,
            language=known(row.language),
            code=code,
        )


def prove_address(chat: Chat, code: str, *, actor: Actor) -> None:
    """Note that the address is proved, if the code is the one that was mailed last; quietly if it is so already.

    Whoever proves an address may have the transcript mailed there, and nothing else. Raises Refused for another code,
    for one that is older than a quarter of an hour, and after five wrong ones, right or not.
    """
    with transaction.atomic():
        row = _locked(chat, actor)
        refusal = "" if row.is_proved else _tried(row, code)
    if refusal:  # outside of the transaction: that it was tried has to stay
        raise Refused(refusal, field="code")


def _locked(chat: Chat, actor: Actor) -> Chat:
    """The current row, for its visitor; the desk cannot prove an address for somebody."""
    if actor.kind is not Kind.GUEST or actor.ticket_id != chat.ticket_id:
        raise NotAllowed(f"address of chat {chat.pk}")
    return Chat.objects.select_for_update(of=("self",)).select_related("visitor").get(pk=chat.pk)


def _keep(chat: Chat, code: str) -> None:
    now = clock.now()
    kept = AddressCode.objects.filter(chat=chat).first() or AddressCode(chat=chat)
    if kept.sent >= MOST_CODES:
        raise Refused(_("No more codes can be sent in this chat. Please write to us by e-mail."))
    if kept.sent and kept.sent_at > now - BETWEEN:
        raise Refused(_("A code is on its way. Please wait a minute before you ask for another one."))
    kept.code_hash, kept.tries, kept.sent, kept.sent_at = _hash(chat, code), 0, kept.sent + 1, now
    kept.save()


def _tried(chat: Chat, code: str) -> str:
    """Count the try; why it is refused, or nothing when the address is proved now."""
    now, kept = clock.now(), AddressCode.objects.filter(chat=chat).first()
    if kept is None or kept.sent_at <= now - GOOD_FOR or kept.tries >= MOST_TRIES:
        return _("This code is no longer good. Please ask for a new one.")
    typed = "".join(ascii_digits(code).split())
    if not constant_time_compare(kept.code_hash, _hash(chat, typed)):
        kept.tries += 1
        kept.save(update_fields=["tries"])
        return _("This is not the code that we sent.")
    chat.address_proved_at = now
    chat.save(update_fields=["address_proved_at"])
    kept.delete()
    return ""


def _hash(chat: Chat, code: str) -> str:
    """With our secret in it: of six digits alone, whoever reads the table could try all."""
    return salted_hmac("divan.chat.address", f"{chat.pk}:{code}", algorithm="sha256").hexdigest()
