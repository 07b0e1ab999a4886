"""One object of every kind that an address can name, for the permission matrix."""

from __future__ import annotations

import hashlib
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
from divan.accounts.models import Invitation, Organization, User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message, OriginalMarkup
from divan.core import clock, jobs
from divan.core.actors import Actor
from divan.core.heartbeat import beat
from divan.knowledge import actions as knowledge
from divan.knowledge import queries as knowledge_queries
from divan.knowledge.models import KnowledgeArticle
from divan.knowledge.stopping import stop_path
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, Mailbox, OutgoingMail
from divan.notifications.models import Notification
from divan.tickets import actions, guests
from divan.tickets.models import Category, FormField, GuestLink, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.matrix import Address

INVITATION_TOKEN = "a token that only the invited person has"
OUTGOING = ("settings_outgoing_mail", "settings_outgoing_letter", "settings_retry_outgoing")
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
            "digest": _logo(people),
            **_article(people),
            "message_id": _came_by_mail(ticket),
            "notification_id": Notification.objects.filter(user=people.customer).earliest("pk").pk,
            "form": "contact",
            "form_id": question.form_id,
            "question_id": question.pk,
            "receipt": signing.dumps(ticket.number, salt="divan.tickets.receipt"),
            "view": "mine",
            "language": "en",
            "composition_id": 0,
            "upload_id": 0,
            "view_id": 0,
        },
        own={person.pk: _own(person) for person in _staff(people)},
        special={
            **{name: {"composition_id": _to_review(ticket, people)} for name in REVIEWED},
            "accept_invitation": {"token": INVITATION_TOKEN},
            "help_stop": {"token": stop_path(people.customer, KnowledgeArticle.objects.get()).split("/")[-2]},
            **{name: {"mail_id": confirmation.pk} for name in OUTGOING},
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
    return {"composition_id": draft.pk, "upload_id": file.pk, "view_id": view.pk}


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


def _logo(people: Cast) -> str:
    """The digest of the installation's logo."""
    here = installation()
    assert here is not None
    chief = actor(people.administrator)
    changed = accounts.change_brand(here, hue=205, chroma="0.080", logo=PIXEL, actor=chief)
    return changed.logo_sha256
