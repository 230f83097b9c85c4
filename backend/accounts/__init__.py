"""People, their roles with an area, and their sessions."""
