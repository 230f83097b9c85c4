"""The numbered answer to one person, and the ladder that carries it: inbox, receipt, push, other channels, door."""
