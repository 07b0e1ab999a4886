"""Who may open which address of chat; the permission matrix walks it."""

from divan.chat.routes import archive, board, desk, settings, transcripts, widget
from divan.core.routes import Route

ROUTES: dict[str, Route] = {
    **widget.ROUTES,
    **transcripts.ROUTES,
    **desk.ROUTES,
    **archive.ROUTES,
    **board.ROUTES,
    **settings.ROUTES,
}
