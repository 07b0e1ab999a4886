"""The form of a saved reply: what it says in one language, and what all its languages share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from divan.conversations.markup import Written, written
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.replies.actions import ReplyWords
from divan.replies.forms.places import places_for
from divan.replies.models import SavedReply
from divan.tickets.queries.categories import tree

_MOST_FILES = 20


class ReplyForm(forms.Form):
    """The text itself stands in an editor of its own, see `body_in`."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, widget=forms.TextInput(attrs={"autofocus": True})
    )
    place = forms.ChoiceField(label=_("Who uses it"))
    folder = forms.CharField(
        label=_("Folder"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "folders"})
    )
    categories = forms.TypedMultipleChoiceField(
        label=_("First aid for these categories"),
        help_text=_("In tickets about them it is offered first."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs |= {"lang": language, "dir": "auto"}
        self.fields["place"].choices = places_for(actor)  # type: ignore[attr-defined]
        branches = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        self.fields["categories"].choices = branches  # type: ignore[attr-defined]
        if not branches:
            del self.fields["categories"]

    def words(self, sent: QueryDict, language: str) -> ReplyWords:
        """What was typed, for the verb; raises Refused for markup that no editor sends."""
        return ReplyWords(
            place=self.cleaned_data["place"],
            language=language,
            title=self.cleaned_data["title"],
            body=body_in(sent),
            folder=self.cleaned_data["folder"],
            categories=tuple(self.cleaned_data.get("categories", ())),
            uploads=_ids(sent, "attachments"),
            dropped=_ids(sent, "dropped"),
        )

    def refuse(self, refusal: Refused) -> None:
        """Show why the verb said no, beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def initial_of(reply: SavedReply, title: str) -> dict[str, Any]:
    """What the form shows of a saved reply."""
    return {
        "title": title,
        "place": reply.place,
        "folder": reply.folder,
        "categories": list(reply.categories.values_list("pk", flat=True)),
    }


def body_in(sent: QueryDict) -> Written:
    """The text of the editor with its harmless markup; raises Refused for markup that no editor sends."""
    source = sent.get("html", "").strip()
    return written(source) if source else Written(sent.get("body", "").replace("\r\n", "\n").strip())


def _ids(sent: QueryDict, name: str) -> tuple[int, ...]:
    return tuple(found for each in sent.getlist(name) if (found := id_in(each)))[:_MOST_FILES]
