"""What becomes of the codes on posters: how often each was scanned, how often somebody began to write, and what came of it."""
