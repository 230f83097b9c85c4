"""Contacts: names and phone numbers, sealed, apart from everything else, shown masked."""
