"""Only what was asked for goes out, only what may be said comes in (T21).

Each write is tried with each field it does not own; each answer, by role, is held against the description of the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from backend.codes import service as codes
from tests.contracts import writes
from tests.contracts.test_scope_walk import ask, readable
from tests.contracts.world import HERE, ROLES, World, sighting
from tests.make import Browser, Maker, new_id

# What only the server decides, on any write.
FORBIDDEN = (
    "account_id", "answer", "answered_at", "area", "area_code", "author", "author_id", "channel", "contact_id", "deputy_id",
    "digest", "due_on", "handler_id", "is_admin", "kind", "number", "out_of_cell", "received_at", "role", "roles", "signed_by",
    "state", "station", "status", "version",
)  # fmt: skip
# Objects inside a body; fields of theirs that nobody asked for are refused too.
INNER = ("reply", "keys")
# Never in an answer, to whomever.
SECRET = {
    "author_id", "contact_id", "deputy_account", "deputy_id", "digest", "handler_id", "key_id", "kept_sha256", "mac",
    "name_sealed", "password", "password_hash", "phone_index", "phone_sealed", "ticket", "token", "token_hash",
}  # fmt: skip
STAFF = {"liaison", "verifier", "town_congress", "town_head"}
FIELD = {"grid_worker", "collector"}
ALL = set(ROLES)
# Who gets more than a refusal, by address of a JSON answer.
READERS = {
    "/api/openapi.json": ALL,
    "/api/me": ALL,
    "/api/me/second-factor": ALL,
    "/api/me/sessions": ALL,
    "/api/accounts": {"system_administrator", "security_administrator"},
    "/api/audit": {"audit_administrator"},
    "/api/audit/checks": {"audit_administrator"},
    "/api/bodies": ALL,
    "/api/cases": ALL,
    "/api/cases/<uuid:case_id>": STAFF,
    "/api/cases/<uuid:case_id>/links": STAFF,
    "/api/cases/<uuid:case_id>/standing": STAFF,
    "/api/cases/<uuid:case_id>/ratings": STAFF,
    "/api/cases/<uuid:case_id>/registrations": STAFF,
    "/api/cases/<uuid:case_id>/reply-templates": STAFF,
    "/api/reply-templates": STAFF,
    "/api/registrations/form": {"liaison", "town_congress", "deputy"},
    "/api/backlog": STAFF,
    "/api/ratings/figures": STAFF,
    "/api/alerts": STAFF,
    "/api/visit-tasks": STAFF,
    "/api/visit-tasks/mine": FIELD | {"liaison"},
    "/api/visit-tasks/<uuid:visit_task_id>": set(),  # the walk knows no real one; tests/scenarios/test_visits.py
    "/api/visit-workers": STAFF,
    "/api/visit-goals": STAFF,
    "/api/routing-rules": STAFF,
    "/api/cases/<uuid:case_id>/hold": {"liaison", "town_congress"},
    "/api/cases/<uuid:case_id>/mediation": STAFF,
    "/api/push/key": ALL,
    "/api/notices": ALL,
    "/api/feedback/<uuid:sheet_id>": STAFF | {"grid_worker"},  # the author of the report it answers
    "/api/feedback-sheets": {"liaison"},
    "/api/cases/<uuid:case_id>/partner-notes": STAFF,
    "/api/activities": ALL,
    "/api/activities/<uuid:activity_id>": STAFF,
    "/api/activities/<uuid:activity_id>/attendance": STAFF,
    "/api/activities/<uuid:activity_id>/code": {"liaison", "town_congress"},
    "/api/activity-types": ALL,
    "/api/venues": ALL,
    "/api/audiences": ALL,
    "/api/funds": ALL,
    "/api/fund-entries": ALL,
    "/api/me/points": ALL,
    "/api/fitting": {"liaison", "town_congress"},
    "/api/activity-figures": ALL,
    "/api/activity-people": ALL,
    "/api/station-sessions": ALL,
    "/api/commitments": ALL,
    "/api/initiatives": ALL,
    "/api/review-hints": ALL,
    "/api/informants": ALL,
    "/api/proposals": ALL,
    "/api/proposals/<uuid:proposal_id>": STAFF,
    "/api/projects": ALL,
    "/api/project-wishes": ALL,
    "/api/projects/<uuid:project_id>": STAFF,
    "/api/ballots": ALL,
    "/api/ballots/<uuid:ballot_id>": STAFF,
    "/api/initiatives/<uuid:initiative_id>": STAFF,
    "/api/initiatives/<uuid:initiative_id>/signers": STAFF,
    "/api/pairings": ALL,
    "/api/solicitations": ALL,
    "/api/solicitations/frame": ALL,
    "/api/step-templates/<int:station_id>": ALL,
    "/api/solicitation-tasks": ALL,
    "/api/solicitations/<uuid:solicitation_id>": set(),  # the walk knows no real one; they are public
    "/api/solicitations/<uuid:solicitation_id>/versions/<int:nth>": set(),
    "/api/digest-drafts": ALL,
    "/api/digest-drafts/<uuid:draft_id>": set(),  # the walk knows no real one; drafts are public
    "/api/digest-drafts/<uuid:draft_id>/opinions": set(),
    "/api/digest-drafts/<uuid:draft_id>/suggestions": set(),
    "/api/digest-items": ALL,
    "/api/digest-items/<uuid:digest_id>": STAFF,
    "/api/digest-funnel": STAFF,
    "/api/experts": ALL,
    "/api/report-batches": ALL,
    "/api/answer-notices": ALL,
    "/api/case-clusters": STAFF,
    "/api/cases/<uuid:case_id>/initiatives": STAFF,
    "/api/cases/<uuid:case_id>/topics": STAFF,
    "/api/cases/<uuid:case_id>/consents": {"liaison", "town_congress"},
    "/api/people": ALL,
    "/api/opinions": ALL,
    "/api/opinions/participation": ALL,
    "/api/opinions/<uuid:opinion_id>": STAFF,
    "/api/opinion-sittings": ALL,
    "/api/field-drafts": FIELD | {"liaison", "town_congress", "deputy"},
    "/api/stations": ALL,
    "/api/stations/<int:station_id>/facts": ALL,
    "/api/stations/<int:station_id>/facts/<uuid:fact_id>/versions": set(),  # the walk knows no real one
    "/api/wishes": ALL,
    "/api/wishes/<uuid:wish_id>": {"liaison", "town_congress"},
    "/api/wish-tree": ALL,
    "/api/stories": ALL,
    "/api/deputies": ALL,
    "/api/deputy-homes": ALL,
    "/api/receptions": ALL,
    "/api/receptions/<uuid:activity_id>": set(),  # the walk knows no real one; tests/scenarios/test_receptions.py
    "/api/duties": ALL,
    "/api/evaluations": STAFF,
    "/api/evaluations/<uuid:evaluation_id>": set(),  # the walk knows no real one; tests/scenarios/test_evaluation.py
    "/api/evaluations/<uuid:evaluation_id>/sources": set(),
    "/api/evaluations/<uuid:evaluation_id>/evidence": set(),
    "/api/evaluations/<uuid:evaluation_id>/subsidy": set(),
    "/api/evaluation-schemes": STAFF,
    "/api/editions": STAFF,
    "/api/editions/<int:edition_id>": STAFF,
    "/api/editions/<int:edition_id>/moves": STAFF,
    "/api/station-honours": STAFF,
    "/api/bulletins": STAFF,
    "/api/bulletins/preview": STAFF,
    "/api/bulletins/<uuid:bulletin_id>": set(),  # the walk knows no real one; tests/backend/bulletins/test_service.py
    "/api/stations/<int:station_id>/walls": {"liaison", "town_congress", "town_head"},
    "/api/scans": STAFF | {"deputy"},
    "/api/ledgers": STAFF,
    "/api/ledgers/<book>": STAFF,
    "/api/duties/versions": ALL,
    "/api/coverage": STAFF,
    "/api/coverage/cells": STAFF,
    "/api/coverage/advice": STAFF,
    "/api/coverage/trial": STAFF,
    "/api/coverage/plans": STAFF,
    "/api/coverage/plans/<uuid:plan_id>": set(),  # the walk knows no real one; tests/backend/coverage/test_views.py
    "/api/hotspots": STAFF,
    "/api/hotspots/frame": STAFF,
    "/api/hotspots/series": STAFF,
    "/api/hotspots/cells/<string:code>": set(),  # the walk knows no real one; tests/backend/hotspots/test_significance.py
    "/api/sightings/<uuid:report>/missing": {"grid_worker"},
    "/api/sightings/<uuid:report>": {"grid_worker", "liaison"},
    "/api/sightings/asked": FIELD | {"liaison"},
    "/api/sightings/near": FIELD | {"liaison"},
    "/api/cases/near": ALL,
    "/api/field-area": FIELD,
    "/api/locate": ALL,
    "/api/partners": {"system_administrator"},
    "/api/partners/<uuid:partner_id>/deliveries": {"system_administrator"},
    "/api/submissions/<string:receipt>": set(),  # by query code only
    "/api/submissions/<string:receipt>/export": set(),
    "/api/codes/<string:code>": set(),  # the walk knows no real one
}
# Who finds something in a field that others find empty.
ONLY = {
    ("/api/cases", "items"): STAFF,
    ("/api/opinions", "items"): STAFF,
    ("/api/opinions/<uuid:opinion_id>", "contact.phone"): STAFF,
    ("/api/opinions/<uuid:opinion_id>", "moves"): {"liaison", "town_congress"},
    ("/api/cases/<uuid:case_id>", "reports.contact.phone"): STAFF,
    ("/api/cases/<uuid:case_id>", "moves.to"): {"liaison", "town_congress"},
    ("/api/hotspots", "hidden_by_village.count"): STAFF,
    ("/api/notices", "items"): {"grid_worker"},
    ("/api/activities", "items"): STAFF,
    ("/api/commitments", "items"): STAFF,
    ("/api/activity-figures", "items"): STAFF,
    ("/api/activity-people", "items.note"): {"liaison", "town_congress"},
    ("/api/proposals", "items"): STAFF,
    ("/api/proposals/<uuid:proposal_id>", "moves"): {"liaison", "town_congress"},
    ("/api/initiatives", "items"): STAFF,
    ("/api/initiatives", "items.steps"): {"liaison"},
    ("/api/initiatives/<uuid:initiative_id>", "steps"): {"liaison"},
    ("/api/solicitations/frame", "areas"): {"liaison", "town_congress"},
    ("/api/case-clusters", "kinds"): {"liaison", "town_congress"},
    ("/api/cases/<uuid:case_id>/initiatives", "kinds"): {"liaison", "town_congress"},
}
PHONE = "13912345678"
IN_BYTES = {"PUT /api/attachments/<string:sha256>", "POST /api/accounts/import", "POST /api/draft-files"}


@pytest.fixture
def world(make: Maker) -> World:
    """One township's people, logged in."""
    return World(make, towns=[HERE])


