"""How answers are begun."""
