"""The page of an expert without an account: one chat, and no other door (SECURITY class 16)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

from divan.chat import access
from divan.chat.actions.joining import guest_joins
from divan.chat.actions.leaving import guest_leaves
from divan.chat.models import ChatMember
from divan.chat.queries.talks import guests_talk
from divan.chat.views.desk import shown
from divan.chat.views.files import GUEST_COOKIE
from divan.chat.views.widget_asking import keep_file
from divan.core.errors import NotAllowed, Refused


@never_cache
def guest_expert(request: HttpRequest, token: str) -> HttpResponse:
    """The chat that the link opens. Opening it is coming, but only once the expert says so (POST).

    Scanners of mail open links too, so looking changes nothing.
    """
    found = access.seat_of_guest(token)
    if found is None:
        return _over(request)
    chat, seat = found
    member = ChatMember.objects.get(pk=seat.known["member"])
    if request.method == "POST":
        try:
            guest_joins(member)
        except Refused:
            return _over(request)
        return _private(HttpResponse(status=303, headers={"Location": request.path}))
    context = {
        **shown(guests_talk(chat, seat)),
        "member": member,
        "token": token,
        "upload_to": reverse("guest_upload", args=[token]),
        "upload_key": upload_key_of(member),
        "has_pickers": False,
    }
    response = _private(render(request, "chat/desk/guest.html", context))
    files = reverse("chat_line_file", args=[chat.pk, 0]).removesuffix("0/")
    response.set_cookie(
        GUEST_COOKIE, token, path=files, httponly=True, samesite="Strict", secure=request.is_secure()
    )
    return response


def guest_upload(request: HttpRequest, token: str) -> HttpResponse:
    """Keep one file for the next words of the expert; 422 with a sentence when it cannot be taken."""
    member = _member(token)
    if member is None:
        raise NotAllowed("guest expert")
    try:
        return keep_file(request, upload_key_of(member))
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=422)


def guest_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Go. The link opens nothing any more."""
    member = _member(token)
    if member is None:
        return _over(request)
    guest_leaves(member)
    return _private(HttpResponse(status=303, headers={"Location": reverse("guest_expert", args=[token])}))


def upload_key_of(member: ChatMember) -> str:
    """Whose the guest's uploads are: a key that only their page is told."""
    return salted_hmac("divan.chat.guest_uploads", f"{member.pk} {member.token_hash}").hexdigest()


def _member(token: str) -> ChatMember | None:
    """Whom the link brings to a chat, as long as it opens anything."""
    found = access.seat_of_guest(token)
    return ChatMember.objects.select_related("chat").get(pk=found[1].known["member"]) if found else None


def _over(request: HttpRequest) -> HttpResponse:
    """The link opens nothing any more, or never did: nobody is told which."""
    return _private(render(request, "chat/desk/guest_over.html", status=410))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key, so no other site may learn it. Our own may: with "no-referrer" browsers name no origin at
    all when the page sends its forms (Fetch, "append a request Origin header"), and they would be refused.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    return response
