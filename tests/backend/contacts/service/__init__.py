"""Contacts and consents."""
