"""What somebody fills in: the questions every form has, and those of the form itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.models import Attachment
from divan.core.actors import Actor
from divan.core.l10n.detection import language_of
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.languages import CODES, known
from divan.core.labels import label
from divan.tickets.actions.submitting import Submission
from divan.tickets.answers import is_empty, stored
from divan.tickets.fields.conditions import not_asked
from divan.tickets.forms.stamps import Stamp, new_stamp, read_stamp
from divan.tickets.forms.typed import Asking, field_for
from divan.tickets.models import Form, FormField, Kind, Urgency
from divan.tickets.queries.forms import PREFIX, questions_of
from divan.tickets.queries.whom import whom_options

_MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page, with the file that an earlier attempt has brought for it."""

    row: FormField
    bound: forms.BoundField
    file: Attachment | None = None


@dataclass
class Section:
    """Questions that stand together, below a heading unless they are the first ones."""

    heading: FormField | None
    questions: list[Asked]


class SubmissionForm(forms.Form):
    """One form of the portal, for one reader; built from the rows of `form`.

    `website` is invisible to people, and what is typed there was typed by a program. `files` are those that were
    chosen for questions, by key.
    """

    required_css_class = "required"
    use_required_attribute = False

    def __init__(
        self,
        form: Form,
        *,
        actor: Actor,
        data: QueryDict | None = None,
        subject: str = "",
        files: Mapping[str, Attachment] | None = None,
        stamp_for: str = "",
    ) -> None:
        super().__init__(data, initial={"subject": subject, "urgency": form.urgency})
        self.questions = questions_of(form)
        self.chosen_files = files or {}
        self.stamp: Stamp | None = None
        self._form, self._stamp_for = form, stamp_for
        self._not_asked = not_asked(self.questions, self._typed) if data is not None else frozenset()
        if not actor.is_authenticated:
            self.fields |= _who()
        self.fields |= _what()
        self._before = list(self.fields)
        self._ask(actor)
        if form.asks_urgency:
            self.fields["urgency"] = forms.ChoiceField(
                label=_("How urgent is it?"), choices=Urgency.choices, widget=forms.RadioSelect
            )
        if form.asks_whom:
            self.fields["whom"] = forms.ChoiceField(
                label=_("Whom do you want to ask?"), choices=whom_options(form), required=False
            )
        if consent := label(form.consents):
            self.fields["consent"] = forms.BooleanField(label=consent)
        self.fields["website"] = forms.CharField(required=False, max_length=200)
        self.fields["stamp"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _ask(self, actor: Actor) -> None:
        """Add the questions of the form itself. What is not asked this time need not be answered."""
        asking = Asking(
            actor, User.objects.filter(pk=actor.id or 0).first() if self._names_products() else None
        )
        for row in self.questions:
            if row.asked.kind != Kind.SECTION:
                required = row.is_required and row.key not in self._not_asked
                self.fields[PREFIX + row.key] = field_for(row.asked, asking, required=required)

    def _names_products(self) -> bool:
        return any(row.asked.kind == Kind.PRODUCT for row in self.questions)

    def _typed(self, key: str) -> list[str]:
        return self.data.getlist(PREFIX + key)  # type: ignore[attr-defined]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Who asks, and what it is about."""
        return [self[name] for name in self._before]

    @property
    def sections(self) -> list[Section]:
        """The questions of the form itself, those that are hidden now too: an answer may bring them back."""
        found = [Section(None, [])]
        for row in self.questions:
            if row.asked.kind == Kind.SECTION:
                found.append(Section(row, []))
                continue
            bound = self[PREFIX + row.key]
            bound.field.required = row.is_required
            found[-1].questions.append(Asked(row, bound, self.chosen_files.get(row.key)))
        return [section for section in found if section.heading or section.questions]

    @property
    def stamp_to_show(self) -> str:
        """The stamp of this page: the one that came back, so that trying again stays one submission."""
        return self.data["stamp"] if self.stamp else new_stamp(self._stamp_for)

    def clean_name(self) -> str:
        return " ".join(strip_controls(self.cleaned_data["name"]).split())

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave the last field empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        for key in self._not_asked:
            self.errors.pop(PREFIX + key, None)
            self.cleaned_data.pop(PREFIX + key, None)
        for row in self.questions:
            if row.asked.kind == Kind.FILE and row.key in self.chosen_files:
                self.errors.pop(PREFIX + row.key, None)
        self.stamp = read_stamp(self.cleaned_data.get("stamp", ""), self._stamp_for)
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
        answers = {row.key: self._answer(row) for row in self.questions if row.key not in self._not_asked}
        files = [file.pk for key, file in self.chosen_files.items() if key not in self._not_asked]
        return Submission(
            subject=given["subject"],
            body=given["body"],
            name=given.get("name", ""),
            email=given.get("email", ""),
            urgency=given.get("urgency") or self._form.urgency,
            answers={key: value for key, value in answers.items() if not is_empty(value)},
            has_consented=bool(given.get("consent")),
            whom=given.get("whom", ""),
            attachments=(*attachments, *files),
            upload_key=upload_key,
            key=self.stamp.key if self.stamp else None,
            page_language=known(get_language()),
            read_before=read_before,
            language=_language(f"{given['subject']}\n{given['body']}"),
        )

    def _answer(self, row: FormField) -> Any:
        if row.asked.kind == Kind.FILE:
            file = self.chosen_files.get(row.key)
            return {"file": file.pk, "name": file.name} if file else None
        return stored(self.cleaned_data.get(PREFIX + row.key))


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
