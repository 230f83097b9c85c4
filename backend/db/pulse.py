"""Whether the database is there: asked all the time, so that nobody waits for one that is not (T54).

A server that has stopped without a word still takes what it is sent and never answers: no time-out of the network ends that
wait. So the waits of this process are its own (psycopg2's wait callback), and one short question, asked over and over on a
connection of its own, tells whether they are worth while.
"""

from __future__ import annotations

import logging
import select
import threading
import time

import psycopg2
from psycopg2 import extensions

log = logging.getLogger(__name__)
# Seconds: between two questions; until an answer, or a new connection, counts as not coming; a look at whether waiting is in vain.
EVERY, PATIENCE, LOOK = 0.3, 1.2, 0.2
# Seconds a statement may take; the server ends it before (`engine.OPTIONS`).
LONGEST = 20.0
EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}


class SilentError(psycopg2.OperationalError):  # type: ignore[misc]
    """No answer came in time; the connection is no longer of use."""


class Pulse:
    """Asks the database at `url` over and over; `gone`: it did not answer last time."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.gone = threading.Event()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, name="pulse", daemon=True)
        self.connection: extensions.connection | None = None

    def start(self) -> None:
        """Begin to ask, and give every wait of this process an end; once a process, after it was forked."""
        extensions.set_wait_callback(self.wait)
        self.thread.start()

    def stop(self) -> None:
        """End asking; waits are as they were."""
        self.over.set()
        self.thread.join()
        self.drop()
        extensions.set_wait_callback(None)

    def run(self) -> None:
        """Ask until it is over."""
        while not self.over.wait(EVERY):
            self.beat()

    def beat(self) -> None:
        """Ask once; a connection that was cut is made anew first, a silent server is gone at once."""
        there = self.answers()
        if there is None:
            there = self.answers()
        if there and self.gone.is_set():
            log.warning("the database is back")
            self.gone.clear()
        elif not there and not self.gone.is_set():
            log.error("the database is away")
            self.gone.set()

    def answers(self) -> bool | None:
        """Return whether an answer came: False when the server is silent, None when the connection is refused or was cut."""
        try:
            if self.connection is None:
                self.connection = psycopg2.connect(self.url, application_name="pulse")
                self.connection.autocommit = True
            with self.connection.cursor() as cursor:
                cursor.execute("select 1")
        except SilentError:
            self.drop()
            return False
        except psycopg2.Error:
            self.drop()
            return None
        return True

    def drop(self) -> None:
        """Let the connection go."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def wait(self, connection: extensions.connection) -> None:
        """Wait for what `connection` does, as psycopg2 asks for it.

        Raises SilentError, which closes the connection, when it takes too long or the database is known to be away.
        """
        asking = threading.current_thread() is self.thread
        connecting = connection.status == extensions.STATUS_SETUP
        end = time.monotonic() + (PATIENCE if asking or connecting else LONGEST)
        while (state := connection.poll()) != extensions.POLL_OK:
            ready = select.poll()
            ready.register(connection.fileno(), EVENTS[state])
            if not ready.poll(LOOK * 1000) and (time.monotonic() > end or (self.gone.is_set() and not asking)):
                raise SilentError("the database does not answer")
