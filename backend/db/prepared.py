"""Statements that each connection plans once, run in a transaction of their own: context, statement and commit in one trip.

Planning the intake takes longer than doing it. A plan for all values alike is asked for, or the server would plan anew each time:
such a statement must read by indexes whatever its values are, which a test EXPLAINs (tests/contracts/test_explain_intake.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, TextClause
from sqlalchemy.orm import Session

from backend.db.context import SETTINGS, Context

if TYPE_CHECKING:
    from backend.db.engine import Database

# As SQLAlchemy finds them.
BIND = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")

FORGETFUL = "set local synchronous_commit to off; "


class Prepared:
    """A statement by name; `types`: the type of each of its values, in the order in which they are passed."""

    def __init__(self, name: str, statement: TextClause | str, **types: str) -> None:
        places = {bind: f"${n}" for n, bind in enumerate(types, 1)}
        body = BIND.sub(lambda found: places[found[1]], statement if isinstance(statement, str) else statement.text)
        self.name = name
        listed = f"({', '.join(types.values())})" if types else ""
        self.source = f"prepare {name}{listed} as {body}".replace("%", "%%")
        values = ", ".join(f"%({bind})s" for bind in types)
        self.call = f"execute {name}({values})" if types else f"execute {name}"

    def ready(self, connection: Connection) -> None:
        """Let `connection` know it; the first time it is asked there."""
        known: set[str] = connection.info.setdefault("prepared", set())
        if self.name not in known:
            connection.exec_driver_sql(self.source)
            known.add(self.name)

    def on(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it on `connection`, in whatever transaction that has; return its rows."""
        self.ready(connection)
        return [tuple(row) for row in connection.exec_driver_sql(self.call, values)]


CONTEXT = Prepared(
    "zhitong_context",
    "select set_config('plan_cache_mode', 'force_generic_plan', true), "
    + ", ".join(f"set_config('app.{name}', :{name}, true)" for name in SETTINGS),
    **dict.fromkeys(SETTINGS, "text"),
)


class Trip:
    """Transactions of one prepared statement each, all in `context`; what raises is rolled back whole."""

    def __init__(self, database: Database, context: Context) -> None:
        self.database, self.info = database, {"context": context}

    def run(self, statement: Prepared, values: Mapping[str, Any], *, lasting: bool = True) -> list[tuple[Any, ...]]:
        """Run `statement` and commit; return its rows. What is not `lasting` may be forgotten when the power fails, and waits for no disk."""
        settings = self.info["context"].settings()
        with self.database.look_up() as connection:
            CONTEXT.ready(connection)
            statement.ready(connection)
            # Several statements sent at once are one transaction, and the answer is that of the last.
            calls = f"{'' if lasting else FORGETFUL}{CONTEXT.call}; {statement.call}"
            sent = connection.exec_driver_sql(calls, {**settings, **values})
            return [tuple(row) for row in sent]


def run(where: Session | Trip, statement: Prepared, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run `statement` in the transaction of a session, or as a trip; return its rows."""
    return where.run(statement, values) if isinstance(where, Trip) else statement.on(where.connection(), values)
