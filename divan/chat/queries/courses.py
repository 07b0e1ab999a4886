"""The course of a chat in words: what its visitor may keep, and what the archive shows to staff.

The visitor's course is built from lines with a number in the public feed, and from public messages of the ticket's own
conversation. Whispers are neither, so no template can let one through (C5, SECURITY class 34).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from divan.accounts.installation import installation
from divan.accounts.models import Group, User
from divan.chat import access
from divan.chat.models import Chat, ChatLine, ChatMember, EndReason, Kind
from divan.conversations.models import Visibility
from divan.core.actors import Actor
from divan.core.l10n.languages import known
from divan.tickets.events import say

VISITOR, EXPERT, SYSTEM = "visitor", "expert", "system"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: words of somebody, or without an author a sentence about what happened.

    `day` is set on the first line of each day of the reader. `to` names the one reader of a whisper besides its author.
    """

    kind: str
    at: datetime
    day: date | None
    side: str
    name: str = ""
    title: str = ""
    text: str = ""
    language: str = ""
    files: tuple[str, ...] = ()
    sentence: Markup | None = None
    is_whisper: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A chat from its first line to its last, in the language and zone that were active when it was made.

    `with_whispers`: it holds what experts said among themselves, and must not reach the visitor.
    """

    chat: Chat
    number: str
    subject: str
    visitor: str
    site: str
    experts: tuple[tuple[str, str], ...]
    entries: list[Entry] = field(repr=False)
    with_whispers: bool = False


@contextmanager
def as_visitor(chat: Chat) -> Iterator[str]:
    """Inside, words are in the visitor's language and times in their zone; yields the language.

    Whoever was identified and has chosen a zone reads in that; for others the zone of the installation counts.
    """
    language, here = known(chat.language), installation()
    zone = chat.visitor.time_zone if chat.is_identified else "UTC"
    if zone == "UTC" and here is not None:
        zone = here.time_zone
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield language


def public_course(chat: Chat) -> Course:
    """What the visitor has seen, and nothing else; `chat` comes with its ticket and site."""
    return public_courses([chat])[chat.pk]


def public_courses(chats: Collection[Chat]) -> dict[int, Course]:
    """`public_course` of many chats by id: as many queries as of one."""
    return _courses(chats, public_lines(chats), with_whispers=False)


def public_lines(chats: Collection[Chat]) -> QuerySet[ChatLine]:
    """The lines that visitors of these chats see. A message has to be public on its own account, too."""
    is_shown = Q(message=None) | Q(
        message__visibility=Visibility.PUBLIC, message__conversation_id=F("chat__ticket__conversation_id")
    )
    lines = ChatLine.objects.filter(chat__in=chats, public__isnull=False, to=None)
    return lines.exclude(kind=Kind.WHISPERED).filter(is_shown)


def desk_course(actor: Actor, chat: Chat) -> Course:
    """What the actor may read of a chat that they see: whispers to one only if they wrote or got them, or supervise."""
    lines = ChatLine.objects.filter(chat=chat)
    if not actor.may(access.SUPERVISE):
        mine = Q(member__user_id=actor.person_id) | Q(to__user_id=actor.person_id)
        lines = lines.filter(Q(to=None) | mine)
    return _courses([chat], lines, with_whispers=True)[chat.pk]


def _courses(chats: Collection[Chat], lines: QuerySet[ChatLine], *, with_whispers: bool) -> dict[int, Course]:
    rows: dict[int, list[ChatLine]] = defaultdict(list)
    complete = lines.select_related("message", "member", "to").prefetch_related("message__attachments")
    for line in complete.order_by("chat_id", "serial"):
        rows[line.chat_id].append(line)
    targets = _Targets.of(row for some in rows.values() for row in some) if with_whispers else None
    return {
        chat.pk: Course(
            chat=chat,
            number=chat.ticket.number,
            subject=chat.ticket.subject,
            visitor=chat.visitor_name,
            site=chat.site.name if chat.site else "",
            experts=_experts(rows[chat.pk]),
            entries=_entries(chat, rows[chat.pk], targets),
            with_whispers=with_whispers,
        )
        for chat in chats
    }


def _experts(lines: Iterable[ChatLine]) -> tuple[tuple[str, str], ...]:
    """Name and title of those whose lines these are, in the order in which they came."""
    members = [line.member for line in lines if line.member is not None and line.kind != Kind.INVITED]
    return tuple(dict.fromkeys((member.name, member.title) for member in members))


@dataclass(frozen=True, slots=True)
class _Targets:
    """Names of those to whom chats were handed on; only the desk reads them."""

    people: dict[int, str]
    groups: dict[int, str]

    @staticmethod
    def of(lines: Iterable[ChatLine]) -> _Targets:
        data = [line.data for line in lines if line.kind == Kind.TRANSFERRED]
        people = User.objects.filter(pk__in={one.get("person") for one in data} - {None})
        groups = Group.objects.filter(pk__in={one.get("group") for one in data} - {None})
        return _Targets({one.pk: str(one) for one in people}, {one.pk: str(one) for one in groups})

    def to(self, line: ChatLine) -> str:
        person, group = line.data.get("person"), line.data.get("group")
        return self.people.get(person or 0) or self.groups.get(group or 0, "")


def _entries(chat: Chat, lines: Iterable[ChatLine], targets: _Targets | None) -> list[Entry]:
    made, last = [], None
    for line in lines:
        today = timezone.localdate(line.at)
        made.append(_entry(chat, line, targets, today if today != last else None))
        last = today
    return made


def _entry(chat: Chat, line: ChatLine, targets: _Targets | None, day: date | None) -> Entry:
    if line.message is None:
        told = _sentence(chat, line, targets.to(line) if targets else "")
        return Entry(line.kind, line.at, day, SYSTEM, sentence=told)
    member = line.member
    return Entry(
        kind=line.kind,
        at=line.at,
        day=day,
        side=EXPERT if member else VISITOR,
        name=member.name if member else chat.visitor_name,
        title=member.title if member else "",
        text=line.message.text,
        language=line.message.language,
        files=tuple(file.name for file in line.message.attachments.all()),
        is_whisper=line.kind == Kind.WHISPERED,
        to=line.to.name if line.to else "",
    )


def _sentence(chat: Chat, line: ChatLine, target: str) -> Markup:
    """What happened. `target` is empty for visitors, who read next who has come."""
    name = introduced(line.member)
    match line.kind:
        case Kind.ACCEPTED | Kind.JOINED:
            return say(pgettext("chat", "%(name)s joined"), name=name)
        case Kind.LEFT:
            return say(pgettext("chat", "%(name)s left"), name=name)
        case Kind.LED:
            return say(_("%(name)s leads the chat now"), name=name)
        case Kind.INVITED:
            return say(pgettext("chat", "%(name)s was invited"), name=name)
        case Kind.TRANSFERRED if target:
            return say(_("The chat was handed on to %(name)s"), name=target)
        case Kind.TRANSFERRED:
            return say(_("The chat was handed on"))
    return _end(chat)


def _end(chat: Chat) -> Markup:
    match chat.end_reason:
        case EndReason.VISITOR:
            return say(_("The visitor ended the chat"))
        case EndReason.SILENCE:
            return say(_("The chat ended because the visitor went away"))
        case EndReason.UNANSWERED:
            return say(_("The chat ended before anybody was free"))
    return say(_("The chat has ended"))


def introduced(member: ChatMember | None) -> str:
    """An expert by name and title, as the visitor knows them."""
    if member is None:
        return ""
    return f"{member.name} ({member.title})" if member.title else member.name
