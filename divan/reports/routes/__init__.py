"""Who may open which address of this slice; the permission matrix walks it."""

from divan.core.routes import Route
from divan.reports.routes import desk

ROUTES: dict[str, Route] = desk.ROUTES
