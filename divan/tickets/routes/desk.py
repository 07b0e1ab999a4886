from divan.core.routes import Route

ROUTES: dict[str, Route] = {}
