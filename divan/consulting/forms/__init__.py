"""Forms of consulting."""
