"""Which body gets what: ordered rules of the office's own; the first that fits is suggested, a person decides."""
