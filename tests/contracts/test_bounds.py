"""Nothing takes for ever (T57): every connection has its limits, every list ends, what costs much takes nobody else's thread."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from backend.app import DEAR
from backend.db import Database
from backend.db.engine import LIMITS
from backend.http.transaction import transact
from backend.settings import Settings

API = json.loads((Path(__file__).parents[2] / "docs/openapi.json").read_text("utf-8"))
# Lists that end by themselves, each with why; all others take `limit`, but those of one case.
SHORT = {
    "/api/activity-types": "a few dozen rows",
    "/api/funds": "the funds of a place; the statement stops at 200",
    "/api/audiences": "a dozen rows",
    "/api/venues": "of one area; the statement stops at 500",
    "/api/activity-figures": "one row for each kind",
    "/api/activity-people": "the deputies and offices of a county; the statements stop at 500 and 200",
    "/api/activities/{activity_id}/attendance": "who was at one activity; the statement stops at 2,000",
    "/api/bodies": "the directory of a county's offices; the statement stops at 1,000",
    "/api/routing-rules": "a county's rules are put in order as a whole; the statement stops at 1,000",
    "/api/stations": "of one area; the statement stops at 500",
    "/api/initiatives/{initiative_id}/signers": "the deputies of one congress with an account; the statement stops at 1,000",
    "/api/deputy-homes": "of one area; the statement stops at 300",
    "/api/stations/{station_id}/facts": "what stands of one station; the statement stops at 1,000",
    "/api/stations/{station_id}/facts/{fact_id}/versions": "of one fact; the statement stops at 200",
    "/api/stations/{station_id}/walls": "of one station; the statement stops at 50",
    "/api/duties": "one of each post",
    "/api/duties/versions": "what a town has written of one post",
    "/api/field-drafts": "the drafts that are out in one county",
    "/api/opinions/participation": "one row for each station that took opinions on one draft",
    "/api/digest-drafts/{draft_id}/suggestions": "twenty groups at most, 500 opinions of each",
    "/api/experts": "the statement stops at 200",
    "/api/answer-notices": "of one draft; the statement stops at 200",
    "/api/digest-funnel": "one row for each station, or draft, of what the viewer sees",
    "/api/people": "the look-up stops at 200",
    "/api/audit/checks": "the last thirty",
    "/api/cases/near": "the statement stops at 20",
    "/api/sightings/near": "the look-up stops at 500",
    "/api/sightings/asked": "what one worker is asked just now",
    "/api/me/sessions": "of one person",
    "/api/solicitations/{solicitation_id}/versions/{nth}": "the articles of one draft; at most 600 are stored",
    "/api/solicitation-tasks": "what one person has in hand; the statement stops at 200",
    "/api/case-clusters": "one row for each category and place that has enough of them",
    "/api/ratings/figures": "one row for each station of the viewer's area",
    "/api/reply-templates": "a few of each office",
    "/api/evaluation-schemes": "fifty versions of an area, and one of each level above it",
    "/api/evaluations/{evaluation_id}/subsidy": "the stations of one evaluation, 300 at most",
    "/api/ledgers": "eleven books, and those that an office made; the statements stop at 200",
    "/api/informants": "the networks of one's area; the statement stops at 2,000",
    "/api/project-wishes": "the statement stops at 200",
    "/api/visit-tasks/mine": "what one person is asked; the statement stops at 200",
    "/api/visit-workers": "the look-up stops at 200",
    "/api/visit-goals": "a county's townships; the statement stops at 200",
}
# Counts of the map, as many as the viewer's scope has cells, a book's figures, and a list or a book as a file.
DRAWN = {
    "/api/digest-drafts/<uuid:draft_id>/suggestions", "/api/hotspots", "/api/hotspots/series", "/api/hotspots/cells/<string:code>", "/api/coverage", "/api/coverage/cells",
    "/api/coverage/advice", "/api/coverage/trial", "/api/coverage/plans", "/api/coverage/plans/<uuid:plan_id>", "/api/cases/export", "/api/ledgers/<book>", "/api/ledgers/<book>/export",
    "/api/bulletins/preview", "/api/scans",
}  # fmt: skip


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema, by its reference where it is one."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return API["components"]["schemas"][name] if name else schema


# What a list has to be asked with.
ALONG = {
    "/api/feedback-sheets": "&unreached=1",
    "/api/fund-entries": "&area=621124100&fund=助学金",
    "/api/evaluations/{evaluation_id}/sources": "&station=1&measure=cases",
    "/api/evaluations/{evaluation_id}/evidence": "&station=1",
    "/api/editions/{edition_id}/moves": "&kind=cells",
}


def lists() -> dict[str, dict[str, Any] | None]:
    """Return each route that answers with a list of items, and its parameter `limit`."""
    found = {}
    for path, operations in API["paths"].items():
        asked = operations.get("get", {})
        for answer in (each for status, each in asked.get("responses", {}).items() if status.startswith("2")):
            schema = resolved(answer.get("content", {}).get("application/json", {}).get("schema", {}))
            if schema.get("type") == "array" or schema.get("properties", {}).get("items", {}).get("type") == "array":
                found[path] = next((each for each in asked.get("parameters", []) if each.get("name") == "limit"), None)
    return found


def test_every_list_ends(app: Flask) -> None:
    known = lists()
    assert len(known) > 10
    assert {path for path, limit in known.items() if limit is None and "{case_id}" not in path} == set(SHORT)
    client = app.test_client()
    for path in (path for path, limit in known.items() if limit):
        at = re.sub(r"\{\w+_id\}", "00000000-0000-4000-8000-000000000000", path.replace("{edition_id}", "1"))
        for wrong in ("201", "1000000", "0", "-1"):
            answer = client.get(f"{at}?limit={wrong}{ALONG.get(path, '')}")
            assert (answer.status_code, answer.get_json()["field"]) == (422, "limit"), (path, wrong)


def test_every_connection_of_every_role_has_its_limits(settings: Settings, app_database: Database) -> None:
    shown = ", ".join(f"current_setting('{name}')::interval" for name in LIMITS)
    bare = []
    for url in (settings.app_database_url, settings.worker_database_url):
        with psycopg.connect(url) as connection:  # as a library of somebody else's makes one
            bare.append(connection.execute(f"select {shown}").fetchone())
    for database in (
        app_database,
        Database(settings.worker_database_url, pool=1),
        Database(settings.database_url, pool=1),
    ):
        with database.transaction() as session:
            bare.append(tuple(session.execute(text(f"select {shown}")).one()))
        database.engine.dispose()
    wanted = tuple(milliseconds / 1000 for milliseconds in LIMITS.values())
    assert [tuple(each.total_seconds() for each in row or ()) for row in bare] == [wanted] * 5
    assert all(0 < seconds <= 15 for seconds in wanted)


def test_a_statement_of_the_map_gives_way_sooner_and_the_rest_does_not(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(OperationalError, match="statement timeout"):
        transact(lambda session: session.execute(text("select pg_sleep(5)")), seconds=0.05)
    with app.test_request_context():
        assert transact(lambda session: session.scalar(text("show statement_timeout"))) == "15s"


def test_what_costs_much_has_threads_of_its_own(app: Flask) -> None:
    rules = [str(rule) for rule in app.url_map.iter_rules()]
    dear = {rule for rule in rules if DEAR.match(rule)}
    assert dear == DRAWN | {rule for rule in rules if rule.endswith(".pdf")}
