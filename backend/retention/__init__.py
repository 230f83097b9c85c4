"""Retention: how long what people said is kept, what was deleted and when, and what a legal hold keeps whole."""
