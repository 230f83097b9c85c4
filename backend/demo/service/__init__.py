"""Filling a fresh installation with the demo, what its people have in hand, and how to get in."""

from backend.demo.service.filling import DATA, PLANS, accounts, fill, welcome

__all__ = ["DATA", "PLANS", "accounts", "fill", "welcome"]
