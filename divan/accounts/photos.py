"""Photos of the staff: what somebody uploads becomes one small square picture that we have drawn ourselves."""

from __future__ import annotations

import io
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from divan.core.errors import Refused

PHOTO_MAX_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
SIDE = 256
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80


def store_photo(data: bytes) -> str:
    """Keep a photo and return its name, which nobody can guess and no other photo ever has.

    It is decoded and drawn anew, SIDE pixels square, so that nothing of the file is kept that is not picture: no place,
    no camera, no comment, no second file behind the first. Raises Refused (field "photo") for anything but a JPEG, PNG
    or WebP picture within PHOTO_MAX_BYTES and MOST_PIXELS.
    """
    if len(data) > PHOTO_MAX_BYTES:
        raise Refused(_("The photo is larger than 5 MB. Choose a smaller file."), field="photo")
    drawn = io.BytesIO()
    _square(data).save(drawn, "WEBP", quality=_QUALITY, method=6)
    name = secrets.token_hex(16)
    default_storage.save(photo_path(name), ContentFile(drawn.getvalue()))
    return name


def discard_photo(name: str) -> None:
    """Delete a photo that is shown nowhere any more: its address opens nothing from now on."""
    default_storage.delete(photo_path(name))


def photo_path(name: str) -> str:
    """Where the photo with that name lies, relative to the files of the installation."""
    return f"photos/{name}"


def _square(data: bytes) -> Image.Image:
    """The middle of the picture, upright, without anything transparent."""
    try:
        # A few bytes can claim to be a picture of any size: nothing is decoded before it is known (SECURITY class 30).
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is decoded small at once, others cannot be
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as bomb:
        raise Refused(_("The photo has too many pixels. Choose a smaller one."), field="photo") from bomb
    except Exception as failure:  # whatever a decoder stumbles over in what somebody made for it
        raise Refused(_("The photo must be a JPEG, PNG or WebP picture."), field="photo") from failure
    cropped = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    square = Image.new("RGB", cropped.size, "white")
    square.paste(cropped, mask=cropped.getchannel("A"))
    return square
