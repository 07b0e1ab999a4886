"""What mentions lend to the desk: the picker of notes and its script. Who is mentioned is the business of the note."""

from __future__ import annotations

from divan.ui.slots import from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("ticket.dock", from_template("consulting/mentions/for_notes.html"), order=60)
    slots.add("ticket.scripts", from_template("consulting/mentions/scripts.html"))
