"""票决: a fixed roll, one member one vote, in secret, counted by two tellers (F03–F05)."""
