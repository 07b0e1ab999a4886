"""One object of every kind that an address can name, for the permission matrix."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.accounts import actions as accounts
from divan.accounts.installation import installation
from divan.accounts.models import BusinessCalendar, Invitation, Organization, User
from divan.assets import actions as assets
from divan.assets.models import Asset, AssetType
from divan.chat.access import seat_of_staff
from divan.chat.actions import rules as chat_rules
from divan.chat.actions import sites as chat_sites
from divan.chat.actions import topics as chat_topics
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite_guest
from divan.chat.actions.rules import RuleDetails
from divan.chat.actions.sites import SiteDetails
from divan.chat.actions.speaking import say
from divan.chat.actions.starting import NewChat, start_chat
from divan.chat.models import ChatSite, EndReason
from divan.chat.transcript_links import link_for_staff, link_to
from divan.consulting.actions import threads
from divan.conversations.actions import Draft, upload
from divan.conversations.markup import Written
from divan.conversations.models import Message, OriginalMarkup
from divan.core import clock, jobs
from divan.core.actors import ANONYMOUS, Actor
from divan.core.heartbeat import beat
from divan.guides import actions as guides
from divan.guides.models import Checklist, ChecklistItem, Script
from divan.knowledge import actions as knowledge
from divan.knowledge import queries as knowledge_queries
from divan.knowledge.models import ArticleFile, KnowledgeArticle
from divan.knowledge.stopping import stop_path
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, Mailbox, OutgoingMail
from divan.notifications.models import Notification
from divan.replies import actions as replies
from divan.rooms import actions as rooms
from divan.tickets import actions, guests
from divan.tickets.actions.custom_fields import FieldDetails, create_field
from divan.tickets.bulk import starting as bulk
from divan.tickets.models import Category, CustomField, Form, FormField, GuestLink, Ticket
from divan.timekeeping import actions as timekeeping
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.matrix import Address
from tests.support.pictures import picture

INVITATION_TOKEN = "a token that only the invited person has"
OUTGOING = ("settings_outgoing_mail", "settings_outgoing_letter", "settings_retry_outgoing")
GUEST_EXPERT = ("guest_expert", "guest_upload", "guest_leave")
REVIEWED = ("approve_composition", "give_back_composition")
PIXEL = b"\x89PNG\r\n\x1a\n a very small picture"


@dataclass(frozen=True)
class Stock:
    """The customer's ticket in Support and what hangs on it.

    `values` are url arguments by name, `special` those of single addresses where a name means something else,
    `own` those that name what only one person has.
    """

    ticket: Ticket
    token: str
    ended_token: str
    guest: Actor
    public_file: int
    internal_file: int
    values: dict[str, Any]
    special: dict[str, dict[str, Any]]
    own: dict[int, dict[str, int]]

    def url(self, address: Address, person: User | None, **instead: Any) -> str:
        """The address with the arguments that this person would meet; `instead` replaces some of them."""
        own = self.own.get(person.pk, {}) if person else {}
        values = {**self.values, **own, **self.special.get(address.name, {}), **instead}
        missing = set(address.arguments) - values.keys()
        assert not missing, f"{address.name}: say in tests/support/stock.py what {sorted(missing)} can be"
        return reverse(address.name, kwargs={name: values[name] for name in address.arguments})


def stock(people: Cast) -> Stock:
    """Everything, made by the product's verbs; the worker has just been heard of."""
    beat("worker")
    ticket = open_ticket(people)
    public_file = _file_in(ticket, people, actions.reply)
    internal_file = _file_in(ticket, people, actions.note)
    token, ended = (
        guests.create_link(ticket, people.customer.pk),
        guests.create_link(ticket, people.customer.pk),
    )
    GuestLink.objects.filter(pk=GuestLink.objects.latest("pk").pk).update(expires_at=clock.now())
    found = guests.guest_of(token)
    assert found is not None
    jobs.drain()
    confirmation, question = OutgoingMail.objects.earliest("pk"), FormField.objects.earliest("pk")
    chat_site = _chat_site(people)
    chat_id, chat_file, expert_token = _chat(people)
    return Stock(
        ticket=ticket,
        token=token,
        ended_token=ended,
        guest=found[0],
        public_file=public_file,
        internal_file=internal_file,
        values={
            "number": ticket.number,
            "token": token,
            "attachment_id": public_file,
            "name": "drum.txt",
            "person_id": people.other_agent.pk,
            "group_id": people.other_group.pk,
            "role_id": people.clerk.role_id,
            "organization_id": _organization(people).pk,
            "invitation_id": _invitation(people).pk,
            "session_id": _session(people.customer).pk,
            "mail_id": _mail_in().pk,
            "mailbox_id": Mailbox.objects.get().pk,
            "category_id": _category(people).pk,
            "calendar_id": BusinessCalendar.objects.earliest("pk").pk,
            "asset_id": _asset(people).pk,
            "guide_id": _checklist(people).pk,
            "line_id": ChecklistItem.objects.earliest("pk").pk,
            "step_id": 0,
            "custom_field_id": _field(people).pk,
            "ticket_type": "bug",
            "type_id": AssetType.objects.earliest("pk").pk,
            "digest": _logo(people),
            "photo_name": _photo(people),
            **_article(people),
            "message_id": _came_by_mail(ticket),
            "notification_id": Notification.objects.filter(user=people.customer).earliest("pk").pk,
            "form": _embedded(),
            "form_id": question.form_id,
            "question_id": question.pk,
            "receipt": signing.dumps(ticket.number, salt="divan.tickets.receipt"),
            **chat_site,
            "chat_id": chat_id,
            "view": "mine",
            "place": "mine",
            "language": "en",
            "composition_id": 0,
            "entry_id": 0,
            "thread_id": 0,
            "upload_id": 0,
            "room_id": 0,
            "room_file_id": 0,
            "view_id": 0,
            "job_id": 0,
            "reply_id": 0,
            "macro_id": 0,
            "batch": uuid.UUID(int=1),
        },
        own={
            person.pk: {
                **_own(person),
                **(_on_ticket(ticket, person, people) if person in _on_desk(people) else {}),
            }
            for person in _staff(people)
        },
        special={
            **_script(people),
            **{name: {"composition_id": _to_review(ticket, people)} for name in REVIEWED},
            "accept_invitation": {"token": INVITATION_TOKEN},
            "help_file": {"file_id": ArticleFile.objects.earliest("pk").pk},
            "help_stop": {"token": stop_path(people.customer, KnowledgeArticle.objects.get()).split("/")[-2]},
            **{name: {"mail_id": confirmation.pk} for name in OUTGOING},
            "chat_file": {"file_id": 0},
            "chat_line_file": {"file_id": chat_file},
            **{name: {"token": expert_token} for name in GUEST_EXPERT},
            **_past_chat(people),
        },
    )


