"""Who may open which address; each channel asks its own gate."""

from divan.core.routes import ANYONE, Route

ROUTES: dict[str, Route] = {"lines": Route(ANYONE, ("GET", "POST"))}
