"""Who may open which address of the mail slice; the permission matrix walks it."""

from divan.core.routes import Route
from divan.mail.routes import desk, settings

ROUTES: dict[str, Route] = {**desk.ROUTES, **settings.ROUTES}
