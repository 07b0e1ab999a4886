"""Starting a chat: the visitor's first words open a ticket, and the chat is the live part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from divan.accounts.actions import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.chat.actions.lines import announce, count_of, number_line, ring_lines
from divan.chat.events import ChatStarted
from divan.chat.limits import LONGEST_TEXT, SHORTEST_START_KEY
from divan.chat.models import Chat, ChatRule, ChatSite, ChatTopic, Kind
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.core import clock
from divan.core.actors import ANONYMOUS, Actor
from divan.core.errors import Refused
from divan.core.l10n.direction import strip_controls
from divan.core.tokens import hash_of
from divan.tickets.actions import NewTicket, open_ticket
from divan.tickets.log import record
from divan.tickets.models import Urgency

SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Identified:
    """Who the visitor is, as the site says and has signed."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewChat:
    """What a chat begins with. `start_key` is a secret of the page, drawn at random: the same one is the same chat.

    `name` and `email` are only claimed; `identified` is what the site has signed. `language` is that of the page,
    `rule_id` names the invitation that was accepted.
    """

    site: ChatSite
    name: str
    email: str
    text: str
    start_key: str
    language: str
    topic_id: int | None = None
    rule_id: int | None = None
    page_url: str = ""
    page_title: str = ""
    device: str = ""
    identified: Identified | None = None
    attachments: tuple[int, ...] = ()
    upload_key: str = ""
    urgency: str = Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class Started:
    """A chat, and the token that opens it for its visitor."""

    chat: Chat
    token: str


@dataclass(frozen=True, slots=True)
class _Visitor:
    """Whose ticket it becomes; `is_verified` unless somebody only claims the address of a person whom we know."""

    person: User
    name: str
    is_identified: bool
    is_verified: bool


def start_chat(new: NewChat, *, actor: Actor) -> Started:
    """Open the ticket with its first message and let the chat wait in the queue, in one transaction.

    The requester is the signed-in actor, the person whom the site has signed, or the owner of the claimed address; of
    somebody whom we know already nothing is changed or told. The same `start_key` again returns the same chat and the
    same token. Raises Refused for an inactive site and for a text that is missing or too long.
    """
    if len(new.start_key) < SHORTEST_START_KEY:
        raise Refused(_("This page is out of date. Please load it again."))
    token = _token_of(new.start_key)
    if found := _already(new.start_key):
        return Started(found, token)
    if not new.site.is_active:
        raise Refused(_("There is no chat here any more. Please load the page again."))
    if len(new.text) > LONGEST_TEXT:
        raise Refused(_("This message is too long. Please send it in several parts."), field="text")
    try:
        with transaction.atomic():
            return Started(_store(new, token, actor), token)
    except IntegrityError:
        # Two requests with one key at once: whoever came second finds what the first one stored.
        if found := _already(new.start_key):
            return Started(found, token)
        raise


def _already(start_key: str) -> Chat | None:
    return Chat.objects.filter(start_key=hash_of(start_key)).select_related("ticket", "site").first()


def _token_of(start_key: str) -> str:
    """The token is not stored, so a repetition derives it again; without our secret nobody can."""
    return salted_hmac("divan.chat.token", start_key, algorithm="sha256").hexdigest()


def _store(new: NewChat, token: str, actor: Actor) -> Chat:
    now, key = clock.now(), hash_of(new.start_key)
    topic, rule = _topic(new), _rule(new)
    visitor = _visitor(new, actor)
    draft = Draft(
        text=new.text,
        attachments=new.attachments,
        upload_key=new.upload_key,
        author_id=visitor.person.pk,
        author_name=visitor.name,
        is_verified=visitor.is_verified,
    )
    ticket = open_ticket(
        NewTicket(
            requester=visitor.person,
            group=(topic or new.site).group,
            subject=_subject(new, visitor.name),
            draft=draft,
            channel=Channel.CHAT,
            urgency=new.urgency,
            submission_key=key,
        ),
        actor=actor if actor.is_authenticated else ANONYMOUS,
    )
    chat = Chat.objects.create(
        ticket=ticket,
        site=new.site,
        topic=topic,
        rule=rule,
        purpose=new.site.purpose,
        group_id=ticket.group_id,
        visitor=visitor.person,
        visitor_name=visitor.name,
        token_hash=hash_of(token),
        start_key=key,
        is_identified=visitor.is_identified,
        language=new.language,
        page_url=_clean(new.page_url, 500),
        page_title=_clean(new.page_title, 200),
        device=_clean(new.device, 100),
        visitor_seen_at=now,
        started_at=now,
        waiting_since=now,
        last_line_at=now,
    )
    first = Message.objects.get(conversation_id=ticket.conversation_id)
    number_line(chat, Kind.SAID, message=first, data=count_of(len(new.attachments)))
    chat.save(update_fields=["last_serial", "last_public"])
    record(ticket, ChatStarted(rule=rule.pk if rule else None), actor=actor)
    ring_lines(chat)
    announce(chat)
    return chat


def _topic(new: NewChat) -> ChatTopic | None:
    """The chosen topic, if it is one of the site's."""
    if new.topic_id is None:
        return None
    return ChatTopic.objects.filter(site=new.site, pk=new.topic_id).select_related("group").first()


def _rule(new: NewChat) -> ChatRule | None:
    """The rule that invited the visitor, if it is one of the site's, still in use or not."""
    return ChatRule.objects.filter(site=new.site, pk=new.rule_id).first() if new.rule_id else None


def _visitor(new: NewChat, actor: Actor) -> _Visitor:
    if actor.is_authenticated and actor.id is not None:
        person = User.objects.get(pk=actor.id)
        return _Visitor(person, actor.name, is_identified=True, is_verified=True)
    if new.identified:
        person = _customer(new.identified.email, new.identified.name or new.name, new.language)
        name = new.identified.name or person.name or new.name
        return _Visitor(person, _name(name), is_identified=True, is_verified=True)
    is_known = User.objects.by_email(new.email) is not None
    person = _customer(new.email, new.name, new.language)
    return _Visitor(person, _name(new.name), is_identified=False, is_verified=not is_known)


def _name(given: str) -> str:
    """As pages and plain text may show it: nothing in it turns what stands around it."""
    return _clean(strip_controls(given), 200)


def _customer(email: str, name: str, language: str) -> User:
    here = installation()
    zone = here.time_zone if here else "UTC"
    return find_or_create_customer(email, name, language=language, time_zone=zone)


def _subject(new: NewChat, name: str) -> str:
    """The first words, and where there are none, whose chat it is, in the language of the page."""
    words = _clean(new.text, SUBJECT + 1)
    if len(words) > SUBJECT:
        return words[: SUBJECT - 1].rsplit(" ", 1)[0] + "…"
    if words:
        return words
    with translation.override(new.language):
        return _("Chat with %(name)s") % {"name": name} if name else _("Chat")


def _clean(text: str, longest: int) -> str:
    """One line without NUL, cut."""
    return " ".join(text.replace("\x00", "").split())[:longest]
