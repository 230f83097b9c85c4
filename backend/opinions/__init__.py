"""What people say of drafts: taken in, kept as it was said, and what becomes of it."""
