"""The first door of a view: who may knock at all. The gate of the object itself comes after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from divan.accounts.access import require
from divan.accounts.models import User
from divan.core.errors import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Only for people who are signed in; anybody else is led to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_only(view: View[P]) -> View[P]:
    """Only for staff; to a customer the page does not exist (raises NotAllowed)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.is_staff:
            raise NotAllowed("staff")
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Only for roles with `permission`; to others the page does not exist (raises NotAllowed)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.actor, permission)
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return decorate


def person_behind(request: HttpRequest) -> User:
    """The person who is signed in; raises NotAllowed for anybody else."""
    if not isinstance(request.user, User):
        raise NotAllowed("signed in")
    return request.user


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back to the page the person is looking at.

    A fragment request is answered with 401 and `HX-Redirect`, because a redirect would put the sign-in
    page into the fragment's place.
    """
    fragment = request.headers.get("HX-Request") == "true"
    wanted = _page_shown(request) if fragment else request.get_full_path()
    back = f"?{urlencode({'next': wanted})}" if fragment or request.method == "GET" else ""
    target = reverse("account_login") + back
    if fragment:
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _page_shown(request: HttpRequest) -> str:
    """Path and query of the page that holds the fragment; the host that the browser names is not trusted."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    path = "/" + shown.path.lstrip("/")
    return f"{path}?{shown.query}" if shown.query else path
