"""A station's read-only screen."""
