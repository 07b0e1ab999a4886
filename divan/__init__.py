"""Divan: a help desk that support teams run on their own machines."""

__version__ = "0.1.0"
