"""Who may open which address of the visitor's copies of a chat."""

from divan.core.routes import BEARER, GUEST_LINK, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "chat_transcript_link": Route(BEARER, _POST),
    "chat_transcript_code": Route(BEARER, _POST),
    "chat_transcript_address": Route(BEARER, _POST),
    "chat_transcript_mail": Route(BEARER, _POST),
    "chat_transcript": Route(GUEST_LINK),
}
