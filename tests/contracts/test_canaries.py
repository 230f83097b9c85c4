"""Nothing personal and nothing secret stands where it has no business (T37, T38, T44): logs, jobs, figures, a dump."""

from __future__ import annotations

import logging
import re

import pytest
from prometheus_client import generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Database
from tests.contracts.world import HERE, Matter, World, sighting, submission
from tests.make import PASSWORD, Browser, Maker

MARK = "暗号丑寅"
NAME, PHONE = f"{MARK}某", "13912345678"
TICKET = f"ticket-{MARK}-0123456789abcdef"


@pytest.fixture
def world(make: Maker) -> World:
    """One township's people, logged in."""
    return World(make, towns=[HERE])


def stir(world: World) -> Matter:
    """Let everything happen that leaves traces: good requests, refused ones, wrong passwords and codes, faults."""
    matter = world.happen(HERE, MARK)
    worker = world.people[HERE, "grid_worker"]
    stranger = world.make.app.test_client()
    world.make.account("canary", ("liaison", HERE), name=NAME)
    assert stranger.post("/api/login", json={"account": "canary", "password": PASSWORD}).status_code == 200
    stranger = world.make.app.test_client()
    assert stranger.post("/api/login", json={"account": NAME, "password": f"wrong {MARK}"}).status_code == 401
    receipt = f"/api/submissions/{matter.ids['receipt']}"
    assert stranger.get(receipt, headers={"Query-Code": matter.ids["query_code"]}).status_code == 200
    assert stranger.get(receipt, headers={"Query-Code": f"{matter.ids['query_code'][:-1]}!"}).status_code == 404
    assert stranger.post("/t/" + matter.ids["receipt"], data={"query_code": matter.ids["query_code"]}).status_code < 500
    for broken in ({"text": f"{MARK}\x00"}, {"accuracy_m": MARK}, {"place": {"type": MARK}}, {"category": MARK}):
        assert worker.post("/api/sightings", json=sighting(HERE, MARK) | broken).status_code == 422
    for broken in ({"reply": {"way": "phone", "name": NAME, "phone": f"{PHONE}0"}}, {"code": MARK}):
        stranger.post("/api/submissions", json=submission(HERE, MARK) | broken)
    stranger.get(f"/api/locate?lon=103.805&lat=35.395&crs=wgs84&note={PHONE}")
    world.people[HERE, "liaison"].post("/api/sightings/batch", data=f'{{"items": ["{MARK}{PHONE}"')
    return matter


def secrets(world: World, matter: Matter) -> set[str]:
    """Return every text that only its owner may hold; the query code in the form people write it too."""
    code = matter.ids["query_code"]
    plain = re.sub(r"\W", "", code)
    tokens = {browser.client.get_cookie("zhitong").value for browser in world.people.values()}  # type: ignore[union-attr]
    settings = world.make.app.extensions["zhitong.settings"]
    keys = {settings.secret_key.hex(), settings.contact_key.hex(), settings.audit_key.hex(), settings.vapid_private_key}
    crsf = {browser.csrf for browser in world.people.values()}
    return {PHONE, PASSWORD, NAME, TICKET, code, plain, f"{plain[:4]}-{plain[4:]}"} | tokens | keys | crsf


def found_in(text: str, words: set[str]) -> set[str]:
    """Return which of `words` stand in `text`, plain or as the bytes of a column."""
    return {word for word in words if word in text or word.encode().hex() in text}


