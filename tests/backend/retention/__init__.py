"""The retention."""
