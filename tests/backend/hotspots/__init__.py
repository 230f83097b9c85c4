"""Counts and tiles."""