def test_logs_hold_no_word_of_anybody(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    matter = stir(world)
    said = capfd.readouterr()
    logs = "\n".join([caplog.text, said.out, said.err, *(repr(record.args) for record in caplog.records)])
    assert not found_in(logs, secrets(world, matter) | {MARK, "103.805"})


def test_jobs_and_figures_hold_ids_only(world: World) -> None:
    matter = stir(world)
    jobs = "\n".join(
        row[0]
        for row in world.make.rows("select args::text || task_name || coalesce(lock, '') from procrastinate_jobs")
    )
    assert jobs, "signing an answer defers its errands"
    throttles = "\n".join(row[0] for row in world.make.rows("select bucket::text from throttle"))
    figures = generate_latest().decode()
    words = secrets(world, matter) | {MARK, matter.ids["receipt"], "103.80"}
    for where, kept in (("jobs", jobs), ("limits", throttles), ("figures", figures)):
        assert not found_in(kept, words), where


def test_the_record_holds_no_word_of_anybody(world: World) -> None:
    matter = stir(world)
    entries = world.make.rows("select (to_jsonb(e) - 'mac')::text from audit_entry e")
    text = "\n".join(row[0] for row in entries)
    assert not found_in(text, secrets(world, matter) | {MARK})
    actions = {row[0] for row in world.make.rows("select distinct action from audit_entry")}
    assert len(actions) > 5, "writes, logins and refusals are in the record"


def test_a_stolen_dump_holds_no_phone_no_name_and_opens_nothing(world: World) -> None:
    """Every row of every table as text: contacts are sealed, codes, tickets, tokens and passwords only as digests."""
    matter = stir(world)
    tables = [row[0] for row in world.make.rows(
        "select format('%I', relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and relname not in ('spatial_ref_sys')"
    )]  # fmt: skip
    words = secrets(world, matter) - {NAME}  # the account of that name bears it openly
    for table in tables:
        text = "\n".join(row[0] for row in world.make.rows(f"select t::text from {table} t"))
        assert not found_in(text, words), table
        if table != "account":
            assert not found_in(text, {NAME}), table
    assert world.make.run("select count(*) from contact") >= 1


def test_every_write_is_in_the_record_and_a_refused_one_leaves_none(world: World) -> None:
    """Each write adds at least one entry in its own transaction (T44)."""
    people = world.people
    before = entries(world)
    worker, liaison = people[HERE, "grid_worker"], people[HERE, "liaison"]
    body = sighting(HERE, MARK)
    for write, status, more in (
        (lambda: worker.post("/api/sightings", json=body), 201, 1),
        (lambda: worker.post("/api/sightings", json=body), 200, 0),
        (lambda: worker.post("/api/sightings", json=body | {"text": "别的内容别的话"}), 409, 0),
        (
            lambda: Browser(world.make.app.test_client(), "").post("/api/submissions", json=submission(HERE, MARK)),
            201,
            1,
        ),
        (lambda: move(liaison, body["id"], "accepted"), 200, 1),
        (lambda: move(liaison, body["id"], "closed"), 409, 0),
    ):
        answer = write()
        assert answer.status_code == status, answer.get_data(as_text=True)
        now = entries(world)
        assert (now - before >= 1) if more else (now == before), (status, now - before)
        before = now


def entries(world: World) -> int:
    """How many entries the record has."""
    return int(world.make.run("select count(*) from audit_entry"))


def move(someone: Browser, case: str, to: str):  # type: ignore[no-untyped-def]
    """Try to move a case."""
    tag = someone.get(f"/api/cases/{case}").headers["ETag"]
    return someone.post(f"/api/cases/{case}/transitions", json={"to": to, "evidence": {}}, headers={"If-Match": tag})


def test_the_database_servers_log_keeps_no_statement_that_failed(
    app_database: Database, worker_database: Database
) -> None:
    """What failed is logged with its reason; the statement, with people's words in it, and the row are not."""
    for database in (app_database, worker_database):
        with database.transaction() as session:
            assert session.scalar(text("show log_min_error_statement")) == "panic"
            assert session.scalar(text("show log_error_verbosity")) == "terse"
            assert session.scalar(text("show log_statement")) == "none"
            assert session.scalar(text("show log_min_duration_statement")) == "-1"
            with pytest.raises(DBAPIError, match="permission denied"):
                session.execute(text("set log_min_error_statement = error"))
            session.rollback()
