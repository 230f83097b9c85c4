"""What is told in public of a station."""
