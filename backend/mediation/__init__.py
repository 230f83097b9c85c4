"""Mediation (人民调解): who is at odds, what was said, what was agreed on and whether it was kept."""
