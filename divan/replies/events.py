"""What macros leave in the history of a ticket (B11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.replies.models import Macro
from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class MacroApplied(Payload):
    """What a macro did is in the same batch."""

    kind = "macro.applied"
    icon = "macro"
    macro: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("macro", self.macro)
        if not name:
            return say(_("A macro that is gone was applied by %(actor)s"), actor=actor)
        return say(_("Macro “%(macro)s” applied by %(actor)s"), macro=name, actor=actor)


def macro_names(ids: Collection[int]) -> dict[int, str]:
    """The names of macros in the reader's language, of removed ones too."""
    return {macro.pk: str(macro) for macro in Macro.objects.filter(pk__in=ids).only("names")}
