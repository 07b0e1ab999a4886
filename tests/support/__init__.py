"""What tests stand on: people, builders, doors, the running product and a browser."""
