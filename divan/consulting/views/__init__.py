"""Screens of consulting."""
