"""Messages of a ticket as they are shown in a mail. Only public ones can be asked for here."""

from __future__ import annotations

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.conversations.models import Message
from divan.core.l10n import dates
from divan.core.l10n.direction import isolate
from divan.core.l10n.languages import known
from divan.mail.letters.letter import Quote
from divan.mail.parsing.html_cleaning import clean_without_pictures
from divan.tickets.models import Ticket
from divan.ui.paragraphs import paragraphs

LONGEST_QUESTION = 2000
LONGEST_MARKUP = 20_000


def public_message(message_id: int | None, ticket: Ticket) -> Message | None:
    """The message if it belongs to the ticket and everybody on it may read it. Notes are never found."""
    messages = Message.objects.public().filter(conversation_id=ticket.conversation_id)
    return messages.filter(pk=message_id).first() if message_id else None


def latest_message(ticket: Ticket) -> Message | None:
    """The newest message that everybody on the ticket may read."""
    messages = Message.objects.public().filter(conversation_id=ticket.conversation_id)
    return messages.order_by("-id").first()


def in_full(message: Message, note: str = "") -> Quote:
    """The message as the letter of its author."""
    return Quote(message.author_name or _("Somebody"), message.text, _body(message), note)


def question_before(message: Message) -> Quote | None:
    """What the customer's side had written last when the message was sent, under our own quote header."""
    earlier = Message.objects.public().filter(conversation_id=message.conversation_id, from_staff=False)
    asked = earlier.filter(pk__lt=message.pk, is_automatic=False).order_by("-id").first()
    if asked is None:
        return None
    when = dates.datetime_medium(asked.created_at, known(get_language()), timezone.get_current_timezone())
    intro = _("%(when)s, %(name)s:") % {"when": when, "name": isolate(asked.author_name)}
    text = asked.text if len(asked.text) <= LONGEST_QUESTION else asked.text[:LONGEST_QUESTION] + "…"
    return Quote(intro, text, paragraphs(text))


def _body(message: Message) -> SafeString:
    if message.html and len(message.html) <= LONGEST_MARKUP:
        return mark_safe(clean_without_pictures(message.html))  # noqa: S308 - cleaned by an allow-list
    return paragraphs(message.text)
