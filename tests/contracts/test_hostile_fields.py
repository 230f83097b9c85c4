"""Every field that the OpenAPI document names, with every value that breaks things (T53): no 5xx, no hang, told in words."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.contracts import gathering
from tests.contracts import solicitation_writes as soliciting
from tests.contracts.ballot_writes import bodies as voting_bodies
from tests.contracts.coverage_writes import coverage_plan
from tests.contracts.deputy_writes import placing, receiving
from tests.contracts.digest_writes import bodies as digests
from tests.contracts.evaluation_writes import bodies as evaluations
from tests.contracts.kept import kept
from tests.contracts.ledger_writes import ledger_book
from tests.contracts.opinion_writes import noted_opinion, sitting, spoken
from tests.contracts.proposal_writes import bodies as proposals
from tests.contracts.sighting_writes import amending
from tests.contracts.station_writes import good_bodies
from tests.contracts.test_hostile import VALUES, share, told
from tests.contracts.test_record import pictures_keys
from tests.contracts.visit_writes import visit_bodies
from tests.contracts.world import HERE, World, partner, sighting, submission
from tests.contracts.writes import REPLY, judging, mediating, registration
from tests.make import Browser, Maker, new_id

Path = tuple[str, ...]
numbers = itertools.count()
# Writes of which what they name is not there in the end, each with its reason.
UNREACHED = {
    "/api/activities/{activity_id}/sign-in": "a code is good for minutes",
    "/api/alerts/{alert_id}/note": "an alert is raised by a task",
    "/api/alerts/{alert_id}/task": "likewise",
    "/api/alerts/{alert_id}/urges": "likewise",
    "/api/ballots/{ballot_id}/issues": "a member of the roll, by an id that the server gives",
    "/api/ballots/{ballot_id}/objections": "likewise",
    "/api/cases/{case_id}/mediation/parties/{party_id}/contact": "a party of a mediation, which is not begun",
    "/api/cases/{case_id}/reports/{report_id}/contact": "the citizen's report, which is another case's",
    "/api/deputy-places/{row_id}/end": "a place that a deputy has",
    "/api/digest-items": "an opinion of the county's draft, of which the township's office makes nothing",
    "/api/digest-items/{digest_id}/merge": "another item",
    "/api/editions/{edition_id}/withdrawal": "an edition that is ahead; the county's is in force",
    "/api/evaluations/{evaluation_id}/checks": "an evaluation, which is counted from months that are over",
    "/api/evaluations/{evaluation_id}/claims": "likewise",
    "/api/evaluations/{evaluation_id}/transitions": "likewise",
    "/api/handler-session": "a token that nobody knows",
    "/api/handler-session/{link_id}/transitions": "likewise",
    "/api/login-links/trade": "likewise",
    "/api/report-batches": "items that are ready",
    "/api/station-honours/{honour_id}/transitions": "an honour that was asked for by a settled evaluation",
    "/api/submissions/{receipt}/ratings": "a sheet that has come",
    "/api/wall-board": "a token that nobody knows",
    "/api/wish-claims": "a wish that hangs on the tree",
    "/api/wishes/{wish_id}/person": "likewise",
    "/api/wishes/{wish_id}/claimer": "a wish that a citizen has claimed",
    "/api/informants": "a station of one's own area",
    "/api/opinions/receipts/{receipt}/thanks": "the receipt of an opinion, not of a submission",
    "/api/projects/{project_id}/survey/answers": "a sample that was drawn",
}
ROLE = {"role": "liaison", "area": HERE, "from": "2026-11-22", "until": None}
# As bytes of an address or a header, where there is no JSON to say them in.
TEXTS = [value for value in VALUES.values() if isinstance(value, str)] + ["-1", str(10**39), "1e-300", "[]", "null"]


@pytest.fixture
def world(make: Maker) -> World:
    """One township's people, logged in."""
    roles = ["grid_worker", "liaison", "verifier", "town_congress", "town_head", "system_administrator"]
    return World(make, towns=[HERE], roles=roles)


