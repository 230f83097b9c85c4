"""The engine and its sessions; every transaction has a context and limits."""

from __future__ import annotations

import select
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

import psycopg2
from sqlalchemy import DateTime, PoolProxiedConnection, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session

from backend.db.context import Context, apply_context
from backend.db.prepared import Prepared
from backend.db.pulse import Pulse
from backend.errors import Unavailable
from backend.settings import driver_url

# No statement and no open transaction may hold a worker or a lock for long (T57). Compiling a statement
# of forty CTEs takes a second and runs once: measured on the intake, 1.4 s with jit and 2 ms without.
# In milliseconds; they are the roles' own settings too (`schema.limit`).
LIMITS = {"statement_timeout": 15000, "idle_in_transaction_session_timeout": 15000, "lock_timeout": 5000}
OPTIONS = " ".join(f"-c {name}={value}" for name, value in LIMITS.items()) + " -c timezone=UTC -c jit=off"
# A server that is cut off is noticed by the network within seconds; seconds, and milliseconds for the last.
NETWORK = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15000}


class Base(DeclarativeBase):
    """Base of every table; times carry their zone."""

    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}


@contextmanager
def each_by_itself(driver: Any) -> Iterator[None]:
    """Let each trip on a connection be a transaction; told to the driver alone: SQLAlchemy's way there and back costs a trip."""
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            driver.autocommit = False


class Database:
    """One pool of connections in one role.

    `url`: postgresql://…; `pool`: connections at most; `wait`: seconds to wait for a free one.
    """

    def __init__(self, url: str, *, pool: int = 10, wait: float = 2.0, options: str = OPTIONS) -> None:
        self.url = url
        self.pulse: Pulse | None = None
        self.engine: Engine = create_engine(
            driver_url(url),
            pool_size=pool,
            max_overflow=0,
            pool_timeout=wait,
            hide_parameters=True,  # the words of a statement that failed belong in no log (T38)
            connect_args={"options": options, "connect_timeout": 2, **NETWORK},
        )
        event.listen(self.engine, "checkout", self.still_there)

    def still_there(self, driver: Any, _record: object, _proxy: object) -> None:
        """Let a connection go that its server has ended meanwhile, before anything is asked of it.

        Without a trip: nothing comes in on a connection that rests but its end, and what else does is looked at. Raises
        DisconnectionError, upon which the pool takes another.
        """
        if not select.select([driver], [], [], 0)[0]:
            return
        try:
            self.engine.dialect.do_ping(driver)
        except Exception as error:
            raise DisconnectionError from error

    def watch(self) -> None:
        """Ask all the time from now on whether the server is there, for a process that people wait for.

        While it is not, transactions and look-ups raise Unavailable at once, and those under way soon.
        """
        self.pulse = Pulse(self.url)
        self.pulse.start()

    def refuse_in_vain(self) -> None:
        """Raise Unavailable while the server is known to be away."""
        if self.pulse and self.pulse.gone.is_set():
            raise Unavailable("暂时忙不过来，请稍后再试")

    @contextmanager
    def look_up(self) -> Iterator[Connection]:
        """Yield a connection for one look-up through a definer function: no transaction of its own, no context."""
        self.refuse_in_vain()
        with self.engine.connect() as connection, each_by_itself(connection.connection.driver_connection):
            yield connection

    def ask(self, known: Iterable[Prepared], calls: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Send `calls` of the prepared statements `known`, a transaction of its own; return the rows of the last.

        By the driver itself: what SQLAlchemy does around a statement costs a fifth of a short request's Python. What fails raises
        DBAPIError, as it does everywhere.
        """
        with self.lent() as lent:
            for each in known:
                each.ready(lent)
            cursor = lent.cursor()
            cursor.execute(calls, values)
            return list(cursor.fetchall())

    @contextmanager
    def lent(self) -> Iterator[PoolProxiedConnection]:
        """Yield a connection of the pool as the driver has it, on which each trip is a transaction."""
        self.refuse_in_vain()
        lent = None
        driver: Any = None
        try:
            lent = self.engine.raw_connection()
            driver = lent.driver_connection
            with each_by_itself(driver):
                yield lent
        except psycopg2.Error as error:
            gone = self.engine.dialect.is_disconnect(error, driver, None)
            if lent and gone:
                lent.invalidate(error)
            # its words are hidden, as the engine hides them
            raise DBAPIError.instance(None, None, error, psycopg2.Error, True, gone) from error
        finally:
            if lent:
                lent.close()

    @contextmanager
    def transaction(self, context: Context | None = None) -> Iterator[Session]:
        """Yield a session in one transaction with `context`; commit when the block ends, roll back when it raises."""
        self.refuse_in_vain()
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            apply_context(session, context or Context())
            yield session
