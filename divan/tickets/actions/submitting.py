"""Sending in a form of the portal: the verb behind every web form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from divan.accounts.actions import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core.actors import SYSTEM, Actor
from divan.tickets.actions.assigning import change_owner
from divan.tickets.actions.consenting import consent_to
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.actions.using_articles import keep_read_before
from divan.tickets.answers import CONSENT
from divan.tickets.fields.definitions import definitions
from divan.tickets.fields.values import keep_findable
from divan.tickets.models import Form, Ticket, Urgency
from divan.tickets.queries.whom import owner_asked


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was filled in. `key` makes a repeated sending one ticket.

    `language` is that of the text, `page_language` that of the page: what a new customer reads. `read_before` is
    the address of the article that they came from, `whom` the group or the expert whom they chose.
    """

    subject: str
    body: str
    key: str | None
    name: str = ""
    email: str = ""
    urgency: str = Urgency.NORMAL
    answers: Mapping[str, Any] = field(default_factory=dict)
    has_consented: bool = False
    attachments: tuple[int, ...] = ()
    upload_key: str = ""
    language: str = ""
    page_language: str = "en"
    read_before: str = ""
    whom: str = ""


def submit_form(form: Form, submission: Submission, *, actor: Actor) -> Ticket:
    """Open the ticket that the form asks for, for the actor or, for a guest, the owner of the typed address.

    A guest's address is only claimed. If it belongs to somebody already, the ticket is theirs and its
    message is marked as unverified; nothing about them is changed or told.
    """
    with transaction.atomic():
        requester, is_verified = _requester(submission, actor)
        owner = owner_asked(form, submission.whom)
        answers = dict(submission.answers)
        if submission.has_consented:
            answers[CONSENT] = consent_to(form, submission.page_language)
        new = NewTicket(
            requester=requester,
            group=owner.group,
            subject=submission.subject,
            draft=Draft(
                text=submission.body,
                attachments=submission.attachments,
                upload_key=submission.upload_key,
                author_id=requester.pk,
                author_name=actor.name or submission.name,
                is_verified=is_verified,
            ),
            channel=Channel.FORM,
            form=form,
            type=form.type,
            urgency=submission.urgency,
            category_id=form.category_id,
            language=submission.language,
            answers=answers,
            submission_key=submission.key,
        )
        ticket = open_ticket(new, actor=actor)
        if ticket.last_seq > 1:
            return ticket
        if owner.assignee:
            by = actor if actor.is_authenticated else SYSTEM
            change_owner(ticket, ticket.group_id, owner.assignee, actor=by)
        if any("." in key for key in answers):
            keep_findable(ticket, (row for row in definitions() if row.slot in answers))
        if submission.read_before:
            keep_read_before(ticket, submission.read_before, actor=actor)
        return ticket


def _requester(submission: Submission, actor: Actor) -> tuple[User, bool]:
    if actor.is_authenticated and actor.id is not None:
        return User.objects.get(pk=actor.id), True
    known = User.objects.by_email(submission.email)
    if known is not None:
        return known, False
    here = installation()
    return (
        find_or_create_customer(
            submission.email,
            submission.name,
            language=submission.page_language,
            time_zone=here.time_zone if here else "UTC",
        ),
        True,
    )
