"""The forms of the authors' pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.core.l10n.languages import known
from divan.knowledge.actions import ArticleSettings
from divan.knowledge.models import (
    ErrorState,
    KnowledgeArticle,
    KnowledgeCategory,
    Level,
    Type,
    Visibility,
)
from divan.knowledge.queries.desk import authors, reviewers
from divan.knowledge.tree import tree


def _shelves(*, none: str = "") -> list[tuple[Any, str]]:
    """The categories as choices, each indented by its depth."""
    first: list[tuple[Any, str]] = [("", none)] if none else []
    return first + [(shelf.id, "\u2003" * shelf.depth + shelf.name) for shelf in tree(known(get_language()))]


class NewArticleForm(forms.Form):
    """Where a new article stands, and the language in which it is written first."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("Letters a to z, digits and hyphens. It stays the same in all languages."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("article", "Type"), choices=Type.choices, initial=Type.HOWTO)
    category = forms.ChoiceField(label=_("Category"))
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = _shelves()  # type: ignore[attr-defined]


class ArticleForm(forms.Form):
    """What all languages of an article share."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=KnowledgeCategory.objects.all(), empty_label=None
    )
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=Visibility.choices)
    kind = forms.ChoiceField(label=pgettext_lazy("article", "Type"), choices=Type.choices)
    level = forms.ChoiceField(label=pgettext_lazy("article", "Level"), choices=Level.choices)
    error_state = forms.ChoiceField(
        label=_("State of the error"), choices=[("", "–"), *ErrorState.choices], required=False
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("article", "Looked after by"), queryset=User.objects.none(), required=False
    )
    review_by = forms.DateField(
        label=_("Look at it again on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    guide = forms.ModelChoiceField(
        label=_("Chapter of"), queryset=KnowledgeArticle.objects.none(), required=False
    )
    place = forms.IntegerField(label=_("Place in the guide"), min_value=0, max_value=9999, initial=0)

    def __init__(self, data: Mapping[str, Any] | None = None, *, article: KnowledgeArticle) -> None:
        super().__init__(data, initial={name: getattr(article, name) for name in self.base_fields})
        guides = KnowledgeArticle.objects.filter(kind=Type.GUIDE, guide=None).exclude(pk=article.pk)
        owners = {person.pk for person in authors()} | {article.owner_id or 0}
        self.fields["guide"].queryset = guides.order_by("slug")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = User.objects.filter(pk__in=owners).order_by("name")  # type: ignore[attr-defined]
        self.fields["category"].choices = _shelves()  # type: ignore[attr-defined]
        self.initial["review_by"] = article.review_by.isoformat() if article.review_by else ""

    def settings(self) -> ArticleSettings:
        """What was chosen. After `is_valid()`."""
        return ArticleSettings(**self.cleaned_data)


class ReviewForm(forms.Form):
    """Whom to ask, and what to tell them."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [person.pk for person in reviewers(actor)]
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=able).order_by("name")  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """When a draft goes live, in the author's time zone."""

    publish_at = forms.DateTimeField(
        label=_("Goes live"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def clean_publish_at(self) -> datetime:
        at: datetime = self.cleaned_data["publish_at"]
        return at if timezone.is_aware(at) else timezone.make_aware(at)


class CategoryNamesForm(forms.Form):
    """The name of a category in each language of the help desk; the default language's must be filled in."""

    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = installation()
        offered = set(here.languages) if here and here.languages else set(dict(settings.LANGUAGES))
        self._names = names or {}
        for code, language in settings.LANGUAGES:
            if code not in offered:
                continue
            self.fields[f"name_{code}"] = forms.CharField(
                label=gettext("Name in %(language)s") % {"language": language},
                max_length=60,
                required=code == (here.default_language if here else "en"),
                initial=self._names.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )

    def names(self) -> dict[str, str]:
        """What was entered, with the names in languages that are no longer offered. After `is_valid()`."""
        entered = {name[5:]: value for name, value in self.cleaned_data.items()}
        return {code: name for code, name in {**self._names, **entered}.items() if name}


class ParentForm(forms.Form):
    """The category that a new one stands on."""

    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=KnowledgeCategory.objects.all(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = _shelves(none="–")  # type: ignore[attr-defined]
