"""Contacts in the database: a dump shows nothing, swapped rows do not open, a reveal is recorded."""

from __future__ import annotations

import shutil
import subprocess
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from backend.contacts import service
from backend.db import Context, Database
from backend.errors import Invalid, NotFound
from backend.sealing import SealBrokenError
from tests.make import Maker, new_id

HERE = Context(viewer=None, areas=("621124",), hidden_areas=("621124",), service="test")


def send(client: FlaskClient, name: str, phone: str) -> UUID:
    """Send in a submission with a name and a phone number; return its id."""
    ident = new_id()
    body = {
        "id": ident, "category": "land", "text": "水渠上个月被填了", "place": {"type": "Point", "coordinates": [103.805, 35.395]},
        "crs": "wgs84", "reply": {"way": "phone", "name": name, "phone": phone},
    }  # fmt: skip
    answer = client.post("/api/submissions", json=body)
    assert answer.status_code == 201, answer.get_json()
    return UUID(ident)


def test_a_dump_shows_no_name_and_no_phone(client: FlaskClient, make: Maker, tmp_path: object) -> None:
    make.counties()
    send(client, "独孤求败甲", "13912345678")
    binary = shutil.which("pg_dump")
    if binary:
        dump = subprocess.run([binary, "--no-owner", make.owner.engine.url.render_as_string(hide_password=False).replace("+psycopg2", "")],
                              capture_output=True, check=True).stdout.decode()  # fmt: skip
    else:
        tables = make.rows("select tablename from pg_tables where schemaname = 'public'")
        dump = "".join(str(make.rows(f'select * from "{name}"')) for (name,) in tables)  # type: ignore[misc]
    assert "水渠上个月被填了" in dump
    for canary in ("独孤求败甲", "13912345678", "独孤求败甲".encode().hex(), b"13912345678".hex()):
        assert canary not in dump


def test_masked_and_revealed(client: FlaskClient, make: Maker, app_database: Database) -> None:
    make.counties()
    contact = send(client, "独孤求败甲", "139-1234-5678")
    with app_database.transaction(HERE) as session:
        assert service.masked(session, contact) == service.Person("独**", "139****5678")
        with pytest.raises(Invalid):
            service.reveal(session, contact, " ")
        assert service.reveal(session, contact, "回电话核实").phone == "13912345678"
    entries = make.rows(
        "select action, area_code, fields from audit_entry where subject_id = :id and action like 'contact%'",
        id=str(contact),
    )
    assert entries == [("contact.revealed", "621124100001", ["name", "phone"])]
    with app_database.transaction(Context(areas=("522702",))) as session, pytest.raises(NotFound):
        service.masked(session, contact)


def test_swapped_rows_do_not_open(client: FlaskClient, make: Maker, app_database: Database) -> None:
    make.counties()
    one, two = send(client, "甲某某", "13912345678"), send(client, "乙某某", "13987654321")
    make.run(
        "update contact a set phone_sealed = b.phone_sealed, name_sealed = b.name_sealed from contact b where a.id <> b.id"
        " and a.id in (:one, :two)", one=one, two=two,
    )  # fmt: skip
    for each in (one, two):
        with app_database.transaction(HERE) as session, pytest.raises(SealBrokenError):
            service.masked(session, each)


def test_the_same_phone_is_found_again_without_being_said(client: FlaskClient, make: Maker) -> None:
    make.counties()
    send(client, "", "13912345678")
    send(client, "", "+86 139 1234 5678")
    send(client, "", "13912345679")
    assert make.rows("select count(*) from contact group by phone_index order by 1") == [(1,), (2,)]
