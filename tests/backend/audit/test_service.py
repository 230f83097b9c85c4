"""The record: what is altered is found."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.audit.queries import Seal
from backend.audit.service import Anchors, append, seal, verify
from backend.db import Context, Database
from backend.settings import Settings
from tests.eventually import eventually


@pytest.fixture
def anchors(settings: Settings) -> Anchors:
    return Anchors(settings.var)


@pytest.fixture
def filled(app_database: Database, worker_database: Database, anchors: Anchors) -> Database:
    for n in range(12):
        with app_database.transaction(Context(viewer=None, roles=(("liaison", "621124"),))) as session:
            append(session, "case.moved", "case", f"c{n % 3}", area="621124100", fields=("state",))
        if n % 5 == 4:
            anchors.add(sealed(worker_database, n + 1))
    anchors.add(sealed(worker_database, 12))
    return app_database


def sealed(worker: Database, count: int) -> Seal:
    """Seal until `count` links stand: other databases of the server may hold the horizon for a moment."""

    def run() -> Seal | None:
        with worker.transaction(Context(service="seal")) as session:
            end = seal(session)
            return end if end and end.seq == count else None

    return eventually(run, what="sealing")


def faults(owner: Database, anchors: Anchors) -> list[str]:
    with owner.transaction() as session:
        return list(verify(session, anchors))


def tamper(owner: Database, *statements: str) -> None:
    """Do what a superuser can: switch the triggers off and write."""
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.usefixtures("filled")
def test_a_whole_record_has_no_faults(owner: Database, anchors: Anchors) -> None:
    assert faults(owner, anchors) == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "statements",
    [
        ["update audit_entry set action = 'case.seen' where id = 3"],
        ["update audit_entry set at = at + interval '1 day' where id = 3"],
        ["update audit_entry set actor_id = 7 where id = 3"],
        ["update audit_entry set fields = '{}' where id = 3"],
        ["update audit_entry set area_code = '522702' where id = 3"],
        ["delete from audit_entry where id = 3"],
        [
            "delete from audit_entry where subject_id = 'c1'",
            "delete from audit_chain where entry_id not in (select id from audit_entry)",
        ],
        [
            "insert into audit_entry (xid, actor, action, subject_kind, subject_id, mac) select '3', actor, action, subject_kind, subject_id, mac from audit_entry where id = 1"
        ],
        [
            "delete from audit_chain where seq > 9",
            "delete from audit_entry where id > 9",
            "update audit_seal set seq = 9, link = (select link from audit_chain where seq = 9)",
        ],
        ["delete from audit_chain", "delete from audit_entry", "update audit_seal set seq = 0, link = ''"],
        [
            "update audit_chain set entry_id = -entry_id where seq in (4, 5)",
            "update audit_chain set entry_id = case seq when 4 then 5 else 4 end where seq in (4, 5)",
        ],
    ],
)
def test_whatever_is_altered_is_found(owner: Database, anchors: Anchors, statements: list[str]) -> None:
    tamper(owner, *statements)
    assert faults(owner, anchors)


@pytest.mark.usefixtures("filled")
def test_an_anchor_that_was_edited_is_found(owner: Database, anchors: Anchors) -> None:
    lines = anchors.path.read_text().splitlines()
    anchors.path.write_text("\n".join([lines[0].replace(" 5 ", " 4 "), *lines[1:]]) + "\n")
    assert any("anchor" in fault for fault in faults(owner, anchors))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "verb", ["update audit_entry set action = 'x'", "delete from audit_entry", "truncate audit_entry cascade"]
)
def test_neither_the_application_nor_the_owner_can_change_an_entry(
    owner: Database, app_database: Database, worker_database: Database, verb: str
) -> None:
    for database in (owner, app_database, worker_database):
        with pytest.raises(DBAPIError), database.transaction(Context(service="seal")) as session:
            session.execute(text(verb))


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


def test_a_rolled_back_act_leaves_no_entry(app_database: Database, owner: Database) -> None:
    with pytest.raises(RuntimeError), app_database.transaction(Context(roles=(("liaison", "621124"),))) as session:
        append(session, "case.moved", "case", "never")
        raise RuntimeError
    with owner.transaction() as session:
        assert session.scalar(text("select count(*) from audit_entry")) == 0
