"""What other slices ask of search."""

from divan.search.finding import Found, Hit, Tally, count, find
from divan.search.gating import OneOf
from divan.search.highlighting import Marker, highlight, marker, snippet
from divan.search.near_misses import did_you_mean
from divan.search.ranking import Query
from divan.search.rebuilding import progress
from divan.search.similar import similar

__all__ = [
    "Found",
    "Hit",
    "Marker",
    "OneOf",
    "Query",
    "Tally",
    "count",
    "did_you_mean",
    "find",
    "highlight",
    "marker",
    "progress",
    "similar",
    "snippet",
]
