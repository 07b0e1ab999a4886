"""Reads of saved replies and macros."""
