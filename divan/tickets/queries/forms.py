"""Forms and their questions as the settings show them."""

from __future__ import annotations

from django.db.models import Count

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.tickets.actions.forms import PERMISSION
from divan.tickets.models import Form, FormField, Kind

PREFIX = "answer_"
"""With this the names of controls begin in which questions are answered."""


def questions_of(form: Form) -> list[FormField]:
    """What the form asks now, in its order: a field that is out of use is not asked for."""
    rows = form.fields.select_related("field").all()
    return [row for row in rows if row.field is None or row.field.is_active]


def file_questions(form: Form) -> list[str]:
    """Keys of the questions that are answered with a file."""
    return [row.key for row in form.fields.filter(field=None, kind=Kind.FILE)]


def all_forms(actor: Actor) -> list[Form]:
    """Every form in the order of the portal, with its group and the number of its `questions`."""
    require(actor, PERMISSION)
    return list(Form.objects.select_related("group").annotate(questions=Count("fields")))


def form_for(actor: Actor, form_id: int) -> Form:
    """The form with that id; raises NotAllowed if there is none or the actor may not change forms."""
    require(actor, PERMISSION)
    return one_of(Form.objects.filter(pk=form_id).prefetch_related("fields__field"), f"form {form_id}")


def question_for(actor: Actor, form_id: int, question_id: int) -> FormField:
    """A question of that form; raises NotAllowed like `form_for`."""
    require(actor, PERMISSION)
    return one_of(
        FormField.objects.filter(pk=question_id, form_id=form_id).select_related("form", "field"),
        f"question {question_id}",
    )


def questions_before(question: FormField) -> list[FormField]:
    """The questions that stand above it."""
    rows = list(FormField.objects.filter(form_id=question.form_id).select_related("field"))
    return rows[: [row.pk for row in rows].index(question.pk)]
