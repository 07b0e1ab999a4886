"""What other slices tell search. None of it asks a gate: it happens because something was saved."""

from divan.search.indexing import changed, reindex
from divan.search.rebuilding import start as start_rebuild

__all__ = ["changed", "reindex", "start_rebuild"]
