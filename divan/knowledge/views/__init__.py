"""The pages of the knowledge base: `reading` for everybody, `writing` and `desk` for authors."""