def _file_in(ticket: Ticket, people: Cast, verb: Any) -> int:
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=agent)
    verb(ticket, Draft(text="See the file.", attachments=(file.pk,)), actor=agent)
    return file.pk


def _organization(people: Cast) -> Organization:
    chief = actor(people.administrator)
    return accounts.create_organization("Customer AG", domains=["customer.example"], actor=chief)


def _chat_site(people: Cast) -> dict[str, Any]:
    """A site with a topic and an invitation."""
    chief = actor(people.administrator)
    site, _secret = chat_sites.create_site(SiteDetails(name="Shop", group_id=people.group.pk), actor=chief)
    topic = chat_topics.add_topic(site.pk, {"en": "Orders"}, people.group.pk, actor=chief)
    rule = chat_rules.create_rule(site.pk, RuleDetails("Prices", {"en": "Questions?"}), actor=chief)
    return {"key": site.key, "site_id": site.pk, "topic_id": topic.pk, "rule_id": rule.pk}


def _chat(people: Cast) -> tuple[int, int, str]:
    """A running chat in Support, which the agent leads: its id, a file that was sent in it, and a guest's link."""
    lead, site = actor(people.agent), ChatSite.objects.latest("pk")
    new = NewChat(
        site=site,
        name="Nora",
        email="nora@visitor.example",
        text="Is the drum in stock?",
        start_key="drawn by the page of a visitor",
        language="en",
    )
    chat = accept(start_chat(new, actor=ANONYMOUS).chat, actor=lead)
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=lead)
    seat = seat_of_staff(lead, chat.pk)
    assert seat is not None
    say(chat, "See the file.", seat=seat, key="file", attachments=(file.pk,))
    _member, token = invite_guest(chat, "Ines", "Drums", actor=lead)
    return chat.pk, file.pk, token


def _invitation(people: Cast) -> Invitation:
    """An open invitation whose token the test knows; the verb would only mail it."""
    return Invitation.objects.create(
        email="new@divan.example",
        role=people.agent.role,
        token_hash=hashlib.sha256(INVITATION_TOKEN.encode()).hexdigest(),
        expires_at=clock.now() + timedelta(days=1),
    )


