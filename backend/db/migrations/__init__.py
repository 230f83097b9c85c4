"""Alembic migrations: additive ones go before the new code, destructive ones after it."""
