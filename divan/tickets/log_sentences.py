"""The words of the entries that settings of tickets leave in the administration log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES

_SENTENCES = {
    "category.added": _("Added a category"),
    "matrix.changed": _("Changed the priority matrix"),
    "type.changed": _("Changed what belongs to a type of tickets"),
    "category.renamed": _("Renamed a category"),
    "category.moved": _("Moved a category"),
    "category.in_use": _("Took a category into or out of use"),
    "person.reviewed": _("Decided whether a person's answers are reviewed"),
    "form.created": _("Added a form"),
    "form.changed": _("Changed a form"),
    "form.moved": _("Moved a form"),
    "form.in_use": _("Took a form into or out of use"),
    "form.duplicated": _("Copied a form"),
    "form.translated": _("Changed the translations of a form"),
    "question.added": _("Added a question to a form"),
    "question.changed": _("Changed a question of a form"),
    "question.removed": _("Removed a question from a form"),
    "question.moved": _("Moved a question of a form"),
    "field.created": _("Added a field of tickets"),
    "field.changed": _("Changed a field of tickets"),
    "field.in_use": _("Took a field of tickets into or out of use"),
    "field.moved": _("Moved a field of tickets"),
}


def register() -> None:
    """Called once, when the slice is ready."""
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)