def good(path: str, ids: dict[str, str]) -> dict[str, Any]:
    """Return a body of which only the field under test is wrong, so that the value gets as far as it can."""
    subscription = {"endpoint": "https://fcm.googleapis.com/x/1", "keys": pictures_keys(), "receipt": ids["receipt"]}
    bodies: dict[str, Any] = {
        # a fresh name each time: the limit of tries must not hide what a value does
        "/api/login": {"account": f"nobody-{next(numbers)}", "password": "wrong-one-9"},
        "/api/sightings": sighting(HERE, "记号"),
        "/api/sightings/batch": {"items": [sighting(HERE, "记号")]},
        "/api/submissions": submission(HERE, "记号"),
        "/api/opinions": spoken(),
        **{
            rule.split()[1].replace("<uuid:", "{").replace(">", "}"): body
            for rule, body in (digests(ids) | proposals(ids) | evaluations(HERE)).items()
        },
        "/api/opinions/batch": {"items": [noted_opinion()]},
        "/api/opinions/decisions": {"ids": [ids["opinion_id"]], "to": "registered", "words": ""},
        "/api/opinions/{opinion_id}/case": {"category": "land", "text": "下水道堵了一个月"},
        "/api/opinion-sittings": sitting(1),
        "/api/opinions/receipts/{receipt}/thanks": {"name": "老王"},
        "/api/submissions/{receipt}/transitions": {"to": "reopened", "reason": "还是没有水", "evidence": {}},
        "/api/submissions/{receipt}/corrections": {"id": new_id(), "text": "是四组的水渠"},
        "/api/submissions/{receipt}/consents": {"body_id": 1, "agreed": True},
        "/api/cases/{case_id}/consents": {"report_id": ids["report_id"], "body_id": 1, "how": "phone"},
        "/api/cases/export": {"format": "csv", "code": "000000"},
        "/api/ledgers/{book}/export": {"format": "csv", "code": "000000", "reason": "归档"},
        "/api/ledger-books": ledger_book(HERE),
        "/api/coverage/plans": coverage_plan(HERE),
        "/api/cases/{case_id}/urges": {"level": 1, "note": "请抓紧办"},
        "/api/cases/{case_id}/hold": {"reason": "法院已经调取"},
        "/api/push/subscriptions": subscription,
        "/api/cases/{case_id}/transitions": {"to": "accepted", "reason": "补充", "evidence": {"handling": "办了"}},
        "/api/cases/{case_id}/answer": {"text": "地界已经划清"},
        "/api/cases/{case_id}/level": {"level": "restricted", "reason": "怕人知道"},
        "/api/cases/{case_id}/children": {"id": new_id(), "text": "另一半的事", "category": "land"},
        "/api/cases/{case_id}/reports/{report_id}/contact": {"reason": "打电话告诉他结果"},
        "/api/cases/{case_id}/links": {"id": new_id(), "days": 3},
        "/api/handler-session": {"token": "t" * 43},
        "/api/handler-session/{link_id}/transitions": {"to": "handling", "evidence": {}},
        "/api/routing-rules": {"id": new_id(), "area_code": HERE, "channel": "industry"},
        "/api/routing-rules/{rule_id}": {"position": 1, "area_code": HERE, "channel": "industry"},
        "/api/routing-rules/order": {"ids": [new_id()]},
        "/api/alerts/{alert_id}/note": {"note": "已经约谈"},
        "/api/editions/{edition_id}/withdrawal": {"reason": "画错了一条界"},
        "/api/alerts/{alert_id}/urges": {"note": "一起办"},
        "/api/reply-templates": {"id": new_id()} | REPLY,
        "/api/reply-templates/{template_id}": REPLY,
        "/api/routing-rules/try": {"category": "land", "area": HERE},
        "/api/feedback/{sheet_id}/deliveries": {"rung": "channel"},
        "/api/partners": partner(HERE, "记号"),
        "/api/partners/{partner_id}/preview": {"state": "closed", "category": "land", "area": HERE},
        "/api/partners/{partner_id}": {"name": "派出所", "enabled": True},
        "/api/accounts": {"login": "xin", "name": "新", "roles": [ROLE]},
        "/api/accounts/{account_id}/roles": ROLE,
        "/api/accounts/{account_id}/profile": {"kinds": ["elder"], "speciality": "土地", "languages": ["临洮话"]},
        "/api/accounts/{account_id}/phone": {"phone": "13912345678"},
        "/api/duties": {"id": new_id(), "area": HERE, "post": "liaison", "text": "每月走访一次", "after": 0},
        "/api/login-links": {"account": f"nobody-{next(numbers)}"},
        "/api/login-links/trade": {"token": "t" * 43, "code": "000000"},
        "/api/me/password": {"old": "wrong-one-9", "new": "another-good-one-5"},
        "/api/me/second-factor": {"password": "wrong-one-9"},
        "/api/me/second-factor/confirm": {"code": "000000"},
        "/api/me/second-factor/end": {"password": "wrong-one-9", "code": "000000"},
    }
    bodies |= {
        re.sub(r"<\w+:(\w+)>", r"{\1}", rule.partition(" ")[2]): one[0].body["json"]
        for rule, one in (placing(ids) | receiving(ids)).items()
    }
    noted = {rule.replace("POST ", ""): each[0].body["json"] for rule, each in mediating(ids["case_id"]).items()}
    bodies |= {re.sub(r"<uuid:(\w+)>", r"{\1}", rule): body for rule, body in noted.items()}
    bodies |= good_bodies() | visit_bodies()
    bodies |= meetings(ids) | voting_bodies()
    bodies |= {
        re.sub(r"<\w+:(\w+)>", r"{\1}", rule).replace("POST ", ""): one[0].body["json"] | ({"id": new_id()} if "id" in one[0].body["json"] else {})
        for rule, one in judging(ids).items()
    }  # fmt: skip
    bodies |= {
        re.sub(r"<\w+:(\w+)>", r"{\1}", rule).replace("POST ", ""): body for rule, body in soliciting.bodies().items()
    }
    bodies["/api/registrations"] = registration(1)
    bodies |= {f"/api/sightings/{{report}}/{what}": body for what, body in amending(ids["report"]).items()}
    body: dict[str, Any] = bodies[path]
    return body


