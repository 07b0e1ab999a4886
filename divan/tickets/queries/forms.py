"""Forms and their questions as the settings show them."""

from __future__ import annotations

from django.db.models import Count

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.tickets.actions.forms import PERMISSION
from divan.tickets.models import Form, FormField


def all_forms(actor: Actor) -> list[Form]:
    """Every form in the order of the portal, with its group and the number of its `questions`."""
    require(actor, PERMISSION)
    return list(Form.objects.select_related("group").annotate(questions=Count("fields")))


def form_for(actor: Actor, form_id: int) -> Form:
    """The form with that id; raises NotAllowed if there is none or the actor may not change forms."""
    require(actor, PERMISSION)
    found = Form.objects.filter(pk=form_id).prefetch_related("fields").first()
    if found is None:
        raise NotAllowed(f"form {form_id}")
    return found


def question_for(actor: Actor, form_id: int, question_id: int) -> FormField:
    """A question of that form; raises NotAllowed like `form_for`."""
    require(actor, PERMISSION)
    found = FormField.objects.filter(pk=question_id, form_id=form_id).select_related("form").first()
    if found is None:
        raise NotAllowed(f"question {question_id}")
    return found
