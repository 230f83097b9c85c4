"""What has been kept long enough is gone everywhere: tables, files, jobs; what is not due, or held by law, stays (T36, T40)."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from backend.attachments.service import Owner, store
from backend.attachments.store import Store
from backend.db import Context, Database
from backend.jobs.registry import RUNNING
from backend.retention import service
from backend.retention.tasks import run
from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.contracts.test_record import pictures_keys
from tests.make import Browser, Maker, new_id
from tests.story import handle, lon_lat, move, people, sign, submit

NAME, PHONE, WORDS, PLACE = "暗号甲某某", "13912345678", "暗号乙的水渠堵了", "暗号丙家门口"
ASKED, MORE, ANSWER = "暗号丁请补充", "暗号戊补充了", "暗号己的答复"
NOT_DUE = "别人的路灯坏了"
TABLES = (
    "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
    " and table_name not in ('spatial_ref_sys') order by 1"
)


@pytest.fixture
def files(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The attachment folder; the tasks run with the test's settings."""
    monkeypatch.setitem(RUNNING, "settings", settings)
    return Store(settings.var)


def everything(make: Maker) -> dict[str, list[str]]:
    """Every column of every row of every table, as text; bytes as hex."""
    with make.owner.transaction() as session:
        tables = session.scalars(text(TABLES)).all()
        return {table: sorted(session.scalars(text(f'select t::text from "{table}" t'))) for table in tables}


def found(make: Maker, files: Store, canaries: set[str]) -> set[tuple[str, str]]:
    """Which canaries stand where, in plain, in bytes or in a file."""
    rows = [(table, row) for table, held in everything(make).items() for row in held]
    rows += [(str(path), path.read_bytes().hex() + path.name) for path in files.root.rglob("*") if path.is_file()]
    return {(word, where) for word in canaries for where, row in rows if word in row or word.encode().hex() in row}


def photo_of(app: Flask, ticket: str, size: tuple[int, int]) -> tuple[str, str]:
    """Store a citizen's photo under a draft ticket; return the digests of what was sent and of what is kept."""
    photo, held = pictures.photo("PNG", size), hashlib.sha256(ticket.encode()).digest()
    digest = hashlib.sha256(photo).hexdigest()
    with app.extensions["zhitong.database"].transaction(Context(ticket=held)) as session:
        files = Store(app.extensions["zhitong.settings"].var)
        return digest, store(session, files, Owner(ticket=held), digest, photo).kept.kept_sha256


def whole_story(make: Maker, app: Flask, client: FlaskClient) -> tuple[dict[str, Any], set[str]]:
    """A person says much, is asked, adds, is answered; return what was sent and all that says who it was."""
    sent_sha, kept_sha = photo_of(app, "t" * 30, (50, 30))
    body = {
        "id": new_id(), "category": "land", "text": WORDS, "place_words": PLACE, "crs": "wgs84", "accuracy_m": 7.0,
        "place": {"type": "Point", "coordinates": list(lon_lat())}, "attachments": [sent_sha], "ticket": "t" * 30,
        "reply": {"way": "phone", "name": NAME, "phone": PHONE},
    }  # fmt: skip
    sent = client.post("/api/submissions", json=body).get_json() | {"id": body["id"]}
    code, lian = {"Query-Code": sent["query_code"]}, make.login("lian")
    own = f"/api/submissions/{sent['receipt']}/transitions"
    follow = {
        "endpoint": "https://fcm.googleapis.com/canary-browser",
        "keys": pictures_keys(),
        "receipt": sent["receipt"],
    }
    assert client.post("/api/push/subscriptions", json=follow, headers=code).status_code == 201
    assert move(lian, sent["id"], "lacking", evidence={"asked": ASKED}).status_code == 200
    assert client.post(own, json={"to": "pending", "evidence": {"more": MORE}}, headers=code).status_code == 204
    make.run(
        "insert into case_urge (case_id, level, actor_name, actor_role, note, area_code, hidden)"
        " select id, 1, '李', 'liaison', '暗号寅请尽快', area_code, hidden from cases where id = :id", id=sent["id"],
    )  # fmt: skip
    handle(make, sent["id"])
    assert sign(lian, sent["id"], ANSWER).status_code == 200
    client.get(f"/api/submissions/{sent['receipt']}", headers=code)
    return sent, {NAME, PHONE, WORDS, PLACE, ASKED, MORE, ANSWER, "canary-browser", sent_sha, kept_sha}


