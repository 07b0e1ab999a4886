"""Who may open which address of this slice; the permission matrix walks it."""

from divan.core.routes import STAFF, Route
from divan.replies.routes import desk

_POST = ("POST",)
_FORM = ("GET", "POST")

# One's own and shared ones stand beside each other: the gate of each object says who may change it.
ROUTES: dict[str, Route] = {
    "saved_replies": Route(STAFF),
    "add_saved_reply": Route(STAFF, _FORM),
    "preview_saved_reply": Route(STAFF, _POST),
    "saved_reply": Route(STAFF, _FORM),
    "delete_saved_reply": Route(STAFF, _POST),
    "move_saved_reply_up": Route(STAFF, _POST),
    "macros": Route(STAFF),
    "add_macro": Route(STAFF, _FORM),
    "macro": Route(STAFF, _FORM),
    "delete_macro": Route(STAFF, _POST),
    "move_macro_up": Route(STAFF, _POST),
    "new_mail_replies": Route(STAFF),
    "use_reply_in_mail": Route(STAFF, _POST),
    **desk.ROUTES,
}
