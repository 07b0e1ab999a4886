"""Who may review what new colleagues write, and who decides whose answers are reviewed."""

from divan.core.routes import Route

ROUTES: dict[str, Route] = {
    "reviews": Route("perm:tickets.review"),
    "approve_composition": Route("perm:tickets.review", ("POST",)),
    "give_back_composition": Route("perm:tickets.review", ("POST",)),
    "settings_review": Route("perm:people.manage", ("POST",)),
}
