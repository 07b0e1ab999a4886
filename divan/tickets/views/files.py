"""Handing out attachments: whoever calls this has asked the gate for the attachment."""

from __future__ import annotations

from django.http import FileResponse, Http404

from divan.conversations.files import SHOWN_INLINE, path_of
from divan.conversations.models import Attachment

# Whatever a browser makes of the bytes, it runs nothing and reaches nothing (SECURITY classes 2 and 3).
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


def file_response(attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The file as a download under its own name; pictures of proven types may be shown `inline`.

    Raises Http404 when the bytes are gone from the file store.
    """
    try:
        content = path_of(attachment.sha256).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    shown = inline and attachment.content_type in SHOWN_INLINE
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=attachment.name,
        content_type=attachment.content_type if shown else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
