"""What a rule is and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PRODUCT = REPOSITORY / "divan"


@dataclass(frozen=True)
class Finding:
    """One place that breaks a rule; `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """A file under inspection; `path` is relative to the repository, with forward slashes."""

    path: str
    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))

    @property
    def slice(self) -> str:
        """The folder below `divan` that the file belongs to, or nothing."""
        return self.parts[1] if len(self.parts) > 2 and self.parts[0] == "divan" else ""

    def finding(self, line: int, message: str) -> Finding:
        return Finding(self.path, line, message)


Rule = Callable[[Source], Iterator[Finding]]


def line_of(text: str, offset: int) -> int:
    """The line, from 1, in which the character at `offset` stands."""
    return text.count("\n", 0, offset) + 1


def sources(*patterns: str) -> Iterator[Source]:
    """The files of the product that match any of the glob patterns, in a stable order."""
    found = {path for pattern in patterns for path in PRODUCT.glob(pattern) if path.is_file()}
    for path in sorted(found):
        yield Source(path.relative_to(REPOSITORY).as_posix(), path.read_text("utf-8"))
