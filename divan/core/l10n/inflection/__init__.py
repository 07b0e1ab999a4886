"""The inflection of each language: what a word of a text or a query may be a form of."""
