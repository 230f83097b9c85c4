"""What is told in public of a station: figures that are released month by month and then stand, and what was adopted."""
