"""Tickets by a query: what its parts mean, and what to write next."""

from divan.tickets.searching.compiling import Asked, Problem, compile
from divan.tickets.searching.filters import filters_of, part_of, with_filter
from divan.tickets.searching.suggesting import Completion, suggestions, values_of

__all__ = [
    "Asked",
    "Completion",
    "Problem",
    "compile",
    "filters_of",
    "part_of",
    "suggestions",
    "values_of",
    "with_filter",
]
