"""T46: the record of a million entries is verified: how long, and how much memory it takes."""

from __future__ import annotations

import io
import resource
import time

import psycopg2

from backend.audit.domain import Act, mac_of
from backend.audit.service import Anchors, key, seal, verify
from backend.db import Context, Database
from backend.settings import Settings

PART = 100_000


def run(settings: Settings, seconds: float, entries: int) -> None:
    """Print both; the record is made, sealed and verified once. `seconds` has no meaning here."""
    del seconds
    anchors = Anchors(settings.var)
    with psycopg2.connect(settings.database_url) as connection, connection.cursor() as cursor:
        for begin in range(0, entries, PART):
            cursor.copy_expert(
                "copy audit_entry (actor_id, actor, action, subject_kind, subject_id, area_code, fields, mac) from stdin",
                io.StringIO("".join(row(n) for n in range(begin, min(begin + PART, entries)))),
            )
            connection.commit()
    owner = Database(settings.database_url)
    with owner.transaction(Context(service="seal")) as session:
        begun = time.perf_counter()
        end = seal(session)
        sealed = time.perf_counter() - begun
    assert end is not None
    anchors.add(end)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, worked = time.perf_counter(), time.process_time()
    with owner.transaction() as session:
        faults = list(verify(session, anchors))
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    assert not faults, faults[:3]
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    owner.engine.dispose()
    print(
        f"T46 verify of 1 M entries, seconds    {took / end.seq * 1e6:6.1f}   (goal ≤ 60; {end.seq} entries in {took:.1f} s,"
        f" {worked:.1f} s of it at work here, sealed in {sealed:.1f} s, {more:.0f} MB more memory)"
    )


def row(n: int) -> str:
    """One entry of a case's move as COPY reads it."""
    act = Act(1 + n % 200, "liaison", "case.accepted", "case", f"{n % 50_000:032x}", ("state", "reason", "handling"))
    mac = mac_of(key(), act).hex()
    return f"{act.actor_id}\t{act.actor}\t{act.action}\t{act.subject_kind}\t{act.subject_id}\t621124100001\t{{state,reason,handling}}\t\\\\x{mac}\n"
