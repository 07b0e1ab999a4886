"""The scripts of the widget that run on other sites: the loader, and the modules that it loads where they are needed."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse

MODULES = ("inviting", "visits", "bubble", "keeping")
_FOLDER = Path(__file__).parents[1] / "static/chat/widget"
_SECONDS = 3600


def chat_loader(request: HttpRequest) -> HttpResponse:
    """The script that puts the button and the frame on another site."""
    return _script("loader")


def chat_module(request: HttpRequest, name: str) -> HttpResponse:
    """One of `MODULES`. Browsers ask for modules by the rules of CORS, and for these without cookies (HTML, 8.1.4)."""
    response = _script(name)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _script(name: str) -> HttpResponse:
    code = (_FOLDER / f"{name}.js").read_bytes()
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    return response
