"""Engine, context of a transaction, named SQL, migrations."""

from backend.db.ahead import ahead
from backend.db.context import SYSTEM, Bound, Context, apply_context, current_context, past
from backend.db.engine import Base, Database
from backend.db.locks import one_at_a_time
from backend.db.prepared import Prepared, Trip, run
from backend.db.sql import NamedSql

__all__ = [
    "SYSTEM",
    "Base",
    "Bound",
    "Context",
    "Database",
    "NamedSql",
    "Prepared",
    "Trip",
    "ahead",
    "apply_context",
    "current_context",
    "one_at_a_time",
    "past",
    "run",
]
