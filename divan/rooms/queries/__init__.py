"""What is shown of rooms. The caller has the room from its gate."""
