"""Fetching mail from the servers where it lies: IMAP, POP3, and signing in there with OAuth 2."""
