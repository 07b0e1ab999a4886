"""A macro on many tickets at once: what the bulk bar of lists offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.core.actors import Actor
from divan.replies import access, actions
from divan.replies.queries.macros import macros_for
from divan.tickets.bulk.effects import BulkForm, Effect, bulk_effects
from divan.tickets.models import Ticket


class MacroChoice(BulkForm):
    """Which macro."""

    macro = forms.TypedChoiceField(
        label=_("Macro"),
        coerce=int,
        help_text=_("A reply that it does not send itself waits as a draft in each ticket."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(macro.pk, str(macro)) for macro in macros_for(self.actor)]
        self.fields["macro"].choices = offered  # type: ignore[attr-defined]


def _apply(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> None:
    actions.apply_macro(ticket, access.macro_for(actor, values["macro"]), actor=actor)


def lend() -> None:
    """Called once, when the application is ready."""
    bulk_effects.add("macro", Effect(_("Apply a macro…"), "macro", "apply_macro", _apply, MacroChoice, 5))
