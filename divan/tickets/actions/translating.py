"""All texts of a form at once, in every language."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.forms import PERMISSION, locked_form
from divan.tickets.models import Form, FormField

FORM_TEXTS = ("names", "intros", "confirmations", "consents")
Texts = Mapping[str, Mapping[str, str]]
"""Words by language, by the path of their text: a name of `FORM_TEXTS`, `question.<id>.labels`, `question.<id>.hints`
or `choice.<question id>.<value>`.
"""


def translate_form(form_id: int, texts: Texts, *, actor: Actor) -> Form:
    """Write these texts; those that are not named stay. Raises Refused if the name or a question would have none."""
    require(actor, PERMISSION)
    with transaction.atomic():
        form = locked_form(form_id)
        questions = list(form.fields.filter(field=None))
        changed = [name for name in FORM_TEXTS if name in texts and getattr(form, name) != texts[name]]
        for name in changed:
            setattr(form, name, dict(texts[name]))
        rewritten = [row for row in questions if _rewrite(row, texts)]
        if not any(form.names.values()) or not all(any(row.labels.values()) for row in questions):
            raise Refused(_("Each name and each question needs words in at least one language."))
        if changed:
            form.save(update_fields=changed)
        FormField.objects.bulk_update(rewritten, ["labels", "hints", "choices"])
        if changed or rewritten:
            record(actor, "form.translated", form, form=form.pk)
        return form


def _rewrite(row: FormField, texts: Texts) -> bool:
    """Give a question its new words; whether any of them are new."""
    before = (row.labels, row.hints, row.choices)
    row.labels = dict(texts.get(f"question.{row.pk}.labels", row.labels))
    row.hints = dict(texts.get(f"question.{row.pk}.hints", row.hints))
    row.choices = [
        {**choice, "labels": dict(texts.get(f"choice.{row.pk}.{choice['value']}", choice["labels"]))}
        for choice in row.choices
    ]
    return (row.labels, row.hints, row.choices) != before