def with_one_more(body: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the body with each field that is not its own, and that field's address in it."""
    for name in FORBIDDEN:
        if name not in body:
            yield body | {name: "x"}, name
    for inner in INNER:
        if isinstance(body.get(inner), dict):
            yield body | {inner: body[inner] | {"author_id": 1}}, f"{inner}.author_id"


def test_a_field_of_the_servers_is_refused_by_every_write(world: World) -> None:
    ids = world.happen(HERE, "记号").ids
    tried: set[str] = set()
    for rule, one in writes.in_json(world, ids):
        for body, field in with_one_more(one.body["json"]):
            someone = world.people[HERE, "grid_worker" if "/sightings" in rule else "liaison"]
            if "/api/partners" in rule:
                someone = world.people[HERE, "system_administrator"]
            if rule in {"POST /api/submissions", "POST /api/opinions"}:
                someone = Browser(world.make.app.test_client(), "")
            answer = ask(someone, one.path, one.verb, json=body, headers={"If-Match": '"9"', "Query-Code": "AAAA-AAAA"})
            assert (answer.status_code, answer.get_json().get("field")) == (422, field), (rule, field)
        tried.add(rule)
    in_json = {rule for rule in writes.rules(world.make.app) if " /api/" in rule} - writes.NO_FIELDS
    assert tried == in_json - IN_BYTES, "bytes have no fields; all else has"


def test_a_field_of_the_servers_in_an_item_refuses_that_item(world: World) -> None:
    items = [sighting(HERE, "记号") | {name: "x"} for name in FORBIDDEN]
    answer = world.people[HERE, "grid_worker"].post("/api/sightings/batch", json={"items": items})
    told = answer.get_json()["items"]
    assert [(item["status"], item["field"]) for item in told] == [(422, name) for name in FORBIDDEN]
    assert world.make.run("select count(*) from report") == 0


def test_a_form_with_fields_of_the_servers_stores_none_of_them(world: World) -> None:
    codes.use_keys(world.make.app.extensions["zhitong.settings"])
    station = world.make.run("select id from station where code = 'LT-WF'")
    form = {
        "step": "submit", "text": "路灯坏了一个月", "category": "public_service", "way": "receipt", "id": new_id(),
        "number": "1999-000001", "state": "closed", "channel": "hotline", "author_id": "1", "area_code": "522702100001",
        "station_id": "1", "received_at": "1999-01-01T00:00:00Z", "hidden": "true", "deputy_id": "1", "kind": "sighting",
    }  # fmt: skip
    page = world.make.app.test_client().post(f"/s/{station}", data=form)
    assert page.status_code in {200, 201}, page.text
    row = world.make.rows(
        "select r.number, r.kind, r.channel, r.author_id, r.area_code, r.station_id, r.hidden, c.state,"
        " r.received_at > now() - interval '1 hour' as now, s.deputy_id from report r join cases c on c.id = r.id"
        " join submission s on s.report_id = r.id where r.id = :id", id=form["id"],
    )[0]  # fmt: skip
    assert row.number != form["number"]
    assert (row.kind, row.channel, row.author_id, row.deputy_id) == ("submission", "web", None, None)
    assert (row.area_code, row.station_id) == ("621124100001", station)
    assert (row.hidden, row.state, row.now) == (False, "pending", True)


def described(world: World) -> dict[str, Any]:
    """Return the description of the API."""
    found: dict[str, Any] = world.make.app.test_client().get("/api/openapi.json").get_json()
    return found


def schema_of(api: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return the schema of what a reading answers with 200."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
    found: dict[str, Any] = api["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def unknown(api: dict[str, Any], schema: dict[str, Any], value: object, at: str = "") -> Iterator[str]:
    """Yield the fields of a value that its schema does not have; a schema without properties says nothing of them."""
    if "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for part in ("anyOf", "allOf", "oneOf"):
        schema = next((each for each in schema.get(part, []) if each.get("type") != "null"), schema)
    if "$ref" in schema:
        yield from unknown(api, schema, value, at)
    elif isinstance(value, list):
        for each in value:
            yield from unknown(api, schema.get("items", {}), each, at)
    elif isinstance(value, dict) and "properties" in schema:
        for name, inner in value.items():
            if name not in schema["properties"]:
                yield f"{at}.{name}"
            else:
                yield from unknown(api, schema["properties"][name], inner, f"{at}.{name}")


def fields(value: object, at: str = "") -> Iterator[str]:
    """Yield the address of every field, at any depth, that holds something."""
    if isinstance(value, list):
        for each in value:
            yield from fields(each, at)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if inner not in (None, [], {}, ""):
                yield f"{at}{name}"
                yield from fields(inner, f"{at}{name}.")


def answers(world: World, role: str, ids: dict[str, str]) -> Iterator[tuple[str, TestResponse]]:
    """Yield what every reading of the API answers to a role, by its rule; two matters: one answered, one pending."""
    adapter = world.make.app.url_map.bind("localhost")
    pending = ids | {"case_id": ids["submission"]}
    for path in dict.fromkeys([*readable(world.make.app, ids), *readable(world.make.app, pending)]):
        rule, _ = adapter.match(path.partition("?")[0], return_rule=True)
        if path.startswith("/api/"):
            answer = ask(world.people[HERE, role], path)
            if answer.is_json:
                yield rule.rule, answer


def test_each_role_gets_the_fields_that_are_described_and_no_more(world: World) -> None:
    api, ids = described(world), world.happen(HERE, "记号").ids
    got: dict[tuple[str, str], set[str]] = {}
    for role in ROLES:
        for rule, answer in answers(world, role, ids):
            if answer.status_code in {403, 404}:
                continue
            assert answer.status_code == 200, (role, rule, answer.status_code)
            body = answer.get_json()
            assert PHONE not in answer.get_data(as_text=True), (role, rule)
            held = set(fields(body))
            if rule != "/api/openapi.json":
                assert list(unknown(api, schema_of(api, rule), body)) == [], (role, rule)
                assert not {each.rsplit(".", 1)[-1] for each in held} & SECRET, (role, rule)
            got.setdefault((rule, role), set()).update(held)
    assert {rule: {role for role in ROLES if (rule, role) in got} for rule in READERS} == READERS
    assert {rule for rule, _ in got} <= READERS.keys()
    for (rule, field), roles in ONLY.items():
        assert {role for role in ROLES if field in got.get((rule, role), ())} == roles, (rule, field)
