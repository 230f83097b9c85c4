"""The pulse: nobody waits for a database that is away. What people then see: tests/scenarios/test_outage.py."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from backend.db import Database
from backend.db.pulse import PATIENCE, Pulse
from backend.errors import Unavailable
from backend.settings import Settings


@pytest.fixture
def deaf() -> Iterator[str]:
    """The address of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"postgresql://nobody@127.0.0.1:{listener.getsockname()[1]}/none"


def test_a_silent_server_is_away_and_a_deed_is_refused_without_waiting(deaf: str, settings: Settings) -> None:
    database = Database(settings.app_database_url)
    database.watch()
    assert database.pulse is not None
    try:
        database.pulse.beat()
        with database.transaction() as session:
            assert session.connection().exec_driver_sql("select 1").scalar() == 1
        database.pulse.url = deaf
        database.pulse.drop()
        begun = time.monotonic()
        database.pulse.beat()
        assert time.monotonic() - begun < PATIENCE + 1
        for refused in (database.transaction, database.look_up):
            with pytest.raises(Unavailable) as told, refused():
                pass
            assert told.value.retry_after == 5
        database.pulse.url = settings.app_database_url
        database.pulse.beat()
        with database.look_up() as connection:
            assert connection.exec_driver_sql("select 1").scalar() == 1
    finally:
        database.pulse.stop()
        database.engine.dispose()


def test_a_refused_connection_is_tried_once_more_before_it_counts(settings: Settings) -> None:
    pulse = Pulse(settings.app_database_url)
    pulse.beat()
    assert pulse.connection is not None
    pulse.connection.close()
    pulse.beat()
    assert not pulse.gone.is_set(), "a connection that was cut is no server that is away"
    pulse.drop()
    pulse.url = "postgresql://nobody@127.0.0.1:1/none"
    pulse.beat()
    assert pulse.gone.is_set()