def meetings(ids: dict[str, str]) -> dict[str, Any]:
    """Return good bodies of what meetings, promises and initiatives take."""
    later, meeting = "2099-01-01", "/api/activities/{activity_id}"
    return {
        "/api/activities": {
            "id": new_id(),
            "type": "charity_fund",
            "title": "例会",
            "area_code": HERE,
            "crs": "wgs84",
            "starts_at": "2099-01-01T01:00:00Z",
        },
        meeting: {"title": "例会改期", "place": "二楼", "bodies": [], "agenda": [ids["item_id"]]},
        f"{meeting}/evidence": {"id": new_id(), "step": "notice", "words": "已经通知"},
        f"{meeting}/commitments": {"id": new_id(), "text": "修好闸门", "body_id": 1, "due_on": later},
        f"{meeting}/attendance": {"people": [{"id": new_id(), "name": "王秀英"}]},
        f"{meeting}/sign-in": {"id": new_id(), "code": "S0"},
        "/api/station-sessions": {
            "id": new_id(),
            "station_id": 1,
            "starts_at": "2099-01-01T01:00:00Z",
            "ends_at": "2099-01-01T03:00:00Z",
            "place": "集市",
            "point": {"type": "Point", "coordinates": [103.8, 35.4]},
            "crs": "wgs84",
        },
        "/api/fund-entries": gathering.fund_entry(),
        "/api/station-sessions/{session_id}/cancel": {"reason": "下雨改期"},
        f"{meeting}/agenda": {"id": new_id(), "words": "议题", "why": "都管"},
        f"{meeting}/hold": {"held_on": "2026-01-02", "number": "一号", "signed_by": "镇长", "text": ""},
        f"{meeting}/decisions": {
            "item_id": ids["item_id"],
            "text": "要清淤",
            "id": new_id(),
            "body_id": 1,
            "due_on": later,
        },
        f"{meeting}/cancel": {"reason": "改期再开"},
        "/api/cases/{case_id}/commitments": {"id": new_id(), "text": "修好闸门", "due_on": later},
        "/api/commitments/{commitment_id}/transitions": {"to": "open", "words": "正在办"},
        "/api/cases/{case_id}/initiatives": {
            "id": new_id(),
            "kind": "legislative_gap",
            "title": "空白",
            "text": "没有哪部法规管",
        },
        "/api/cases/{case_id}/topics": {"topics": ["campus"]},
        "/api/initiatives/{initiative_id}/cases": {
            "id": new_id(),
            "number": "2026-000001",
            "put": True,
            "reason": "同类",
        },
        "/api/initiatives/{initiative_id}/transitions": {"to": "sent", "words": "送交", "body_id": 1, "due_on": later},
    }


