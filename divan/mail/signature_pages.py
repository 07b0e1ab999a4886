"""Reads for the pages of signatures. The first argument is always the actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from divan.accounts.access import require
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.ids import id_in
from divan.core.rows import one_of
from divan.mail.models import Mailbox, Signature


@dataclass(frozen=True, slots=True)
class Place:
    """What a signature belongs to: a group, or one of its addresses, in a language."""

    group: Group
    mailbox: Mailbox | None
    language: str

    @property
    def language_name(self) -> str:
        """The language in its own words."""
        return str(dict(settings.LANGUAGES)[self.language])

    def words(self) -> dict[str, str] | None:
        """Salutation and text as stored; None if nothing is."""
        rows = Signature.objects.filter(group=self.group, mailbox=self.mailbox, language=self.language)
        found = rows.first()
        return {"salutation": found.salutation, "text": found.text} if found else None


@dataclass(frozen=True, slots=True)
class Owner:
    """A group (without `mailbox`) or one of its addresses; `written` are its languages with words."""

    group: Group
    mailbox: Mailbox | None
    written: frozenset[str]


def overview(actor: Actor) -> list[Sequence[Owner]]:
    """For each group in use: itself, then its addresses."""
    require(actor, "settings.manage")
    written: dict[tuple[int, int | None], set[str]] = {}
    for group_id, mailbox_id, language in Signature.objects.values_list("group", "mailbox", "language"):
        written.setdefault((group_id, mailbox_id), set()).add(language)
    mailboxes: dict[int, list[Mailbox]] = {}
    for mailbox in Mailbox.objects.filter(is_active=True):
        mailboxes.setdefault(mailbox.group_id, []).append(mailbox)

    def owner(group: Group, mailbox: Mailbox | None) -> Owner:
        languages = written.get((group.pk, mailbox.pk if mailbox else None), ())
        return Owner(group, mailbox, frozenset(languages))

    groups = Group.objects.filter(is_active=True)
    return [[owner(group, each) for each in (None, *mailboxes.get(group.pk, ()))] for group in groups]


def place(actor: Actor, group_id: int, language: str, mailbox_id: str) -> Place:
    """The place that an address names. Raises NotAllowed if there is none."""
    require(actor, "settings.manage")
    group = Group.objects.filter(pk=group_id).first()
    if group is None or language not in dict(settings.LANGUAGES):
        raise NotAllowed(f"signature of group {group_id} in {language}")
    if not mailbox_id:
        return Place(group, None, language)
    mailbox = one_of(Mailbox.objects.filter(pk=id_in(mailbox_id), group=group), f"mailbox {mailbox_id}")
    return Place(group, mailbox, language)