def _session(person: User) -> UserSession:
    """A browser in which the person is signed in."""
    browser = Client()
    browser.force_login(person)
    key = browser.session.session_key
    return UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1", user_agent="Firefox/140")


def _staff(people: Cast) -> tuple[User, ...]:
    return people.agent, people.other_agent, people.supervisor, people.administrator, people.clerk


def _own(person: User) -> dict[str, int]:
    """What somebody of the staff has written and uploaded but not sent, and a search that they keep."""
    written = actions.Written(mode="new", subject="Empty pages", text="Are they still empty?")
    draft = actions.save_draft(written, actor=actor(person))
    assert draft is not None
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(person))
    view = actions.save_view("status:open", actor=actor(person), name="Open ones")
    job = bulk.start("wait", [Ticket.objects.earliest("pk").pk], {}, actor=actor(person))
    return {
        "composition_id": draft.pk,
        "upload_id": file.pk,
        "view_id": view.pk,
        "job_id": job.pk,
        **_ready_made(person),
        **_room(person),
    }


def _ready_made(person: User) -> dict[str, int]:
    """A saved reply and a macro of their own."""
    words = replies.ReplyWords("own", "en", title="Shake it", body=Written("Shake the drum."))
    macro = replies.MacroWords("own", {"en": "Wait"}, replies.Steps(status="wait"))
    return {
        "reply_id": replies.save_reply(words, actor=actor(person)).pk,
        "macro_id": replies.save_macro(macro, actor=actor(person)).pk,
    }


def _past_chat(people: Cast) -> dict[str, dict[str, Any]]:
    """Where the addresses of a chat that has ended lead."""
    new = NewChat(
        site=ChatSite.objects.latest("pk"),
        name="Omar",
        email="omar@visitor.example",
        text="Is the drum back in stock?",
        start_key="drawn by the page of another visitor",
        language="en",
    )
    chat = accept(start_chat(new, actor=ANONYMOUS).chat, actor=actor(people.agent))
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    copy = link_for_staff(chat, "txt", with_whispers=False).split("/")[-2]
    archived = ("archived_chat", "copy_archived_chat", "mail_archived_chat")
    return {
        **{name: {"chat_id": chat.pk} for name in archived},
        "archived_chat_copy": {"token": copy},
        "chat_transcript": {"token": link_to(chat, "txt").split("/")[-2]},
    }


def _room(person: User) -> dict[str, int]:
    """A room that they have opened, with a file in it."""
    other = User.objects.filter(role__is_staff=True).exclude(pk=person.pk).earliest("pk")
    room = rooms.open_room("Printers", [other.pk], actor=actor(person))
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(person))
    rooms.say(room, rooms.Words(room.pk, actor(person), "drum", "Is it the drum?", (file.pk,)))
    return {"room_id": room.pk, "room_file_id": file.pk}


def _on_desk(people: Cast) -> tuple[User, ...]:
    return people.agent, people.supervisor, people.administrator


def _on_ticket(ticket: Ticket, person: User, people: Cast) -> dict[str, int]:
    """What only one of those at the desk has on the ticket."""
    return {**_time(ticket, person), **_side_thread(ticket, person, people)}


def _side_thread(ticket: Ticket, person: User, people: Cast) -> dict[str, int]:
    """A thread with somebody else who sees the ticket anyway, and the file of its first message."""
    other = people.supervisor if person == people.agent else people.agent
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(person))
    draft = Draft(text="Is it under warranty?", attachments=(file.pk,))
    thread = threads.open_side_thread(ticket, "Warranty", draft, people=[other.pk], actor=actor(person))
    return {"thread_id": thread.pk, "file_id": file.pk}


def _time(ticket: Ticket, person: User) -> dict[str, int]:
    spent = timekeeping.Spent(minutes=30, on=clock.now().date())
    return {"entry_id": timekeeping.log_time(ticket, spent, actor=actor(person)).pk}


def _to_review(ticket: Ticket, people: Cast) -> int:
    """An answer of the agent that waits for somebody to approve it."""
    draft = Draft(text="Shake the drum.", client_key="to-review")
    return actions.hold_reply(ticket, draft, actor=actor(people.agent)).pk