HANGING = """
insert into body (code, name, kind, area_code) values ('SW', '县水务局', 'department', '621124');
insert into case_level (case_id, actor_id, actor_name, actor_role, from_level, to_level, reason, area_code)
  select id, 1, '李', 'liaison', 'open', 'restricted', '暗号卯', area_code from cases where id = :id;
insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, parent_id, place_of)
  select gen_random_uuid(), 'C1', 'closed', category, area_code, cell_id, station_id, hidden, id, id from cases where id = :id;
insert into case_split (case_id, actor_id, actor_name, words, area_code, hidden)
  select id, 1, '李', '暗号辰另一户的地埂', area_code, hidden from cases where number = 'C1';
insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)
  select id, '李', 'liaison', '7', 'pending', 'accepted', 2, area_code, hidden from cases where number = 'C1';
insert into case_event_text (event_id, area_code, hidden, reason, evidence)
  select e.id, e.area_code, e.hidden, '暗号巳', '{"handling": "暗号午"}' from case_event e join cases c on c.id = e.case_id where c.number = 'C1';
insert into commitment (id, subject_kind, subject_id, subject_name, text, body_id, due_on, made_by, asked, area_code, hidden)
  select gen_random_uuid(), 'case', c.id, c.number, '暗号未修好', b.id, china_today(), 1, '', c.area_code, c.hidden from cases c, body b where c.id = :id;
insert into commitment_note (commitment_id, actor_id, actor_name, state, words) select id, 1, '李', 'open', '暗号申' from commitment;
insert into activity (id, type, title, area_code) values (gen_random_uuid(), 'joint_meeting', '会', '621124100');
insert into activity_item (id, activity_id, position, case_id, case_number, area_code, hidden)
  select gen_random_uuid(), a.id, 1, c.id, c.number, c.area_code, c.hidden from activity a, cases c where c.id = :id;
insert into activity_item_text (item_id, activity_id, case_id, area_code, hidden, words, why)
  select id, activity_id, case_id, area_code, hidden, '暗号酉', '暗号戌' from activity_item;
insert into initiative (id, number, kind, title, text, case_id, case_number, made_as, made_by, asked, area_code, hidden)
  select gen_random_uuid(), 'I1', 'legislative_gap', '暗号亥', '暗号子没有规定', id, number, 'liaison', 1, '', area_code, hidden from cases where id = :id;
insert into initiative_case (id, initiative_id, case_id, case_number, nth, put, reason, actor_id, actor_name, area_code, hidden)
  select gen_random_uuid(), i.id, i.case_id, i.case_number, 1, true, '暗号丑', 1, '李', i.area_code, i.hidden from initiative i;
insert into initiative_event (initiative_id, version, actor_id, actor_name, from_state, to_state, words)
  select id, 2, 1, '李', 'open', 'closed', '暗号庚' from initiative;
insert into mediation_text (kind, id, case_id, words, area_code, hidden)
  select 'record', gen_random_uuid(), id, '{"said": "暗号辛"}', area_code, hidden from cases where id = :id
"""
HUNG = {f"暗号{one}" for one in "卯辰巳午未申酉戌亥子丑庚辛"}


def hang(make: Maker, case: str) -> None:
    """Put words into every table that hangs on a case: its levels, a part split off, promises, agendas, initiatives, mediation."""
    for statement in HANGING.strip().split(";\n"):
        make.run(statement.replace(":id", f"'{case}'"))


def close(make: Maker, lian: Browser, sent: dict[str, Any], settings: Settings) -> None:
    """Bring the answered case to its end, as the person was content."""
    from tests.errands import run_errands

    run_errands(settings)
    assert move(lian, sent["id"], "closed", evidence={"consent": "群众说好"}).status_code == 200


def age(make: Maker, case: str, days: int) -> None:
    """Let a case have been at its end for some days."""
    make.run("update cases set state_since = now() - make_interval(days => :days) where id = :id", days=days, id=case)


