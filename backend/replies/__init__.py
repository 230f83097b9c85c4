"""Reply templates: how answers of one kind are begun, kept by the office, filled in for a case, freely changed before signing."""
