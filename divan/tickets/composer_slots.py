"""The body of a composer, lent to slices above: `slot("composer.body", composed=…, label=…, draft_key=…)`.

`composed` has `text`, `html` and `adapted`; with `mentions=True` colleagues can be mentioned in it. The page loads the scripts "composer" and "editor" of tickets.
"""

from __future__ import annotations

from divan.ui.slots import from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("composer.body", from_template("tickets/desk/composer_body.html"))
