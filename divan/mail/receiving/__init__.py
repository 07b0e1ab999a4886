"""Taking mail from other programs: SMTP and LMTP sessions, what they may do, and how they are answered."""
