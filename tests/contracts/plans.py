"""What the database really does for a call: the plans of all its statements, those inside functions too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.db.context import apply_context
from backend.db.sql import NamedSql
from backend.settings import Settings

LISTEN = (
    "load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on;"
    " set auto_explain.log_timing = off; set auto_explain.log_nested_statements = on; set auto_explain.log_format = json;"
    " set auto_explain.log_level = notice; set client_min_messages = notice"
)
DIALECT = PGDialect_psycopg2()


@dataclass(frozen=True)
class Plans:
    """What one call did: the statements it sent, and the nodes of all plans that were run for them."""

    sent: list[str]
    nodes: list[dict[str, Any]]

    def indexes(self) -> set[str]:
        """Return the indexes that were read, and those that settled a conflict."""
        found = {node["Index Name"] for node in self.nodes if "Index Name" in node}
        return found | {name for node in self.nodes for name in node.get("Conflict Arbiter Indexes", [])}

    def touched(self) -> dict[str, int]:
        """Return how many rows were gone through, by table, found or thrown away."""
        read: dict[str, float] = {}
        for node in self.nodes:
            if "Relation Name" in node and node["Node Type"].endswith("Scan"):
                thrown = sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
                rows = (node["Actual Rows"] + thrown) * node["Actual Loops"]
                read[node["Relation Name"]] = read.get(node["Relation Name"], 0) + rows
        return {table: round(rows) for table, rows in read.items()}

    def whole(self) -> set[str]:
        """Return the tables that were read from end to end."""
        return {node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan"}


class Ears:
    """Hears what the server says; SQLAlchemy logs and forgets the driver's own list, and finds this one empty."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def append(self, said: str) -> None:
        self.heard.append(said)

    def __len__(self) -> int:
        return 0


def flat(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan that was run."""
    if plan.get("Actual Loops", 1):
        yield plan
    for part in plan.get("Plans", []):
        yield from flat(part)


def of_call(settings: Settings, who: str, context: Context, call: Callable[[Session], object]) -> Plans:
    """Return what `call(session)` does under its policies as `who`: 'app', 'worker' or 'owner'; it is rolled back.

    Raises what the call raises.
    """
    database = Database(settings.database_url, pool=1)
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    try:
        with Session(database.engine) as session, session.begin() as begun:
            session.execute(text(LISTEN))
            if who != "owner":
                session.execute(text(f'set local role "{getattr(settings.roles, who)}"'))
            apply_context(session, context)
            driver = session.connection().connection.dbapi_connection
            assert driver is not None
            driver.notices = ears = Ears()
            event.listen(database.engine, "before_cursor_execute", note)
            call(session)
            session.flush()
            begun.rollback()
    finally:
        database.engine.dispose()
    plans = [json.loads(line[line.index("{") :]) for line in ears.heard if "plan:" in line]
    return Plans(sent, [node for plan in plans for node in flat(plan["Plan"])])


def as_sent(sql: NamedSql, name: str) -> str:
    """Return a named statement as the driver is given it."""
    return str(sql[name].compile(dialect=DIALECT))
