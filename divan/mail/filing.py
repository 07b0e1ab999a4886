"""What becomes of a message: a reply on a ticket, a note, a new ticket, or something set aside.

Only verbs are called here, in the caller's transaction, so mail follows the same rules as the pages. Who the
message says it is from proves nothing: a customer acts with the rights of a guest on that one ticket, and
what comes from the address of somebody of the staff is kept as a note that is marked and never sent on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from divan.accounts.actions.customers import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations import files
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Channel, Message
from divan.core.actors import SYSTEM, Actor
from divan.core.l10n.detection import language_of
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.languages import CODES
from divan.mail.letters.links import without_tokens
from divan.mail.mailboxes import is_ours
from divan.mail.models import InboundMail, KnownMessageId
from divan.mail.parsing import Address, File, ParsedMail
from divan.mail.signing import ticket_of_message_id
from divan.mail.threads import Place, belongs, find_place, works_on
from divan.tickets import actions
from divan.tickets.actions import NewTicket
from divan.tickets.guests import as_guest
from divan.tickets.models import Status, Ticket

Reason = InboundMail.Reason
# Automatic mail that says something only about a mail of ours; without that mail it says nothing.
ANSWERS = frozenset({"auto-reply", "bounce", "feedback-report"})
REPORTS = frozenset({"bounce", "feedback-report"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ticket` and `message` that the mail became, or the `reason` why it was set aside."""

    ticket: Ticket | None = None
    message: Message | None = None
    reason: str = ""
    is_signed: bool = False


def file(mail: InboundMail, parsed: ParsedMail) -> Outcome:
    """Put the message where it belongs. Doing it twice gives one ticket and one message."""
    sender = parsed.sender or _envelope_sender(mail)
    if sender is None:
        return Outcome(reason=Reason.NO_SENDER)
    if parsed.auto == "loop" or ticket_of_message_id(parsed.message_id) or is_ours(sender.email):
        return Outcome(reason=Reason.LOOP)
    if copy := _copy_of(mail, sender):
        return Outcome(reason=Reason.DUPLICATE, ticket=copy.ticket)
    person = User.objects.by_email(sender.email)
    place = find_place(parsed, mail.recipients, person)
    if place is None and parsed.auto in ANSWERS:
        return Outcome(reason=Reason.AUTOMATIC)
    if person and not person.is_active:
        return Outcome(reason=Reason.INACTIVE)
    if place and (parsed.auto in REPORTS or (person and _claims_staff(person, place.ticket))):
        return _note(mail, parsed, place, sender)
    person = person or _somebody_new(mail, parsed, sender)
    if place is None or (place.ticket.status == Status.CLOSED and not parsed.auto):
        return _open(mail, parsed, person, place)
    return _receive(mail, parsed, person, place)


def _claims_staff(person: User, ticket: Ticket) -> bool:
    """Whether the message would speak for the desk: a colleague who only knows the reply address does, too."""
    return works_on(person, ticket) or (person.is_staff and not belongs(person, ticket))


def remember(parsed: ParsedMail, ticket: Ticket, message: Message | None) -> None:
    """Keep the Message-ID, so that answers to this message find the ticket."""
    if parsed.message_id:
        row = KnownMessageId(
            digest=KnownMessageId.digest_of(parsed.message_id),
            identifier=parsed.message_id,
            ticket=ticket,
            message=message,
            is_ours=False,
        )
        KnownMessageId.objects.bulk_create([row], ignore_conflicts=True)


def content_digest(parsed: ParsedMail) -> str:
    """A hash of what the message says, whichever way it took."""
    digest = hashlib.sha256("\x00".join((parsed.subject, parsed.text)).encode("utf-8", "replace"))
    for attached in parsed.attachments:
        digest.update(hashlib.sha256(attached.data).digest())
    return digest.hexdigest()


def _envelope_sender(mail: InboundMail) -> Address | None:
    return Address(mail.envelope_from) if "@" in mail.envelope_from else None


