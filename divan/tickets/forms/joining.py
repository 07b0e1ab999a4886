"""What is asked before tickets are merged, linked or split."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from divan.conversations.models import Message
from divan.core.ids import id_in
from divan.tickets import access
from divan.tickets.marks import marks
from divan.tickets.models import Link, Ticket
from divan.tickets.queries.joined import Preview, preview_of
from divan.tickets.queries.targets import target_named, targets_for
from divan.tickets.views.deeds import DeedForm

MESSAGES = 50
BEGINNING = 80


class TargetForm(DeedForm):
    """A deed with another ticket: typed as its number, or looked for by words and chosen."""

    verb: str
    words = forms.CharField(
        label=gettext_lazy("Number or words of the other ticket"), max_length=200, required=False
    )
    target = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The other ticket as `other`; without one that the actor may see the form says so."""
        cleaned = super().clean() or self.cleaned_data
        if self.other is None:
            self.add_error(
                "words", _("There is no such ticket that you may see. Type its number, or choose one.")
            )
        return cleaned

    @cached_property
    def other(self) -> Ticket | None:
        """The ticket that was chosen, else the one whose number was typed."""
        asked = self.data if self.is_bound else self.initial
        named = str(asked.get("target") or asked.get("words") or "")
        return target_named(self.actor, named[:40])

    def shown(self) -> dict[str, Any]:
        words = str(self.data.get("words", ""))[:200]
        found = targets_for(self.actor, self.ticket, self.verb, words, get_language() or "en")
        return {"targets": found, "verb": self.verb, "chosen": self.other, **marks()}


class MergeForm(TargetForm):
    """Into which ticket, after a look at what that does."""

    act = pgettext_lazy("button", "Merge")
    page = "tickets/desk/joining/merge.html"
    verb = "merge"
    openly = forms.BooleanField(label=gettext_lazy("They may see it"), required=False)
    seen = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Nothing is merged that was not previewed as it is now."""
        cleaned = super().clean()
        if self.preview and cleaned.get("seen") != mark_of(self.preview):
            self.add_error(None, _("Look at what will happen, then merge."))
        return cleaned

    @cached_property
    def preview(self) -> Preview | None:
        """What would happen; None without another ticket that the actor may change."""
        other = self.other
        if other is None or other.pk == self.ticket.pk or not access.may(self.actor, "merge", other):
            return None
        return preview_of(self.ticket, other)

    def shown(self) -> dict[str, Any]:
        mark = mark_of(self.preview) if self.preview else ""
        return {**super().shown(), "preview": self.preview, "mark": mark}


def mark_of(preview: Preview) -> str:
    """Stands for what a preview says of whom and of which ticket."""
    return f"{preview.into.pk}-{preview.widening.mark}"


class LinkForm(TargetForm):
    """Which ticket, and what it has to do with this one."""

    RELATED, PARENT, CHILD, DUPLICATE = "related", "parent", "child", "duplicate"
    WAYS = (
        (RELATED, pgettext_lazy("link between tickets", "They are related")),
        (PARENT, pgettext_lazy("link between tickets", "The other one is the parent")),
        (CHILD, pgettext_lazy("link between tickets", "The other one is a part of this one")),
        (DUPLICATE, pgettext_lazy("link between tickets", "This one is a duplicate of the other")),
    )
    act = pgettext_lazy("button", "Link")
    page = "tickets/desk/joining/link.html"
    verb = "link"
    way = forms.ChoiceField(
        label=gettext_lazy("What they have to do with each other"), choices=WAYS, initial=RELATED
    )

    @property
    def kind(self) -> tuple[str, bool]:
        """The kind of link, and whether it points from the other to this one."""
        return {
            self.PARENT: (Link.Kind.PARENT, True),
            self.CHILD: (Link.Kind.PARENT, False),
            self.DUPLICATE: (Link.Kind.DUPLICATE, False),
        }.get(self.cleaned_data["way"], (Link.Kind.RELATED, False))


class SplitForm(DeedForm):
    """Which message becomes a ticket of its own, called how, and for whom."""

    act = pgettext_lazy("button", "Make a new ticket")
    message = forms.TypedChoiceField(label=gettext_lazy("Message"), coerce=int)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=255)
    for_author = forms.BooleanField(
        label=gettext_lazy("For whoever wrote the message"),
        help_text=gettext_lazy("Otherwise for the requester of this ticket."),
        required=False,
    )
    reveal = forms.BooleanField(
        label=gettext_lazy("The customer may read it"),
        help_text=gettext_lazy("Needed only for what they could not read so far."),
        required=False,
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"subject": self.ticket.subject, "key": secrets.token_urlsafe(18), **self.initial}
        field = self.fields["message"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(message.pk, _beginning(message)) for message in self._messages()]

    def _messages(self) -> list[Message]:
        """The latest ones, and the one that was asked for however old it is."""
        readable = access.messages_for(self.actor, self.ticket)
        latest = list(readable.order_by("-pk")[:MESSAGES])
        asked = id_in(self.data.get("message") or self.initial.get("message") or "")
        if asked and asked not in {message.pk for message in latest}:
            latest += readable.filter(pk=asked)
        return latest


def _beginning(message: Message) -> str:
    """Who wrote it and how it begins."""
    words = " ".join(message.text.split())
    shown = words if len(words) <= BEGINNING else f"{words[:BEGINNING]}…"
    return f"{message.author_name}: {shown}" if shown else message.author_name
