"""The dialog that applies a macro: which one, and what it would do to this ticket."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from divan.core.errors import NotAllowed
from divan.replies import access
from divan.replies.models import Macro
from divan.replies.queries.macros import macros_for
from divan.replies.rehearsal import rehearse
from divan.tickets.desk import DeedForm


class ApplyForm(DeedForm):
    """`seen` is the macro whose preview stood before the person who pressed the button."""

    act = gettext_lazy("Apply macro")
    page = "replies/macros/apply.html"

    macro = forms.IntegerField(required=True)
    seen = forms.IntegerField(required=False)
    key = forms.CharField(max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """The macro itself; it is applied only after its preview was seen."""
        data = super().clean() or {}
        try:
            self.chosen = access.macro_for(self.actor, data.get("macro") or 0)
        except NotAllowed:
            self.add_error(None, _("Choose a macro."))
            return data
        if data.get("seen") != self.chosen.pk:
            self.add_error(None, _("Look at what the macro will do, then apply it."))
        return data

    def shown(self) -> dict[str, Any]:
        """All macros, and the preview of the chosen one, else of the first."""
        offered = macros_for(self.actor)
        wanted = str(self.data.get("macro") or self.initial.get("macro") or "")
        chosen = next(
            (macro for macro in offered if str(macro.pk) == wanted), offered[0] if offered else None
        )
        return {"macros": offered, **preview_of(chosen, self)}


def preview_of(chosen: Macro | None, form: DeedForm) -> dict[str, Any]:
    """What the preview shows of a macro on the form's ticket."""
    if chosen is None:
        return {"chosen": None}
    rehearsal = rehearse(form.ticket, chosen, actor=form.actor)
    return {"chosen": chosen, "rehearsal": rehearsal, "key": secrets.token_urlsafe(18)}
