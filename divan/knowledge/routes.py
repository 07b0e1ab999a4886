"""Who may open which address of the knowledge base."""

from __future__ import annotations

from divan.core.routes import ANYONE, Route

ROUTES: dict[str, Route] = {
    "help": Route(ANYONE),
    "help_search": Route(ANYONE),
    "help_suggestions": Route(ANYONE),
    "help_article": Route(ANYONE),
}
