"""What tickets lend to the authors' pages: the questions without an article, and the passages that answer most."""

from __future__ import annotations

from typing import Any

from divan.tickets.queries.article_report import uncovered_categories
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the slice is ready."""
    slots.add("knowledge.gaps", from_template("tickets/desk/slots/article_gaps.html", load=_gaps))
    slots.add("knowledge.desk", from_template("tickets/desk/slots/article_passages.html"))


def _gaps(context: Context) -> dict[str, Any]:
    return {"uncovered": uncovered_categories(context["actor"])}
