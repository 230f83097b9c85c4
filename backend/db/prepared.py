"""Statements that each connection plans once, run in a transaction of their own: context, statement and commit in one trip.

Planning the intake takes longer than doing it. A plan for all values alike is asked for, or the server would plan anew each time:
such a statement must read by indexes whatever its values are, which a test EXPLAINs (tests/contracts/test_explain_intake.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import PoolProxiedConnection, TextClause
from sqlalchemy.orm import Session

from backend.db.context import SETTINGS, Context

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
        self.source = f"prepare {name}{listed} as {body}"
        values = ", ".join(f"%({bind})s" for bind in types)
        self.call = f"execute {name}({values})" if types else f"execute {name}"

    def ready(self, lent: PoolProxiedConnection) -> None:
        """Let the server know it on a connection of the pool; the first time it is asked there."""
        known: set[str] = lent.info.setdefault("prepared", set())
        if self.name not in known:
            lent.cursor().execute(self.source)
            known.add(self.name)


CONTEXT = Prepared(
    "zhitong_context",
    "select set_config('plan_cache_mode', 'force_generic_plan', true), "
    + ", ".join(f"set_config('app.{name}', :{name}, true)" for name in SETTINGS),
    **dict.fromkeys(SETTINGS, "text"),
)


class Asked(Protocol):
    """What a trip goes to: `Database`."""

    def ask(self, known: Iterable[Prepared], calls: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Send `calls` of the prepared statements `known`, a transaction of its own; return the rows of the last."""


class Trip:
    """Transactions of one prepared statement each, all in `context`; what raises is rolled back whole."""

    def __init__(self, database: Asked, context: Context) -> None:
        self.database, self.info = database, {"context": context}

    def run(self, statement: Prepared, values: Mapping[str, Any], *, lasting: bool = True) -> list[tuple[Any, ...]]:
        """Run `statement` and commit; return its rows. What is not `lasting` may be forgotten when the power fails, and waits for no disk."""
        # Several statements sent at once are one transaction, and the answer is that of the last.
        calls = f"{'' if lasting else FORGETFUL}{CONTEXT.call}; {statement.call}"
        return self.database.ask([CONTEXT, statement], calls, {**self.info["context"].settings(), **values})


def run(where: Session | Trip, statement: Prepared, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run `statement` in the transaction of a session, or as a trip; return its rows."""
    if isinstance(where, Trip):
        return where.run(statement, values)
    connection = where.connection()
    statement.ready(connection.connection)
    return [tuple(row) for row in connection.exec_driver_sql(statement.call, values)]
