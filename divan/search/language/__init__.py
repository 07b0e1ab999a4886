"""The language in which people ask: words, "phrases", -without, name:value, #tag and numbers."""

from divan.search.language.parts import Kind, Parsed, Part
from divan.search.language.reading import LONGEST, parse
from divan.search.language.writing import to_text, with_field, without_part, written

__all__ = [
    "LONGEST",
    "Kind",
    "Parsed",
    "Part",
    "parse",
    "to_text",
    "with_field",
    "without_part",
    "written",
]