def fields(schema: dict[str, Any], document: dict[str, Any], at: Path = ()) -> Iterator[Path]:
    """Yield the path of every field of a schema, nested ones too; `*` is a key of one's own choice, `0` an item."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if at:
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from fields(inner, document, (*at, name))
    for word, step in (("additionalProperties", "*"), ("items", "0")):
        if isinstance(schema.get(word), dict):
            yield from fields(schema[word], document, (*at, step))


def put(body: Any, path: Path, value: Any) -> Any:
    """Return `body` with `value` at `path`."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if step == "0":
        first = body[0] if isinstance(body, list) and body else {}
        return [put(first, rest, value)]
    held = body if isinstance(body, dict) else {}
    return held | {step: put(held.get(step), rest, value)}


class Ids(dict[str, str]):
    """Ids of what there is, and of what there is not."""

    def __missing__(self, name: str) -> str:
        """Return an id of nothing: deputies and the like are counted, the rest is not."""
        return "0" if name in {"deputy_id", "expert_id"} else new_id()


def stands(answer: TestResponse, what: object) -> None:
    """Check that an answer is good, or a refusal in words that no limit hid."""
    assert answer.status_code < 500, (what, answer.get_data(as_text=True)[:300])
    assert answer.status_code != 429, (what, "a limit stood before the value")
    if answer.status_code >= 400 and answer.content_type != "text/html; charset=utf-8":
        told(answer, what)


def asker(world: World, path: str) -> Browser:
    """Return who would send this in earnest."""
    if path in {"/api/login", "/api/submissions", "/api/opinions", "/api/push/subscriptions"}:
        return Browser(world.make.app.test_client(), "")
    roles = {
        "sightings": "grid_worker", "partners": "system_administrator", "accounts": "system_administrator",
        "ballots": "town_congress", "projects": "town_head",
    }  # fmt: skip
    return world.people[HERE, roles.get(path.split("/")[2], "liaison")]


def address(world: World, path: str, ids: dict[str, str]) -> str:
    """Return a path with the ids of what there is: a day of receptions is an activity too."""
    if path.startswith("/api/receptions/"):
        ids = ids | {"activity_id": world.days[HERE]}
    return path.format_map(Ids(ids))


