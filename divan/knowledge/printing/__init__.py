"""Articles and guides as PDF."""

from divan.knowledge.printing.making import is_possible, make
from divan.knowledge.printing.papers import Paper, paper_of

__all__ = ["Paper", "is_possible", "make", "paper_of"]
