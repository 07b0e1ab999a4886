"""The tenant's colour and logo, and the photos of its people."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from divan.accounts import brand, photos
from divan.accounts.installation import installation


def _version(request: HttpRequest, **_arguments: str) -> str:
    here = installation()
    return f'"{here.brand_hue}-{here.brand_chroma}"' if here else '"none"'


@require_safe
@condition(etag_func=_version)
def brand_css(request: HttpRequest) -> HttpResponse:
    """Two lines that set hue and chroma; lightness belongs to the design, so every choice stays readable.

    Kept by the browser for ten minutes, for ever when the address names a version.
    """
    here = installation()
    css = f":root{{--brand-h:{here.brand_hue};\n--brand-c:{here.brand_chroma}}}\n" if here else ""
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    lasting = "max-age=31536000, immutable" if "v" in request.GET else "max-age=600"
    response.headers["Cache-Control"] = f"public, {lasting}"
    return response


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo in use. An older one is gone; its address never shows another picture."""
    here = installation()
    path = brand.logo_path(digest)
    if here is None or here.logo_sha256 != digest or not default_storage.exists(path):
        raise Http404
    return _picture(path, here.logo_type)


@require_safe
def photo(request: HttpRequest, photo_name: str) -> HttpResponse:
    """The photo with that name, for whoever was told it. One that was taken away is gone."""
    path = photos.photo_path(photo_name)
    if not default_storage.exists(path):
        raise Http404
    return _picture(path, "image/webp")


def _picture(path: str, content_type: str) -> HttpResponse:
    """A picture that never changes under its address, and that can be nothing but a picture."""
    with default_storage.open(path) as picture:
        response = HttpResponse(picture.read(), content_type=content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
