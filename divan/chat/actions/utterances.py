"""One saying at a time: who may say it, and how it becomes a message and a line of its chat."""

from __future__ import annotations

from collections.abc import Mapping, Set
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from divan.chat.access import DESK
from divan.chat.actions.lines import count_of, number_line
from divan.chat.actions.ticket_upkeep import Spoken, is_awake, keep_up
from divan.chat.limits import LONGEST_KEY, LONGEST_TEXT, MOST_FILES
from divan.chat.models import Chat, ChatLine, ChatMember, Kind, Role, State
from divan.conversations.actions import Draft, add_message, start_conversation
from divan.conversations.models import Channel, Message, Visibility
from divan.core.errors import NotAllowed, Refused
from divan.knowledge.queries.links import links_in, with_addresses
from divan.realtime.lines.families import Seat
from divan.tickets.actions import NeedsReview, receive
from divan.tickets.actions.using_articles import Linked, keep_links, link_articles
from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Backstage:
    """Said to experts only: to all of them, or to the one with that listener's name."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody wants to say, with the key that their page drew for it."""

    chat_id: int
    seat: Seat
    key: str
    text: str
    attachments: tuple[int, ...] = ()
    upload_key: str = ""
    backstage: Backstage | None = None

    @property
    def stored_key(self) -> str:
        """The key as the message keeps it: two authors may draw the same one."""
        return f"{self.seat.listener}#{self.key[:LONGEST_KEY]}"

    def draft(self, *, author_id: int | None, author_name: str, is_verified: bool = True) -> Draft:
        """The words and files, as theirs who say them."""
        return Draft(
            text=self.text,
            attachments=self.attachments,
            upload_key=self.upload_key,
            client_key=self.stored_key,
            author_id=author_id,
            author_name=author_name,
            is_verified=is_verified,
        )

    def require_fair(self) -> None:
        """Raise Refused for what no chat takes."""
        if not 0 < len(self.key) <= LONGEST_KEY:
            raise Refused(_("This page is out of date. Please load it again."))
        if len(self.text) > LONGEST_TEXT:
            raise Refused(_("This message is too long. Please send it in several parts."), field="text")
        if len(self.attachments) > MOST_FILES:
            raise Refused(_("These are too many files at once."), field="files")


@dataclass(slots=True)
class Talk:
    """A locked chat while things are said in it. `said` are messages by key that were stored before, `reviewed` those
    authors of the batch whose answers are reviewed first.
    """

    chat: Chat
    members: Mapping[str, ChatMember]
    said: dict[str, int]
    reviewed: Set[int]
    spoken: list[Spoken] = field(default_factory=list)
    whispered: bool = False

    @staticmethod
    def not_there() -> str:
        return _("You are not in this chat, so nothing was sent. Join it first.")

    def take(self, one: Utterance) -> ChatLine:
        """The line that it becomes, or became before. Raises Refused or NotAllowed."""
        one.require_fair()
        before = self.said.get(one.stored_key)
        if before and (found := ChatLine.objects.filter(message_id=before).first()):
            return found
        line = self._by_expert(one) if one.seat.feed == DESK else self._by_visitor(one)
        self.said[one.stored_key] = line.message_id or 0
        return line

    def upkeep(self) -> None:
        """Let the ticket's columns follow what was said in public."""
        keep_up(self.chat.ticket, self.spoken)

    def _by_visitor(self, one: Utterance) -> ChatLine:
        if one.backstage is not None:
            raise NotAllowed("whisper")
        chat, seat = self.chat, one.seat
        draft = one.draft(
            author_id=chat.visitor_id,
            author_name=chat.visitor_name,
            is_verified=chat.is_proved or bool(seat.known.get("is_verified")),
        )
        if chat.state == State.ENDED:
            receive(chat.ticket, draft, actor=seat.actor, channel=Channel.CHAT)
            raise Refused(_("The chat has ended. Your message was kept, and we answer it by e-mail."))
        if is_awake(chat.ticket):
            message = self._store(chat.ticket.conversation_id, draft, one)
        else:
            message = receive(chat.ticket, draft, actor=seat.actor, channel=Channel.CHAT)
            chat.ticket.refresh_from_db()
        line = number_line(chat, Kind.SAID, message=message, data=count_of(len(one.attachments)))
        self.spoken.append(Spoken(message, seat.actor))
        return line

    def _by_expert(self, one: Utterance) -> ChatLine:
        member = self.members.get(one.seat.listener)
        if self.chat.state == State.ENDED:
            raise Refused(_("This chat has ended. Write an answer on the ticket."))
        if member is None or member.joined_at is None:
            raise NotAllowed("speak")
        if one.backstage is not None:
            return self._whispered(one, member, one.backstage)
        if member.role == Role.WATCHER:
            raise Refused(_("You only watch this chat: whisper, or join it."))
        return self._said(one, member)

    def _said(self, one: Utterance, member: ChatMember) -> ChatLine:
        chat, actor = self.chat, one.seat.actor
        if actor.is_authenticated and actor.person_id in self.reviewed:
            raise NeedsReview
        draft = one.draft(author_id=member.user_id, author_name=member.name)
        # Whoever only claims an address reads what everybody may.
        reader = chat.visitor_id if chat.is_proved else None
        linked = link_articles(draft, by=reader)
        message = self._store(chat.ticket.conversation_id, linked.draft, one, from_staff=True)
        if linked.uses:
            keep_links(
                Ticket.objects.select_for_update().get(pk=chat.ticket_id), linked, message, actor=actor
            )
        data = {**count_of(len(one.attachments)), **_only_article(linked)}
        line = number_line(chat, Kind.SAID, member=member, message=message, data=data)
        chat.first_reply_at = chat.first_reply_at or line.at
        self.spoken.append(Spoken(message, actor, member))
        return line

    def _whispered(self, one: Utterance, member: ChatMember, backstage: Backstage) -> ChatLine:
        to = self.members.get(backstage.to)
        if backstage.to and (to is None or to.pk == member.pk):
            raise Refused(_("The colleague whom you whispered to is not in this chat any more."))
        if self.chat.backstage_id is None:
            self.chat.backstage = start_conversation()
        draft = one.draft(author_id=member.user_id, author_name=member.name)
        message = self._store(
            self.chat.backstage_id or 0, draft, one, from_staff=True, visibility=Visibility.INTERNAL
        )
        self.whispered = True
        data = count_of(len(one.attachments))
        return number_line(self.chat, Kind.WHISPERED, member=member, message=message, to=to, data=data)

    def _store(
        self,
        conversation: int,
        draft: Draft,
        one: Utterance,
        *,
        from_staff: bool = False,
        visibility: Visibility = Visibility.PUBLIC,
    ) -> Message:
        """Only files can be refused after the message is stored, so only then there is something to go back to."""
        with transaction.atomic() if draft.attachments else nullcontext():
            return add_message(
                conversation,
                draft,
                actor=one.seat.actor,
                channel=Channel.CHAT,
                visibility=visibility,
                from_staff=from_staff,
            )


def _only_article(linked: Linked) -> dict[str, int]:
    """The article, where the text is nothing but a link to one: pages show it as a card."""
    text = linked.draft.text.strip()
    if len(list(links_in(text))) != 1 or with_addresses(text, lambda _link: "").strip():
        return {}
    found = [use.article_id for use in linked.uses if use.article_id]
    return {"article": found[0]} if len(found) == 1 else {}
