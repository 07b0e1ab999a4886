"""What the log of a ticket says about time."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say
from divan.ui.formats import number


@event_kind
@dataclass(frozen=True)
class TimeLogged(Payload):
    kind = "time.logged"
    icon = "timer"
    entry: int
    minutes: int

    def sentence(self, actor: str, names: Names) -> Markup:
        text = ngettext("%(actor)s logged %(num)s minute", "%(actor)s logged %(num)s minutes", self.minutes)
        return say(text, actor=actor, num=number(self.minutes))


@event_kind
@dataclass(frozen=True)
class TimeCorrected(Payload):
    kind = "time.corrected"
    icon = "timer"
    entry: int
    minutes: int
    minutes_before: int

    def sentence(self, actor: str, names: Names) -> Markup:
        text = ngettext(
            "%(actor)s corrected logged time from %(before)s to %(num)s minute",
            "%(actor)s corrected logged time from %(before)s to %(num)s minutes",
            self.minutes,
        )
        return say(text, actor=actor, before=number(self.minutes_before), num=number(self.minutes))


@event_kind
@dataclass(frozen=True)
class TimeRemoved(Payload):
    kind = "time.removed"
    icon = "timer"
    minutes: int

    def sentence(self, actor: str, names: Names) -> Markup:
        text = ngettext(
            "%(actor)s took back %(num)s minute of logged time",
            "%(actor)s took back %(num)s minutes of logged time",
            self.minutes,
        )
        return say(text, actor=actor, num=number(self.minutes))
