"""Reads of consulting, shaped for its pages."""