def taking_bodies(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, verb and schema of every write that takes JSON."""
    for path, operations in document["paths"].items():
        for verb in operations.keys() & {"post", "put", "patch", "delete"}:
            media = operations[verb].get("requestBody", {}).get("content", {}).get("application/json", {})
            if "schema" in media:
                yield path, verb, media["schema"]


def test_no_value_in_any_field_of_any_body_breaks_a_route(world: World) -> None:
    document = world.make.app.test_client().get("/api/openapi.json").get_json()
    ids = world.happen(HERE, "记号").ids
    ids |= {"report_id": ids["submission"]}
    ids |= {"station_id": "2", "nth": "1"} | kept(world.make, world.people[HERE, "liaison"], HERE)
    headers = {"If-Match": '"5"', "Query-Code": ids["query_code"]}
    tried = 0
    for path, verb, schema in taking_bodies(document):
        for field in fields(schema, document):
            for what, value in share([*VALUES.items()], verb, path, field):
                if path.startswith("/api/me/") or path.endswith("/export"):
                    world.make.run("delete from throttle")  # tries of the own password and of codes are slowed
                steps = tuple("a\ud800\x00" if step == "*" else step for step in field)
                data = json.dumps(put(good(path, ids), steps, value))
                send = getattr(asker(world, path), verb)
                answer = send(address(world, path, ids), data=data, content_type="application/json", headers=headers)
                stands(answer, (verb, path, field, what))
                tried += 1
    assert tried > 500
    reached = {
        (verb, path): getattr(asker(world, path), verb)(
            address(world, path, ids), json=good(path, ids), headers=headers
        )
        for path, verb, schema in taking_bodies(document)
        if any(fields(schema, document))
    }
    assert {path for (_, path), answer in reached.items() if answer.status_code == 404} == UNREACHED.keys()


def test_no_value_in_any_parameter_breaks_a_route(world: World) -> None:
    liaison = world.people[HERE, "liaison"]
    document = liaison.get("/api/openapi.json").get_json()
    ids = world.happen(HERE, "记号").ids
    known = ids | {
        "report": ids["report"],
        "report_id": ids["submission"],
        "layer": "cells",
        "z": "11",
        "x": "1",
        "y": "1",
    }
    tried = 0
    for path, operations in document["paths"].items():
        shared = operations.get("parameters", [])
        for verb, operation in operations.items():
            if verb not in {"get", "post", "put", "patch", "delete"} or path == "/api/logout":
                continue
            for parameter in [*shared, *operation.get("parameters", [])]:
                if "$ref" in parameter:
                    parameter = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]  # noqa: PLW2901
                name, place = parameter["name"], parameter["in"]
                for value in share(TEXTS, verb, path, name):
                    text = quote(value[:3000].encode("utf-8", "surrogatepass"), safe="")
                    filled = {key: known.get(key, "x") for key in path_names(path)}
                    query, headers = "", {}
                    if place == "path":
                        filled[name] = text or "%20"
                    elif place == "query":
                        query = f"?{name}={text}"
                    else:
                        headers[name] = value[:3000].encode("utf-8", "replace").decode("latin-1").replace("\r", "")
                    who = world.people[HERE, "system_administrator"] if path.startswith("/api/partners") else liaison
                    answer = getattr(who, verb)(path.format_map(filled) + query, headers=headers)
                    if answer.status_code != 429:  # guesses of receipts are slowed
                        stands(answer, (verb, path, name, value[:20]))
                    tried += 1
    assert tried > 300


def test_a_place_of_ones_own_that_does_not_exist_is_refused(make: Maker) -> None:
    """Below one's own area, so that no role refuses it before the place is looked for."""
    roles = ["liaison", "town_congress", "system_administrator"]
    world = World(make, towns=[HERE], roles=roles)
    document = make.app.test_client().get("/api/openapi.json").get_json()
    ids, tried = Ids(), set()
    for path, operations in document["paths"].items():
        media = operations.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json", {})
        for field in {("area",), ("area_code",)} & set(fields(media.get("schema", {}), document)):
            for role in roles:
                body = put(good(path, ids), field, f"{HERE}999")
                answer = world.people[HERE, role].post(path.format_map(ids), json=body)
                stands(answer, (path, role))
                assert answer.status_code >= 400, (path, role)
                if answer.status_code == 422 and answer.get_json()["field"] == field[0]:
                    tried.add(path)
    assert {
        "/api/ballots",
        "/api/projects",
        "/api/proposals",
        "/api/experts",
        "/api/stories",
        "/api/activities",
    } <= tried


def path_names(path: str) -> list[str]:
    """Return the names in braces of a path."""
    return [part.split("}")[0] for part in path.split("{")[1:]]
