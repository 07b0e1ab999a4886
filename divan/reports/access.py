"""The gate of reports: one permission. What they count are the tickets and chats that the reader sees."""

SEE = "reports.see"
