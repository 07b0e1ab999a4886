"""What the log of a ticket says about checklists and scripts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class ChecklistAdded(Payload):
    kind = "checklist.added"
    icon = "checks"
    checklist: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("checklist", self.checklist) or _("a checklist that is gone")
        return say(_("Checklist %(checklist)s added by %(actor)s"), checklist=name, actor=actor)


@event_kind
@dataclass(frozen=True)
class ItemAdded(Payload):
    """An item for this ticket alone; those of a checklist are told by `checklist.added`."""

    kind = "checklist.item_added"
    icon = "plus"
    item: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("item", self.item) or _("an item that is gone")
        return say(_("%(actor)s added to the list: %(item)s"), actor=actor, item=name)


@event_kind
@dataclass(frozen=True)
class ItemRemoved(Payload):
    """The item has no name any more, so that the sentence says which checklist it came from."""

    kind = "checklist.item_removed"
    icon = "x"
    item: int
    checklist: int | None
    is_required: bool

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.checklist is None:
            return say(_("%(actor)s took an item off the list"), actor=actor)
        name = names.of("checklist", self.checklist) or _("a checklist that is gone")
        if self.is_required:
            told = _("%(actor)s took a required item of the checklist %(checklist)s off the list")
        else:
            told = _("%(actor)s took an item of the checklist %(checklist)s off the list")
        return say(told, actor=actor, checklist=name)


@event_kind
@dataclass(frozen=True)
class ItemTicked(Payload):
    kind = "checklist.ticked"
    icon = "check"
    item: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("item", self.item) or _("an item that is gone")
        return say(_("%(actor)s ticked: %(item)s"), actor=actor, item=name)


@event_kind
@dataclass(frozen=True)
class ItemUnticked(Payload):
    kind = "checklist.unticked"
    icon = "undo"
    item: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("item", self.item) or _("an item that is gone")
        return say(_("%(actor)s took the tick away: %(item)s"), actor=actor, item=name)


@event_kind
@dataclass(frozen=True)
class ScriptFinished(Payload):
    """`message` is the note that holds the steps and the answers."""

    kind = "script.finished"
    icon = "route"
    script: int
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("script", self.script) or _("a script that is gone")
        return say(_("%(actor)s went through %(script)s"), actor=actor, script=name)


@event_kind
@dataclass(frozen=True)
class ScriptEnded(Payload):
    """Before its end. `message` is the note that holds what was answered until then."""

    kind = "script.ended"
    icon = "route"
    script: int
    message: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("script", self.script) or _("a script that is gone")
        return say(_("Script %(script)s ended early by %(actor)s"), script=name, actor=actor)
