"""The mail with the transcript: only the public course goes into it, whoever asks."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from divan.accounts.installation import installation
from divan.accounts.mailing import Letter, sender
from divan.chat import letters
from divan.chat.documents import as_text, context_of
from divan.chat.models import Chat
from divan.chat.queries.courses import as_visitor, public_course
from divan.core.l10n.direction import isolate


def post_transcript(chat: Chat) -> None:
    """Hand it to whoever sends mail, in the caller's transaction; in the visitor's language and zone."""
    here = installation()
    site = here.name if here else "Divan"
    with as_visitor(chat) as language:
        course = public_course(chat)
        subject = _("Your chat with %(site)s (%(number)s)") % {"site": site, "number": course.number}
        shown = {
            **context_of(course),
            "subject": subject,
            "heading": _("Your chat with %(site)s") % {"site": isolate(site)},
            "reason": _("You get this mail because the transcript of your chat was asked for."),
            "copy": as_text(course),
            "sender_name": site,
            "reference": course.number,
        }
        letter = Letter(
            kind=letters.TRANSCRIPT,
            to=chat.visitor.email,
            name=chat.visitor_name,
            language=language,
            subject=" ".join(subject.split()),
            text=render_to_string("chat/transcripts/letter.txt", shown),
            html=render_to_string("chat/transcripts/letter.html", shown),
        )
    for send in sender.values():
        send(letter)
