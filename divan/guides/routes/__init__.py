"""Who may open which address of guides; the permission matrix walks it."""

from divan.core.routes import Route
from divan.guides.routes import desk, settings

ROUTES: dict[str, Route] = {**desk.ROUTES, **settings.ROUTES}
