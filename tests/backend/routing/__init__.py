"""Which body gets what."""
