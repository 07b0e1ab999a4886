"""Who may open the live board."""

from divan.core.routes import Route

ROUTES: dict[str, Route] = {"chat_board": Route("perm:chat.supervise")}
