"""What the mails about a chat say. Called with the recipient's language active."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from divan.accounts.mailing import Words, letters

CODE, TRANSCRIPT = "chat_address_code", "chat_transcript"


@letters.register(CODE)
def chat_address_code(*, site: str, code: str, **_unused: Any) -> Words:
    """The code that proves a visitor's address."""
    return Words(
        subject=_("Your code for %(site)s") % {"site": site},
        heading=_("Your code for the transcript of a chat"),
        sentences=(_("Type it into the chat where you asked for it."),),
        code=code,
        closing=(
            _(
                "The code is good for a quarter of an hour. If you did not ask for it, you need not do anything."
            ),
        ),
        reason=_("You get this mail because somebody typed your address at %(site)s.") % {"site": site},
    )
