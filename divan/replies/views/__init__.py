"""Pages of saved replies and macros."""
