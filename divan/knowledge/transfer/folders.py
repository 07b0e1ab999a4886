"""The folders of an archive as categories: found by name, made where they are missing."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.folding import fold
from divan.core.l10n.languages import CODES
from divan.knowledge import actions
from divan.knowledge.models import KnowledgeCategory
from divan.knowledge.transfer import front_matter
from divan.knowledge.transfer.archive import Archive

MOST_DEEP = 4
_NUMBER = re.compile(r"-\d{1,12}\Z")


class Folders:
    """What each folder of one archive stands for."""

    def __init__(self, archive: Archive, actor: Actor) -> None:
        self._archive, self._actor = archive, actor
        self._known: dict[str, KnowledgeCategory] = {}

    def forget(self) -> None:
        """What was made in a transaction that failed is not there."""
        self._known.clear()

    def category(self, folder: str) -> KnowledgeCategory:
        """The category of a folder and, above it, of those that it lies in; deeper ones join the fourth."""
        parts = [part for part in folder.split("/") if part][:MOST_DEEP]
        if not parts:
            return self._found({self._actor.language: _("Imported articles")}, None)
        current: KnowledgeCategory | None = None
        for depth in range(len(parts)):
            path = "/".join(parts[: depth + 1])
            if path not in self._known:
                self._known[path] = self._found(self._names(path), current)
            current = self._known[path]
        assert current is not None
        return current

    def _names(self, path: str) -> dict[str, str]:
        """The names that the folder gives itself, otherwise its own."""
        own = f"{path}/_category.md"
        try:
            head = front_matter.read(self._archive.text(own))[0] if own in self._archive else {}
        except Refused:
            head = {}
        names = {code: head[f"name-{code}"][:60] for code in CODES if head.get(f"name-{code}")}
        plain = _NUMBER.sub("", path.rsplit("/", 1)[-1]).replace("-", " ").replace("_", " ").strip()
        return names or {self._actor.language: plain[:60].capitalize() or _("Imported articles")}

    def _found(self, names: dict[str, str], parent: KnowledgeCategory | None) -> KnowledgeCategory:
        wanted = {fold(name) for name in names.values()}
        for row in KnowledgeCategory.objects.filter(parent=parent):
            if wanted & {fold(name) for name in row.names.values()}:
                return row
        return actions.create_category(names, parent=parent, actor=self._actor)
