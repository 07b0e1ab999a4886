"""Compiles the translation catalogues with Babel: `python -m divan.core.catalogues`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compile every .po that is newer than its .mo and return the new files; nothing to do is quick."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    return [_compile(source) for source in stale]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    # Imported only when there is work, because every start of the product comes through here.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    compiled = source.with_suffix(".mo")
    with tempfile.NamedTemporaryFile(dir=source.parent, delete=False) as unfinished:
        write_mo(unfinished, catalogue)
    os.chmod(unfinished.name, 0o644)
    os.replace(unfinished.name, compiled)
    return compiled


if __name__ == "__main__":
    for made in compile_stale():
        print(made)
