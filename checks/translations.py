"""Every language is complete: nothing missing, fuzzy, left over or with the wrong plural forms."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import REPOSITORY, Finding
from divan.core import messages


def findings() -> Iterator[Finding]:
    """The faults of all catalogues against the strings that the code has now."""
    found = messages.extract(REPOSITORY)
    for language in messages.PLURAL_FORMS:
        path = messages.catalogue_path(language).relative_to(REPOSITORY).as_posix()
        for problem in messages.problems(language, found):
            yield Finding(path, 1, problem)
