"""The intake and the record at volume, in the roles that run them: which index each statement uses, and no quadratic join."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit import queries as audit
from backend.audit.service import use_key
from backend.db import Context, Database
from backend.settings import Settings
from backend.sightings import queries as sightings
from tests.conftest import settings_for
from tests.contracts import plans
from tests.database import clone, maintenance

FILL = """
set local session_replication_role = replica;
insert into area (code, name, level, parent_code) values ('621124', '临洮县', 'county', '621100'), ('621124100', '镇', 'town', '621124');
insert into area (code, name, level, parent_code)
select '621124100' || lpad(v::text, 3, '0'), '村' || v, 'village', '621124100' from generate_series(0, 99) v;
insert into account (login, name, password_hash) values ('ma', '马', '-');
insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs) values ('621124', '测试', '2020-01-01', true, 'x', 'x');
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select 1, 'G' || x || '-' || y, 'G', '621124100' || lpad((x % 100)::text, 3, '0'), 400, '2020-01-01',
  st_multi(st_makeenvelope(100 + x * 0.01, 32 + y * 0.01, 100.01 + x * 0.01, 32.01 + y * 0.01, 4326))
from generate_series(0, 99) x, generate_series(0, 99) y;
insert into station (code, name, kind, area_code, geom)
select 'S' || n, 'S', 'workstation', '621124100' || lpad((n % 100)::text, 3, '0'), st_setsrid(st_makepoint(100 + random(), 32 + random()), 4326)
from generate_series(1, 5000) n;

insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, digest, spelling, answer)
select md5(n::text)::uuid, 'n' || n, 'sighting', 1, '621124100' || lpad((n % 100)::text, 3, '0'), 1 + n % 10000, 1 + n % 5000, 'land', 'door', false,
  now(), sha256(n::text::bytea), decode(md5(n::text), 'hex'), '{}' from generate_series(1, 100000) n;
insert into audit_entry (xid, actor, action, subject_kind, subject_id, mac)
select (1000 + n)::text::xid8, 'x', 'x', 'report', n::text, '' from generate_series(1, 100000) n;
insert into audit_chain (seq, entry_id, link) select id, id, '' from audit_entry where id <= 90000;
analyze grid_cell; analyze station; analyze report; analyze audit_entry; analyze audit_chain; analyze cell_worker; analyze category
"""
# By the tests below.
EXPLAINED = {"sightings.record", "sightings.known", "audit.unsealed", "audit.unchained"}
FILING = Context(viewer=1, roles=(("grid_worker", "621124"),), file_areas=("621124",)).filing()


@pytest.fixture(scope="module")
def filled(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with clone(template) as name:
        settings = settings_for(name, tmp_path_factory.mktemp("var"))
        use_key(settings.audit_key)
        with maintenance(name) as cursor:
            cursor.execute(FILL)
        yield settings


def item(n: int) -> dict[str, Any]:
    """One item of the intake statement."""
    return {
        "n": n, "id": str(uuid.UUID(int=n + 1)), "digest": "ab" * 32, "category": "land", "seen_at": "2026-11-21T02:30:00Z",
        "day": "2026-11-21", "noticed_by": "door_visit", "risk": "low", "hidden": False, "body": "x", "lon": 100 + n / 600,
        "lat": 32.5, "source_crs": "wgs84", "photos": [], "mac": "ab",
    }  # fmt: skip


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plan(session: Session, statement: Any, values: dict[str, Any], how: str = "format json") -> list[dict[str, Any]]:
    """Return the nodes of the plan of a statement."""
    found = session.execute(text(f"explain ({how}) {statement.text}"), values).scalar_one()
    return list(nodes(found[0]["Plan"]))


def whole(found: list[dict[str, Any]]) -> set[str]:
    """Return the tables that a plan reads whole."""
    return {node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"}


@pytest.mark.parametrize("count", [1, 500])
def test_the_intake_finds_cells_and_stations_by_index_and_joins_no_list_in_loops(filled: Settings, count: int) -> None:
    values = {
        "items": json.dumps([item(n) for n in range(count)]),
        "viewer": 1,
        "actor": "grid_worker",
        "scopes": ["621124"],
    }
    with Database(filled.app_database_url).transaction(FILING) as session:
        found = plan(session, sightings.Q["record"], values, "analyze, timing off, format json")
        session.rollback()
    assert {"grid_cell_geom_idx", "station_unit_idx"} <= {node.get("Index Name") for node in found}
    assert not whole(found) & {"grid_cell", "station", "report", "cases"}
    thrown_away = sum(node.get("Rows Removed by Join Filter", 0) for node in found)
    assert thrown_away <= 40 * count, "a list is joined in loops"


def test_what_of_a_batch_stands_already_is_read_by_key(filled: Settings) -> None:
    ids = [uuid.UUID(hashlib.md5(str(n).encode(), usedforsecurity=False).hexdigest()) for n in range(500)]
    spelt = [(n, str(each), each.bytes) for n, each in enumerate(ids)]

    def ask(session: Session) -> None:
        found = [each.n for each in sightings.known(session, spelt, viewer=1)]
        assert sorted(found) == list(range(1, 500)), "all but one, which nobody stored"

    done = plans.of_call(filled, "app", FILING, ask)
    assert "report_pkey" in done.indexes()
    assert done.touched()["report"] <= 500


def test_the_record_is_sealed_by_its_index(filled: Settings) -> None:
    with Database(filled.worker_database_url).transaction(Context(service="seal")) as session:
        unsealed = plan(session, audit.Q["unsealed"], {"low": "100900", "high": "101000", "most": 10000})
    assert "audit_entry_xid_idx" in {node.get("Index Name") for node in unsealed}
    assert not whole(unsealed)


def test_what_is_behind_the_chain_is_found_without_comparing_all_with_all(filled: Settings) -> None:
    with Database(filled.database_url).transaction() as session:
        found = plan(session, audit.Q["unchained"], {})
    assert {node["Node Type"] for node in found} & {"Hash Join", "Merge Join", "Index Only Scan", "Index Scan"}
