"""Periods, chance, rules, drawings."""
