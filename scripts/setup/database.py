"""The database of a run or of the tests: the server DATABASE_URL names, else a private cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from . import postgres
from .cluster import DURABLE, FAST, Cluster
from .places import Places
from .say import note

DATABASE = "zhitong"


@contextmanager
def for_people(places: Places, owner_password: str) -> Iterator[str]:
    """Have a durable database up and give the owner's URL of it."""
    named = os.environ.get("DATABASE_URL")
    if named:
        note("• Database: the server that DATABASE_URL names")
        yield named
        return
    cluster = Cluster.at(places, "cluster", postgres.programs(places), DURABLE, owner_password)
    with cluster.up():
        yield cluster.database(DATABASE)


@contextmanager
def for_tests(places: Places) -> Iterator[str]:
    """Have a server for tests up and give the owner's URL of its database `postgres`; tests make their own databases."""
    named = os.environ.get("ZHITONG_TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if named:
        note("• Database: the server that the environment names")
        yield named
        return
    cluster = for_developers(places)
    with cluster.up():
        yield cluster.url("postgres")


def for_developers(places: Places) -> Cluster:
    """Return the cluster of the tests, fast and forgetful; whoever starts it decides when it stops."""
    return Cluster.at(places, "cluster-test", postgres.programs(places), FAST)
