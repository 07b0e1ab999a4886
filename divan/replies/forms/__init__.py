"""What people type about saved replies and macros."""
