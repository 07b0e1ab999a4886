"""Messages of a ticket as they are shown in a mail. Only public ones can be asked for here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from divan.conversations.bodies import body
from divan.conversations.models import Message
from divan.core.l10n import dates
from divan.core.l10n.direction import isolate
from divan.core.l10n.languages import known
from divan.mail.letters.dressing import dressed
from divan.mail.letters.letter import Forwarded, Quote
from divan.mail.parsing.html_cleaning import clean
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


def in_full(message: Message, note: str = "", pictures: frozenset[str] = frozenset()) -> Quote:
    """The message as the letter of its author; `pictures` are Content-IDs of those that come with the mail."""
    return Quote(message.author_name or _("Somebody"), message.text, markup_of(message, pictures), note)


def together(messages: Sequence[Message], note: str = "", pictures: frozenset[str] = frozenset()) -> Quote:
    """Messages behind each other as one letter. Where several people wrote, each message begins with who did."""
    quotes = [in_full(message, note, pictures) for message in messages]
    authors = list(dict.fromkeys(quote.author for quote in quotes))
    if len(authors) > 1:
        quotes = [signed(quote, f"{quote.author}:", "") for quote in quotes]
    text = "\n\n".join(quote.text for quote in quotes if quote.text)
    html = mark_safe("\n".join(quote.html for quote in quotes))  # noqa: S308 - each of them is safe
    return Quote(", ".join(authors), text, html, note)


def signed(quote: Quote, salutation: str, signature: str) -> Quote:
    """The same between a salutation and a signature, as far as there are any."""
    texts = [part for part in (salutation, quote.text, signature) if part]
    markup = [paragraphs(salutation), quote.html, paragraphs(signature)]
    return replace(quote, text="\n\n".join(texts), html=mark_safe("\n".join(filter(None, markup))))  # noqa: S308


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


def forwarded(message: Message, subject: str, recipients: str, pictures: frozenset[str]) -> Forwarded:
    """A message with what its headers say, in the words that mail programs of the reader's language use."""
    when = dates.datetime_medium(message.created_at, known(get_language()), timezone.get_current_timezone())
    headers = (
        (pgettext("mail header", "From"), message.author_name or _("Somebody")),
        (pgettext("mail header", "Date"), when),
        (pgettext("mail header", "Subject"), subject),
        (pgettext("mail header", "To"), recipients),
    )
    given = tuple((label, value) for label, value in headers if value)
    return Forwarded(_("Forwarded message"), given, message.text, markup_of(message, pictures))


def markup_of(message: Message, pictures: frozenset[str] = frozenset()) -> SafeString:
    """The message as safe HTML for a mail, with those pictures that the mail carries."""
    if not message.html or len(message.html) > LONGEST_MARKUP:
        return paragraphs(message.text)
    harmless = clean(message.html)
    # What others have laid out keeps its looks; what our editor made has none yet.
    harmless = dressed(harmless) if message.from_staff else harmless
    shown = body(harmless, message.text, {cid: f"cid:{cid}" for cid in pictures})
    return mark_safe(shown.replace(' loading="lazy">', ' style="max-width:100%;height:auto;">'))  # noqa: S308
