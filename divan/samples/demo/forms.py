"""A form whose questions depend on answers, and two fields of tickets, one of which it asks for."""

from __future__ import annotations

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.samples.library import forms
from divan.tickets.actions.custom_fields import FieldDetails, create_field
from divan.tickets.actions.forms import FormDetails, create_form
from divan.tickets.actions.questions import Question, add_question


def set_up(administrator: Actor, group: Group) -> None:
    """Make them by the verbs of the settings."""
    words = forms()
    fields = [create_field(FieldDetails(**row), actor=administrator) for row in words["fields"]]
    details = FormDetails(group_id=group.pk, type="service_request", **words["form"])
    form = create_form(details, actor=administrator)
    deciding = ""
    for row in words["questions"]:
        when = row.get("when")
        given = {name: value for name, value in row.items() if name != "when"}
        condition = {"question": deciding, "is": when} if when else {}
        made = add_question(form.pk, Question(**given, condition=condition), actor=administrator)
        deciding = deciding or made.key
    add_question(form.pk, Question(field_id=fields[0].pk), actor=administrator)
