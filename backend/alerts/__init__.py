"""Alerts (预警): what repeats, what lies overdue together, what has risen suddenly, where it has turned hot; raised once each, for people to judge."""
