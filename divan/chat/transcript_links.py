"""Links to copies of a chat, good for one chat, one form and a few minutes.

A browser that downloads or prints can send no header, so the visitor's token buys such a link (RFC 6750, section 5.3:
tokens do not belong into addresses). Links of staff carry what was chosen, and open nothing without their sign-in.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from divan.chat.models import Chat
from divan.core import clock
from divan.core.errors import NotAllowed
from divan.core.rows import one_of

GOOD_FOR = timedelta(minutes=5)
FORMS = ("txt", "html", "pdf", "page")
_VISITORS, _STAFFS = "divan.chat.transcript", "divan.chat.archive"


def link_to(chat: Chat, form: str) -> str:
    """The path of the visitor's copy in one of `FORMS`."""
    return reverse("chat_transcript", kwargs={"token": _signed([chat.pk, form], _VISITORS)})


def read_link(token: str) -> tuple[Chat, str]:
    """The chat and the form that a visitor's link opens; raises NotAllowed for one that is over or not ours."""
    chat_id, form = _read(token, _VISITORS)
    chat = one_of(
        Chat.objects.filter(pk=chat_id).select_related("ticket", "site", "visitor"), "link to a transcript"
    )
    return chat, form


def link_for_staff(chat: Chat, form: str, *, with_whispers: bool) -> str:
    """The path of a copy from the archive."""
    return reverse("archived_chat_copy", kwargs={"token": _signed([chat.pk, form, with_whispers], _STAFFS)})


def read_link_of_staff(token: str) -> tuple[int, str, bool]:
    """The chat's id, the form, and whether whispers are wanted; raises NotAllowed as `read_link` does."""
    chat_id, form, with_whispers = _read(token, _STAFFS)
    return chat_id, form, with_whispers


def _signed(said: list[Any], salt: str) -> str:
    until = int((clock.now() + GOOD_FOR).timestamp())
    return signing.dumps([until, *said], salt=salt)


def _read(token: str, salt: str) -> list[Any]:
    try:
        until, *said = signing.loads(token, salt=salt)
    except signing.BadSignature as forged:
        raise NotAllowed("link to a transcript") from forged
    if until <= clock.now().timestamp():
        raise NotAllowed("link to a transcript")
    return said
