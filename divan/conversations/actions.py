"""Adding messages and files to a conversation. Whoever owns the conversation decides who may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _

from divan.conversations import files
from divan.conversations.models import Attachment, Channel, Conversation, Delivery, Message, Visibility
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.detection import language_of
from divan.core.l10n.languages import CODES
from divan.core.l10n.numbers import filesize
from divan.core.prepared import PreparedInsert

MAX_TEXT = 1_000_000
_insert_conversation, _insert_message = PreparedInsert(Conversation), PreparedInsert(Message)


@dataclass(frozen=True)
class Draft:
    """What somebody wrote: text, perhaps with sanitised markup, files, and the key of its submission.

    `recipients` are those that it names, each a `kind` ("to", "cc" or "bcc"), `name` and `address`.
    """

    text: str
    html: str = ""
    quoted: str = ""
    attachments: tuple[int, ...] = ()
    upload_key: str = ""
    client_key: str | None = None
    is_automatic: bool = False
    is_verified: bool = True
    author_id: int | None = None
    author_name: str = ""
    recipients: tuple[Mapping[str, str], ...] = ()


def start_conversation() -> Conversation:
    """A new, empty conversation."""
    return _insert_conversation(Conversation(created_at=clock.now()))


def existing_message(conversation_id: int, client_key: str | None) -> Message | None:
    """The message that this submission already became, if it did."""
    if not client_key:
        return None
    return Message.objects.filter(conversation_id=conversation_id, client_key=client_key).first()


def add_message(
    conversation: Conversation | int,
    draft: Draft,
    *,
    actor: Actor,
    channel: Channel,
    visibility: Visibility = Visibility.PUBLIC,
    from_staff: bool = False,
    delivery: Delivery = Delivery.NONE,
) -> Message:
    """Store a message with its files; the caller has asked its gate and holds the transaction."""
    conversation_id = conversation.pk if isinstance(conversation, Conversation) else conversation
    text = draft.text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text and not draft.html and not draft.attachments:
        raise Refused(_("Write a message first."), field="body")
    if len(text) > MAX_TEXT:
        raise Refused(_("This message is too long. Please attach it as a file."), field="body")
    message = Message(
        conversation_id=conversation_id,
        author_id=draft.author_id or actor.id,
        author_name=draft.author_name or actor.name,
        from_staff=from_staff,
        visibility=visibility,
        channel=channel,
        text=text,
        html=draft.html,
        quoted=draft.quoted,
        language=_language(text),
        recipients=[dict(recipient) for recipient in draft.recipients],
        is_automatic=draft.is_automatic,
        is_verified=draft.is_verified,
        delivery=delivery,
        client_key=draft.client_key or None,
        created_at=clock.now(),
    )
    _insert_message(message)
    if draft.attachments:
        claim_uploads(message, draft.attachments, actor=actor, upload_key=draft.upload_key)
    return message


def _language(text: str) -> str:
    """The language of a message, empty when it cannot be told or is none of ours."""
    found = language_of(text[:2000])
    return found if found in CODES else ""


def upload(file: UploadedFile, *, actor: Actor, upload_key: str = "", inline_id: str = "") -> Attachment:
    """Store an uploaded file that belongs to no message yet; refuses empty and too large ones."""
    limit = settings.ATTACHMENT_MAX_BYTES
    if (file.size or 0) > limit:
        raise Refused(
            _("“%(name)s” is too large. Files may have up to %(limit)s.")
            % {"name": files.clean_name(file.name or ""), "limit": filesize(limit, actor.language)},
            field="files",
        )
    start = file.read(512)
    file.seek(0)
    sha256, size = files.store(file.chunks())
    return Attachment.objects.create(
        name=files.clean_name(file.name or ""),
        content_type=files.sniff(start),
        size=size,
        sha256=sha256,
        content_id=inline_id,
        is_inline=bool(inline_id),
        uploaded_by_id=actor.id,
        upload_key=upload_key,
        created_at=clock.now(),
    )


def claim_uploads(message: Message, ids: Iterable[int], *, actor: Actor, upload_key: str = "") -> None:
    """Attach uploads to a message: only the actor's or the browser's own, and only those still free."""
    wanted = set(ids)
    mine = Attachment.objects.filter(pk__in=wanted, message=None).filter(_owned(actor, upload_key))
    if mine.update(message=message) != len(wanted):
        raise Refused(_("An attached file is no longer there. Please attach it again."), field="files")


def copy_files(source: Message, ids: Iterable[int], *, to: Message) -> None:
    """Attach files of one message to another one as well; the content is stored once."""
    copies = list(Attachment.objects.filter(message=source, pk__in=set(ids)))
    for copy in copies:
        copy.pk, copy.message, copy.created_at = None, to, clock.now()
    Attachment.objects.bulk_create(copies)


def _owned(actor: Actor, upload_key: str) -> Q:
    """Uploads of the person, and those of nobody in particular that came from the browser with that key."""
    of_browser = Q(uploaded_by=None, upload_key=upload_key) if upload_key else Q(pk__in=[])
    return of_browser | Q(uploaded_by_id=actor.id) if actor.id else of_browser


def mark_delivery(message_id: int, delivery: Delivery) -> None:
    """Note how far the message got on its way out by mail."""
    Message.objects.filter(pk=message_id).update(delivery=delivery)
