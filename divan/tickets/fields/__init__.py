"""Fields of tickets: their definitions, limits and values, and where they stand at the desk."""
