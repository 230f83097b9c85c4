"""Representative codes: the short signed text behind a QR, for a deputy, a station or a collection post."""
