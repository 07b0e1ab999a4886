"""What the deeds ask that are about the problem of a ticket, its time and its promise."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from divan.core import clock
from divan.core.l10n.languages import known
from divan.tickets import access
from divan.tickets.actions.stating import LONGEST
from divan.tickets.forms.composition import number
from divan.tickets.forms.later import USUAL, UsualTimeField, usual_times
from divan.tickets.models import ProblemStatement, Status
from divan.tickets.queries.answers import answers_of
from divan.tickets.searching.moments_to_come import day_to_come, moment_to_come
from divan.tickets.views.deeds import DeedForm

_NO_TIME = gettext_lazy(
    "“%(value)s” is no time. You can write: tomorrow, monday 9, 14:30, 3d, 2026-11-22, 1405/09/01 10:00"
)
_NO_DAY = gettext_lazy("“%(value)s” is no day. You can write: tomorrow, friday, 2w, 2026-11-22, 1405/09/01")


class SnoozeForm(DeedForm):
    """Until when, in words or one of the usual times, and what the ticket waits for meanwhile."""

    act = pgettext_lazy("button", "Snooze")
    page = "tickets/desk/deed/snooze.html"

    until = forms.CharField(
        label=gettext_lazy("Until"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Write, for example: tomorrow, monday 9, 3d, 22.11.2026 14:30"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    usual = UsualTimeField(label=gettext_lazy("Or one of these"), required=False, widget=forms.RadioSelect)
    status = forms.ChoiceField(
        label=gettext_lazy("Meanwhile"),
        required=False,
        choices=(
            ("", gettext_lazy("Keep the status")),
            (Status.PENDING, gettext_lazy("Wait for the customer")),
            (Status.ON_HOLD, gettext_lazy("Put on hold")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = usual_times()
        self.fields["usual"].choices = times  # type: ignore[attr-defined]
        today = timezone.localdate(clock.now()).isoformat()
        self.fields["usual"].initial = next(value for value, _words in times if value[:10] > today)

    def clean(self) -> dict[str, Any]:
        """`moment` is what was written, or else the usual time that was chosen."""
        cleaned: dict[str, Any] = self.cleaned_data
        typed = cleaned.get("until") or cleaned.get("usual") or ""
        try:
            cleaned["moment"] = _moment(typed)
        except ValueError:
            self.add_error("until", _NO_TIME % {"value": typed})
        return cleaned


class PromiseForm(DeedForm):
    """The day that the requester is told; nothing takes a promise back."""

    act = pgettext_lazy("button", "Promise")

    day = forms.CharField(
        label=gettext_lazy("Day"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Write, for example: friday, 2w, 22.11.2026 or 1405/09/01. The requester is told by mail and sees it"
            " in the portal. Without a day the promise is taken back."
        ),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day := self.ticket.promised_on:
            self.initial.setdefault("day", day.isoformat())

    def clean_day(self) -> date | None:
        typed: str = self.cleaned_data["day"]
        if not typed:
            return None
        try:
            return day_to_come(typed, language=known(get_language()), time_zone=_zone())
        except ValueError:
            raise forms.ValidationError(_NO_DAY % {"value": typed}) from None


class ProblemForm(DeedForm):
    """The problem in the words of the desk, beginning with the statement, a message or the answers of the form."""

    act = pgettext_lazy("button", "Save")
    page = "tickets/desk/deed/problem.html"

    text = forms.CharField(
        label=gettext_lazy("Problem"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "What happened, what was expected, since when. The team sees it, and the report of the ticket has it."
        ),
        widget=forms.Textarea(attrs={"rows": 7, "autofocus": True}),
    )
    cause = forms.CharField(
        label=gettext_lazy("Cause"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("What it came from, as soon as that is known."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: ProblemStatement | None = getattr(self.ticket, "statement", None)
        chosen = self._chosen(number(str(self.initial.get("message", ""))))
        if self.known:
            self.initial["text"], self.initial["cause"] = self.known.text, self.known.cause
        if chosen or not self.known:
            self.initial["text"] = chosen or self._told()
        self.initial["version"] = self.known.version if self.known else 0

    def shown(self) -> dict[str, Any]:
        """The statement as it is now, and whether it is another than the one that was on the page."""
        now = self.known.version if self.known else 0
        is_theirs = self.is_bound and self.cleaned_data.get("version", now) not in (now, None)
        return {"theirs": self.known if is_theirs else None, "version": now}

    def _chosen(self, message_id: int | None) -> str:
        """The words of a message of this ticket."""
        if not message_id:
            return ""
        readable = access.messages_for(self.actor, self.ticket)
        return str(readable.filter(pk=message_id).values_list("text", flat=True).first() or "")[:LONGEST]

    def _told(self) -> str:
        """What was answered in the form that the ticket came from."""
        answers = answers_of(self.ticket, self.ticket.language)
        return "\n".join(f"{answer.question}: {answer.text}" for answer in answers)[:LONGEST]


def _moment(typed: str) -> datetime:
    """A usual time is the value of a date field in the reader's zone, anything else was typed."""
    try:
        return datetime.strptime(typed, USUAL).replace(tzinfo=timezone.get_current_timezone())
    except ValueError:
        return moment_to_come(typed, language=known(get_language()), time_zone=_zone())


def _zone() -> str:
    return timezone.get_current_timezone_name()
