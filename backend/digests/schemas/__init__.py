"""Digests on the wire: what is asked, what is told, and how what was read becomes that."""