def test_nothing_of_an_expired_person_is_left_anywhere(
    make: Maker, app: Flask, client: FlaskClient, settings: Settings, worker_database: Database, files: Store
) -> None:
    people(make)
    sent, canaries = whole_story(make, app, client)
    worker, photo = make.login("wang"), pictures.photo("PNG", (70, 40))
    digest = hashlib.sha256(photo).hexdigest()
    assert worker.put(f"/api/attachments/{digest}", data=photo).status_code == 201
    seen = {
        "id": new_id(), "seen_at": "2026-11-21T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": True,
        "risk": "low", "text": "暗号壬两家吵架", "crs": "wgs84", "attachments": [digest],
        "place": {"type": "Point", "coordinates": list(lon_lat())},
    }  # fmt: skip
    assert worker.post("/api/sightings", json=seen).status_code == 201
    orphan = photo_of(app, "u" * 30, (90, 20))
    stray = files.put(b"of a transaction that failed")
    submit(app, text=NOT_DUE)
    hang(make, sent["id"])
    canaries |= {"暗号壬", "暗号寅", digest, *orphan, stray} | HUNG
    close(make, make.login("lian"), sent, settings)
    handle(make, str(seen["id"]))
    assert sign(make.login("lian"), str(seen["id"])).status_code == 200
    worker.get("/api/notices")
    notice = make.run("select id from notice where kind = 'feedback.issued'")
    assert worker.post(f"/api/notices/{notice}/read", json={}).status_code < 300
    close(make, make.login("lian"), seen, settings)
    assert {word for word, _ in found(make, files, canaries)} == canaries - {NAME, PHONE}, (
        "the scan finds what is there"
    )
    for case in (sent["id"], str(seen["id"])):
        age(make, case, 2000)
    make.run("update attachment set created_at = now() - interval '41 days'")
    for path in files.root.rglob("*"):
        os.utime(path, (time.time() - 41 * 86400,) * 2)
    run(worker_database)
    assert found(make, files, canaries) == set()
    assert make.rows("select num_nonnulls(name_sealed, phone_sealed, phone_index) from contact") == [(0,)]
    assert make.run("select count(*) from report where place is not null") == 1, "the cell stays, the point does not"
    assert found(make, files, {NOT_DUE}), "what is not due stays"
    assert [path for path in files.root.rglob("*") if path.is_file()] == []
    counts: Counter[str] = Counter()
    for (row,) in make.rows("select counts from deletion_record"):
        counts.update(row)
    assert counts == {
        "contact": 1, "push_follow": 1, "push_subscription": 1, "report_attachment": 2, "attachment": 3, "files": 4,
        "report_text": 2, "report": 2, "feedback_sheet_text": 2, "case_event_text": 11, "case_urge": 1,
        "case_level": 1, "case_split": 1, "commitment": 1, "commitment_note": 1, "activity_item_text": 1, "initiative": 1,
        "initiative_case": 1, "initiative_event": 1, "mediation_text": 1,
    }  # fmt: skip
    due = make.rows("select backups_until - (at at time zone 'Asia/Shanghai')::date from deletion_record")
    assert {row[0] for row in due} == {30}
    before = everything(make)
    run(worker_database)
    assert everything(make) == before, "a second run changes nothing"


def test_what_the_law_wants_whole_stays_until_it_is_released(
    make: Maker, app: Flask, client: FlaskClient, worker_database: Database, files: Store
) -> None:
    people(make)
    mine, joined = submit(app, text=WORDS), submit(app, text=f"{WORDS}，我也看见了")
    lian, code = make.login("lian"), {"Query-Code": mine["query_code"]}
    hold = f"/api/cases/{joined['id']}/hold"
    assert lian.post(hold, json={"reason": "法院已经调取"}).status_code == 201
    number = make.run("select number from cases where id = :id", id=mine["id"])
    assert move(lian, joined["id"], "joined", evidence={"into": number}).status_code == 200
    refused = client.delete(f"/api/submissions/{mine['receipt']}/contents", headers=code)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "held")
    handle(make, mine["id"])
    assert sign(lian, mine["id"]).status_code == 200
    assert move(lian, mine["id"], "closed", evidence={"consent": "群众说好"}).status_code == 200
    age(make, mine["id"], 2000)
    run(worker_database)
    assert make.run("select count(*) from report_text where body like :words", words=f"{WORDS}%") == 2
    for _ in range(2):
        assert lian.delete(hold).status_code == 204
    run(worker_database)
    assert found(make, files, {WORDS}) == set(), "what had joined goes with the case that took it in"


def test_the_register_is_borne_out_by_the_record(
    make: Maker, app: Flask, client: FlaskClient, worker_database: Database, files: Store
) -> None:
    people(make)
    sent = submit(app, text=WORDS)
    own = f"/api/submissions/{sent['receipt']}/transitions"
    assert client.post(own, json={"to": "withdrawn"}, headers={"Query-Code": sent["query_code"]}).status_code == 204
    age(make, sent["id"], 2000)
    run(worker_database)
    with make.owner.transaction() as session:
        assert [good for _, good in service.register(session, 9)] == [True]
    make.run("alter table deletion_record disable trigger append_only")
    make.run("update deletion_record set subjects = '{}'")
    with make.owner.transaction() as session:
        assert [good for _, good in service.register(session, 9)] == [False]
