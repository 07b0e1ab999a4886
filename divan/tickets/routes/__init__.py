"""Who may open which address of the ticket slice; the permission matrix walks it."""

from divan.core.routes import Route
from divan.tickets.routes import desk, portal, reviews, settings, settings_forms

ROUTES: dict[str, Route] = {
    **portal.ROUTES,
    **reviews.ROUTES,
    **desk.ROUTES,
    **settings.ROUTES,
    **settings_forms.ROUTES,
}
