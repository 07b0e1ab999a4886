"""What time lends to other pages: a deed and a panel of the ticket, a section of the settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.tickets.deeds import Deed, deeds
from divan.timekeeping.access import RATES
from divan.timekeeping.queries import clock_of, time_of
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    deeds.add("log_time", Deed("log_time", _("Log time…"), "timer", "log_time", order=70, only_open=False))
    slots.add("ticket.panels", from_template("timekeeping/slots/panel.html", load=_time), order=60)
    slots.add("ticket.scripts", from_template("timekeeping/slots/scripts.html"))
    rates = Section(_("Hourly rates"), "settings_rates", "timer", RATES, "work", 46)
    sections.add(rates.url_name, rates)
    SENTENCES.add("rates.changed", _("Changed hourly rates"))


def _time(context: Context) -> dict[str, Any]:
    actor, ticket = context["actor"], context["ticket"]
    return {"spent": time_of(actor, ticket), "clock": clock_of(actor)}
