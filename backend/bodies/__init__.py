"""Departments, committees and organs that a matter can be handed to, and the people who act for them."""
