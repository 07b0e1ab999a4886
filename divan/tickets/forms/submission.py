"""What somebody fills in: the questions every form has, and those of the form itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.l10n.detection import language_of
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.languages import CODES, known
from divan.core.labels import label
from divan.tickets.actions.submitting import Submission
from divan.tickets.answers import stored
from divan.tickets.forms.stamps import Stamp, new_stamp, read_stamp
from divan.tickets.forms.typed import field_for
from divan.tickets.models import Form, Urgency

_MAX_TEXT = 200_000
_PREFIX = "answer_"


class SubmissionForm(forms.Form):
    """One form of the portal, for one reader; built from the rows of `form`.

    `website` is invisible to people, and what is typed there was typed by a program.
    """

    required_css_class = "required"
    use_required_attribute = False

    def __init__(self, form: Form, *, actor: Actor, data: QueryDict | None = None, subject: str = "") -> None:
        super().__init__(data, initial={"subject": subject, "urgency": Urgency.NORMAL})
        self.questions = list(form.fields.all())
        self.stamp: Stamp | None = None
        if not actor.is_authenticated:
            self.fields |= _who()
        self.fields |= _what()
        self.fields |= {_PREFIX + row.key: field_for(row) for row in self.questions}
        if form.asks_urgency:
            self.fields["urgency"] = forms.ChoiceField(
                label=_("How urgent is it?"), choices=Urgency.choices, widget=forms.RadioSelect
            )
        if consent := label(form.consents):
            self.fields["consent"] = forms.BooleanField(label=consent)
        self.fields["website"] = forms.CharField(required=False, max_length=200)
        self.fields["stamp"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that people see, in their order."""
        return [bound for bound in self if bound.name not in ("website", "stamp")]

    @property
    def stamp_to_show(self) -> str:
        """The stamp of this page: the one that came back, so that trying again stays one submission."""
        return self.data["stamp"] if self.stamp else new_stamp()

    def clean_name(self) -> str:
        return " ".join(strip_controls(self.cleaned_data["name"]).split())

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave the last field empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        self.stamp = read_stamp(self.cleaned_data.get("stamp", ""))
        if self.stamp is None:
            raise ValidationError(
                _("This page was open for very long. Check what you wrote and send it again.")
            )
        return self.cleaned_data

    def submission(
        self, attachments: tuple[int, ...], upload_key: str, *, read_before: str = ""
    ) -> Submission:
        """The valid form as the verb wants it; `read_before` is the article that its page names."""
        given = self.cleaned_data
        answers = {row.key: stored(given[_PREFIX + row.key]) for row in self.questions}
        return Submission(
            subject=given["subject"],
            body=given["body"],
            name=given.get("name", ""),
            email=given.get("email", ""),
            urgency=given.get("urgency") or Urgency.NORMAL,
            answers={key: value for key, value in answers.items() if value not in (None, "")},
            has_consented=bool(given.get("consent")),
            attachments=attachments,
            upload_key=upload_key,
            key=self.stamp.key if self.stamp else None,
            page_language=known(get_language()),
            read_before=read_before,
            language=_language(f"{given['subject']}\n{given['body']}"),
        )


def _who() -> dict[str, forms.Field]:
    name = forms.CharField(label=_("Your name"), max_length=200)
    name.widget.attrs["autocomplete"] = "name"
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254, help_text=_("We answer here."))
    email.widget.attrs["autocomplete"] = "email"
    return {"name": name, "email": email}


def _what() -> dict[str, forms.Field]:
    return {
        "subject": forms.CharField(
            label=_("Subject"), max_length=255, help_text=_("One short sentence is enough.")
        ),
        "body": forms.CharField(
            label=_("Description"), max_length=_MAX_TEXT, widget=forms.Textarea(attrs={"rows": 6})
        ),
    }


def _language(text: str) -> str:
    """The language somebody wrote in; that of the page when the text does not tell."""
    page = known(get_language())
    found = language_of(text, prefer=(page,))
    return found if found in CODES else page
