"""Alerts (预警): what repeats, what lies overdue together, what has risen suddenly; raised once each, for people to judge."""
