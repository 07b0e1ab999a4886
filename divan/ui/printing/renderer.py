"""Makes a PDF of a page: a process of its own, with limits of its own, that can reach nothing.

It reads JSON {"html", "css", "base", "files": {address: path}} and writes the PDF; both are its standard streams.
It imports nothing of the product, so that it starts quickly and a bad picture can only end itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

CPU_SECONDS = 150
MEMORY_BYTES = 2 * 1024**3
LARGEST_FILE = 128 * 1024**2
MOST_PIXELS = 40_000_000


class OnlyOurs(URLFetcher):
    """Serves what the page was given, by name, and nothing else: no network, no other files."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url not in self._files:
            raise ValueError("not part of this page")
        return URLFetcherResponse(url, Path(self._files[url]).read_bytes())


def main() -> None:
    """One page in, one PDF out."""
    _limit()
    page = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(_pdf(page["html"], page["css"], page["base"], page["files"]))


def _limit() -> None:
    """What a page that was made to do harm may cost at most."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(5)


def _pdf(html: str, css: str, base: str, files: dict[str, str]) -> bytes:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    fonts, fetcher = FontConfiguration(), OnlyOurs(files)
    sheet = CSS(string=css, url_fetcher=fetcher, font_config=fonts)
    page = HTML(string=html, base_url=base, url_fetcher=fetcher)
    made: bytes = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_tags=True)
    return made


if __name__ == "__main__":
    main()
