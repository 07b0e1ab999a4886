"""Pages as PDF: made in a process of its own, once for each state of their words."""

from divan.ui.printing.making import is_possible, make
from divan.ui.printing.paper import Paper, paper_with

__all__ = ["Paper", "is_possible", "make", "paper_with"]
