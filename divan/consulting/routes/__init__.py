"""Who may open which address of this slice; the permission matrix walks it."""

from divan.consulting.routes import desk
from divan.core.routes import Route

ROUTES: dict[str, Route] = {**desk.ROUTES}