def _copy_of(mail: InboundMail, sender: Address) -> InboundMail | None:
    """The same message, come in before by another of our mailboxes."""
    if not mail.message_id:
        return None
    copies = InboundMail.objects.filter(message_id=mail.message_id, state=InboundMail.State.PROCESSED)
    same = copies.filter(sender=sender.email[:320], content_digest=mail.content_digest)
    return same.exclude(pk=mail.pk).select_related("ticket").first()


def _somebody_new(mail: InboundMail, parsed: ParsedMail, sender: Address) -> User:
    """A new customer, who is answered in the language they wrote in; in the mailbox's if it cannot be told."""
    usual = mail.mailbox.language
    found = language_of(f"{parsed.subject}\n{parsed.reply_text or parsed.text}", prefer=(usual,))
    here = installation()
    return find_or_create_customer(
        sender.email,
        sender.name,
        language=found if found in CODES else usual,
        time_zone=here.time_zone if here else "UTC",
    )


def _open(mail: InboundMail, parsed: ParsedMail, person: User, place: Place | None) -> Outcome:
    """A new ticket; the answer to a closed one follows it up."""
    actor = as_guest(person, None)
    before = place.ticket if place and belongs(person, place.ticket) else None
    new = NewTicket(
        requester=person,
        group=before.group if before else mail.mailbox.group,
        subject=strip_controls(parsed.subject).strip() or _("Message without a subject"),
        draft=_draft(mail, parsed, actor, is_verified=not person.is_staff),
        channel=Channel.EMAIL,
        submission_key=_key(mail),
        follow_up_of=before,
    )
    ticket = actions.open_ticket(new, actor=actor)
    message = Message.objects.filter(conversation_id=ticket.conversation_id).order_by("id").first()
    return Outcome(ticket, message)


def _receive(mail: InboundMail, parsed: ParsedMail, person: User, place: Place) -> Outcome:
    """A message of the customer's side. Somebody new who holds a reply address is heard, but marked."""
    actor = as_guest(person, place.ticket.pk)
    known = belongs(person, place.ticket)
    draft = _draft(mail, parsed, actor, is_verified=known)
    message = actions.receive(place.ticket, draft, actor=actor, channel=Channel.EMAIL)
    return Outcome(place.ticket, message, is_signed=place.is_signed and known)


def _note(mail: InboundMail, parsed: ParsedMail, place: Place, sender: Address) -> Outcome:
    """A note in nobody's name: a report about our mail, or a mail that claims to be from the staff."""
    author = f"{sender.name} <{sender.email}>" if sender.name else sender.email
    draft = _draft(mail, parsed, SYSTEM, is_verified=False, author_name=author[:200])
    message = actions.note(place.ticket, draft, actor=SYSTEM, channel=Channel.EMAIL)
    return Outcome(place.ticket, message)


def _draft(
    mail: InboundMail, parsed: ParsedMail, actor: Actor, *, is_verified: bool, author_name: str = ""
) -> Draft:
    attached = tuple(_keep(each, mail, actor) for each in parsed.attachments)
    # A forwarded mail may be all quotation: then the quotation is the message.
    own = parsed.reply_text or parsed.text
    # Answers quote our mails, whose links open the ticket in the name of one person; many read the answer.
    return Draft(
        text=without_tokens(own) or _("This message has no text."),
        html=without_tokens(parsed.html) if own == parsed.reply_text else "",
        quoted=without_tokens(parsed.quoted) if parsed.reply_text else "",
        attachments=attached,
        upload_key=_key(mail),
        client_key=_key(mail),
        is_automatic=parsed.auto is not None,
        is_verified=is_verified,
        author_name=author_name,
    )


def _keep(attached: File, mail: InboundMail, actor: Actor) -> int:
    file = SimpleUploadedFile(files.clean_name(attached.name), attached.data)
    # Some programs call the pictures of their text attachments: the text itself says which belong to it.
    inline_id = attached.cid if attached.type.startswith("image/") else ""
    return upload(file, actor=actor, upload_key=_key(mail), inline_id=inline_id).pk


def _key(mail: InboundMail) -> str:
    """The key of the submission. The hash of the message keeps others from using it up beforehand."""
    return f"mail:{mail.pk}:{mail.sha256[:40]}"
