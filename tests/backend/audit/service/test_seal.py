"""Sealing: what commits late is chained too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from backend.audit import queries
from backend.audit.service import Anchors, append, seal
from backend.db import Context, Database
from tests.backend.audit.record import faults, sealed


def test_an_entry_that_commits_late_is_sealed_too(
    app_database: Database, worker_database: Database, owner: Database, anchors: Anchors
) -> None:
    with app_database.transaction(Context(roles=(("liaison", "621124"),))) as slow:
        append(slow, "case.moved", "case", "slow")
        with app_database.transaction(Context(roles=(("liaison", "621124"),))) as quick:
            append(quick, "case.moved", "case", "quick")
        with worker_database.transaction(Context(service="seal")) as session:
            assert seal(session) is None  # the slow one holds the horizon
    assert sealed(worker_database, 2)
    assert faults(owner, anchors) == []


def test_who_looked_before_another_sealed_takes_nothing_back(
    app_database: Database, worker_database: Database, owner: Database
) -> None:
    """A sealer that waited for another may see less than that one: what it has chained is not chained again."""
    with app_database.transaction(Context(roles=(("liaison", "621124"),))) as session:
        append(session, "case.moved", "case", "one")
    end = sealed(worker_database, 1)
    with owner.transaction() as session:
        ahead = session.scalar(
            text("update audit_seal set horizon = (horizon::text::bigint + 1000)::text::xid8 returning horizon::text")
        )
    with worker_database.transaction(Context(service="seal")) as session:
        assert seal(session) is None
    with owner.transaction() as session:
        assert tuple(session.execute(text("select horizon::text, seq from audit_seal")).one()) == (ahead, end.seq)


WRITERS, EACH = 16, 4


def test_sixteen_writers_on_one_case_and_two_who_seal_fork_nothing(
    app_database: Database,
    worker_database: Database,
    owner: Database,
    anchors: Anchors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PIECE", 5)  # so that a sealing goes over several pieces

    def write(_: int) -> None:
        for _ in range(EACH):
            with app_database.transaction(Context(roles=(("liaison", "621124"),))) as session:
                append(session, "case.moved", "case", "one")
                append(session, "case.level", "case", "one")

    def chain(_: int) -> None:
        for _ in range(EACH):
            with worker_database.transaction(Context(service="seal")) as session:
                end = seal(session)
            if end:
                anchors.add(end)

    with ThreadPoolExecutor(WRITERS + 2) as threads:
        done = [threads.submit(write, n) for n in range(WRITERS)] + [threads.submit(chain, n) for n in range(2)]
        for each in done:
            each.result()
    total = WRITERS * EACH * 2
    with owner.transaction() as session:
        sealed_now = session.scalar(text("select seq from audit_seal"))
    if sealed_now < total:
        anchors.add(sealed(worker_database, total))
    assert faults(owner, anchors) == []
    with owner.transaction() as session:
        forks = text(
            "select count(*), count(distinct seq), count(distinct entry_id), count(distinct link), max(seq) from audit_chain"
        )
        assert tuple(session.execute(forks).one()) == (total,) * 5


def test_one_transaction_larger_than_a_piece_is_sealed_as_a_whole(
    app_database: Database,
    worker_database: Database,
    owner: Database,
    anchors: Anchors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PIECE", 3)
    with app_database.transaction(Context(roles=(("liaison", "621124"),))) as session:
        for n in range(8):
            append(session, "case.moved", "case", n)
    anchors.add(sealed(worker_database, 8))
    assert faults(owner, anchors) == []
