"""Who may open which address of the visitor's frame. The doors of a visit ask for the token of its chat."""

from divan.core.routes import ANYONE, BEARER, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "chat_loader": Route(ANYONE),
    **{f"chat_{name}": Route(ANYONE) for name in ("inviting", "visits", "bubble", "keeping")},
    "chat_frame": Route(ANYONE),
    "chat_colours": Route(ANYONE),
    "chat_there": Route(ANYONE),
    "chat_known": Route(ANYONE, _POST),
    "chat_answers": Route(ANYONE, _POST),
    "chat_solved": Route(ANYONE, _POST),
    "start_chat_here": Route(ANYONE, _POST),
    "write_to_site": Route(ANYONE, _POST),
    "upload_to_site": Route(ANYONE, _POST),
    "offer_chat": Route(ANYONE, _POST),
    "answer_offer": Route(ANYONE, _POST),
    "upload_to_chat": Route(BEARER, _POST),
    "chat_file": Route(BEARER),
    "end_visit": Route(BEARER, _POST),
    "rate_visit": Route(BEARER, _POST),
    "call_visitor_back": Route(BEARER, _POST),
}
