"""Analysis reports."""
