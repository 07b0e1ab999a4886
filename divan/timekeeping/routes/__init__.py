"""Who may open which address of time; the permission matrix walks it."""

from divan.core.routes import Route
from divan.timekeeping.routes import desk

ROUTES: dict[str, Route] = {
    **desk.ROUTES,
    "settings_rates": Route("perm:settings.manage", ("GET", "POST")),
}
