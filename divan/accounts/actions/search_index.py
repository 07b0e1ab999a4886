"""The verb of the search index. It is kept by itself; this is for whoever doubts it."""

from __future__ import annotations

from django.db import transaction

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.search.actions import start_rebuild
from divan.search.documents import document_kinds
from divan.search.queries import progress


@transaction.atomic
def rebuild_search_index(*, actor: Actor) -> None:
    """Have everything indexed again, in the background. What is being indexed from nothing already goes on."""
    require(actor, "settings.manage")
    busy = {rebuild.kind for rebuild in progress() if rebuild.finished_at is None}
    kinds = [kind for kind in document_kinds if kind not in busy]
    if kinds:
        start_rebuild(kinds)
        record(actor, "search_index.rebuilt", kinds=kinds)