def _mail_in() -> InboundMail:
    """A message that has arrived and waits to be read."""
    raw = b"From: nil@customer.example\r\nSubject: Empty pages\r\n\r\nThey are still empty.\r\n"
    address = Mailbox.objects.get().address
    return take_in(raw, Envelope(sender="nil@customer.example", recipients=(address,)))


def _came_by_mail(ticket: Ticket) -> int:
    """The first message of the ticket, as if it had come as a mail with a layout of its own."""
    message = Message.objects.filter(conversation_id=ticket.conversation_id).earliest("pk")
    OriginalMarkup.objects.create(message=message, html="<table><tbody></tbody></table>")
    Message.objects.filter(pk=message.pk).update(has_original=True)
    mail = _mail_in()
    InboundMail.objects.filter(pk=mail.pk).update(filed_message=message)
    return message.pk


def _article(people: Cast) -> dict[str, Any]:
    """A published article for everybody with a picture, a draft on top of it, and what names them."""
    chief = actor(people.administrator)
    shelf = knowledge.create_category({"en": "Printers"}, actor=chief)
    article = knowledge.create_article("empty-pages", shelf, actor=chief)
    picture = knowledge.add_file(article, SimpleUploadedFile("drum.png", PIXEL), actor=chief)
    words = {"title": "Empty pages", "summary": "First", "body": f"![Drum](files/{picture.pk})"}
    knowledge.write_translation(article, "en", **words, actor=chief)
    knowledge.publish_article(article, actor=chief)
    knowledge.save_draft(article, "en", {**words, "title": "White pages"}, actor=chief)
    return {
        "slug": article.slug,
        "article_id": article.pk,
        "shelf_id": shelf.pk,
        "file_id": picture.pk,
        "version": 1,
        "missed_id": _missed_search(people),
    }


def _missed_search(people: Cast) -> int:
    """A search for which there is no article, asked by two visitors."""
    for place in ("one", "another"):
        knowledge.note_search("coffee machine", "en", 0, place=place)
    return knowledge_queries.missed_searches(actor(people.administrator))[0].id


def _category(people: Cast) -> Category:
    chief = actor(people.administrator)
    return actions.add_category({"en": "Printers"}, actor=chief)


def _field(people: Cast) -> CustomField:
    """A field that tickets have."""
    chief = actor(people.administrator)
    return create_field(FieldDetails(kind="text", labels={"en": "Cost centre"}), actor=chief)


def _embedded() -> str:
    """The address of a form that another site may show."""
    Form.objects.filter(slug="contact").update(origins=["https://shop.example"])
    return "contact"


def _asset(people: Cast) -> Asset:
    chief = actor(people.administrator)
    printer = assets.AssetFacts(type_id=AssetType.objects.earliest("pk").pk, name="Printer in the hall")
    return assets.add_asset(printer, actor=chief)


def _checklist(people: Cast) -> Checklist:
    chief = actor(people.administrator)
    made = guides.save_guide(Checklist, None, {"en": "New printer"}, category_id=None, actor=chief)
    guides.save_item(made, None, {"en": "Paper is in"}, is_required=False, actor=chief)
    return made


def _script(people: Cast) -> dict[str, dict[str, Any]]:
    """Where the addresses of a script lead: to its only step, and to the answer of that."""
    chief = actor(people.administrator)
    made = guides.save_guide(Script, None, {"en": "Empty pages"}, category_id=None, actor=chief)
    step = guides.save_step(made, None, {"en": "Is the drum in?"}, actor=chief)
    answer = guides.save_answer(step, None, {"en": "Yes"}, leads_to=None, actor=chief)
    script = ("settings_script", "settings_use_script", "settings_add_step")
    steps, answers = ("settings_step", "settings_change_step"), ("settings_answer", "settings_change_answer")
    return {
        **{name: {"guide_id": made.pk} for name in script},
        **{name: {"guide_id": made.pk, "line_id": step.pk} for name in steps},
        "settings_add_answer": {"guide_id": made.pk, "step_id": step.pk},
        **{name: {"guide_id": made.pk, "step_id": step.pk, "line_id": answer.pk} for name in answers},
    }


def _photo(people: Cast) -> str:
    """The name of an agent's photo."""
    return accounts.change_photo(people.agent, picture(), actor=actor(people.agent)).photo


def _logo(people: Cast) -> str:
    """The digest of the installation's logo."""
    here = installation()
    assert here is not None
    chief = actor(people.administrator)
    changed = accounts.change_brand(here, hue=205, chroma="0.080", logo=PIXEL, actor=chief)
    return changed.logo_sha256
