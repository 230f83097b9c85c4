"""Good requests with a few things broken at random (T53): thousands of them, never a 5xx, every refusal in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.contracts import gathering
from tests.contracts import solicitation_writes as soliciting
from tests.contracts.ballot_writes import voting
from tests.contracts.coverage_writes import coverage_plan
from tests.contracts.deputy_writes import placing, receiving
from tests.contracts.digest_writes import posted as digest_bodies
from tests.contracts.evaluation_writes import evaluating
from tests.contracts.ledger_writes import ledger_book
from tests.contracts.opinion_writes import noted_opinion, sitting, spoken
from tests.contracts.proposal_writes import posted as proposal_bodies
from tests.contracts.sighting_writes import amending
from tests.contracts.station_writes import HINTS, wishing
from tests.contracts.test_hostile import POINTS, VALUES
from tests.contracts.world import HERE, NOBODY, World, partner, sighting, submission
from tests.contracts.writes import judging, mediating, registration
from tests.make import Browser, Maker, new_id

REQUESTS = 1500
SEED = 20261122
ODD: list[Any] = [
    *VALUES.values(), *POINTS, 0, -0.0, 1.5, 1e308, -1e308, 2**31, 2**63, -(2**63), "2026-13-45", "٣", "１２３", "💩" * 50,
    "a" * 5001, [1] * 2000, "\ufeff", "\u2028", "%s%n", "{n}", "{0.__class__}", "../../etc/passwd", "\r\nX: y",
]  # fmt: skip
NAMES = ["x", "id", "\x00", "\ud800", "__proto__", "lang", ""]
Make = Callable[[], Any]
# Who writes in the rooms whose recipes stand in files of their own, by the first word of the address; else a liaison.
WRITERS = {
    "ballots": "town_congress", "wishes": "town_congress", "stories": "town_congress", "story-hints": "town_congress",
    "wish-claims": "town_congress", "stations": "town_congress", "projects": "town_head", "suggestions": "deputy",
}  # fmt: skip


@pytest.fixture
def world(make: Maker) -> World:
    """One township's people, logged in."""
    return World(
        make,
        towns=[HERE],
        roles=[
            "grid_worker",
            "liaison",
            "verifier",
            "town_head",
            "town_congress",
            "deputy",
            "system_administrator",
            "audit_administrator",
        ],
    )


def broken(dice: Random, value: Any) -> Any:
    """Return `value` with one thing in it lost, added or made odd."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name, what = dice.choice(list(value)), dice.random()
        if what < 0.1:
            return {each: kept for each, kept in value.items() if each != name}
        if what < 0.2:
            return value | {dice.choice(NAMES): dice.choice(ODD)}
        return value | {name: broken(dice, value[name])}
    if isinstance(value, list) and value and dice.random() < 0.6:
        nth = dice.randrange(len(value))
        return [*value[:nth], broken(dice, value[nth]), *value[nth + 1 :]]
    return dice.choice(ODD)


def of_rooms(world: World, ids: dict[str, str]) -> Iterator[tuple[str, str, str, Make]]:
    """Yield the same of the rooms that keep their recipes themselves; who has no account sends forms."""
    station = int(world.make.run("select min(id) from station"))
    gathered = gathering.attempts(ids["activity_id"]) | gathering.standing(station)
    tried = [one for found in (voting(ids) | placing(ids) | receiving(ids) | wishing(ids)).values() for one in found]
    tried.append(HINTS)
    for verb, path, body in (*tried, *(("post", *each) for each in gathered.values())):
        if "data" in body:
            yield "form", path, NOBODY, partial(dict, body["data"])
        else:
            who = WRITERS.get(path.split("/")[2], "liaison")
            yield {"post": "json"}.get(verb, verb), path, who, partial(dict, body["json"])


def requests(world: World, ids: dict[str, str]) -> list[tuple[str, str, str, Make]]:
    """Return verb, address, who asks, and what makes a good body, form or query of it."""
    station = world.make.run("select min(id) from station")
    case = f"/api/cases/{ids['case_id']}"
    period = {"from": "2026-01-01", "to": "2026-12-01"}
    place = {"lon": "103.805", "lat": "35.395", "crs": "wgs84"}
    form = {
        "step": "submit", "text": "门前的水渠堵了三个月", "category": "land", "way": "phone", "phone": "13912345678", "name": "某",
        "where": "here", "accuracy_m": "5", "fixed_at": "2026-11-20T08:30:00Z", "ticket": "t" * 24, "attachments": "a" * 64,
        "go": "", "place_words": "水渠东头",
    }  # fmt: skip
    said = {"code": "X", "station_id": 1, "place_words": "a", "attachments": [], "ticket": "t" * 30}
    return [
        ("json", "/api/sightings", "grid_worker", lambda: sighting(HERE, "记号")),
        ("json", "/api/sightings/batch", "grid_worker", lambda: {"items": [sighting(HERE, "记号") for _ in range(3)]}),
        *(("json", f"/api/sightings/{ids['report']}/{what}", "grid_worker", lambda what=what: amending(ids["report"])[what])
          for what in ("corrections", "additions")),
        ("json", "/api/submissions", NOBODY, lambda: submission(HERE, "记号") | said),
        ("json", "/api/opinions", NOBODY, lambda: spoken(solicitation_id=world.drafts[HERE[:6]].id, unit_name="某社区", code="X", station_id=1, consented=True)),
        ("json", "/api/opinions/batch", "grid_worker", lambda: {"items": [noted_opinion(solicitation_id=world.drafts[HERE[:6]].id, visit_id=new_id(), cell_code="1")]}),
        ("json", "/api/opinions/decisions", "liaison", lambda: {"ids": [ids["opinion_id"]], "to": "registered", "words": "好"}),
        ("json", f"/api/opinions/{ids['opinion_id']}/case", "liaison", lambda: {"category": "land", "text": "下水道堵了一个月"}),
        ("json", "/api/fund-entries", "liaison", gathering.fund_entry),
        ("json", "/api/opinion-sittings", "liaison", lambda: sitting(station or 1, note="", activity_id=None)),
        *(("json", path, "liaison", partial(dict, body)) for path, body in (*digest_bodies(ids), *proposal_bodies(ids))),
        ("query", "/api/proposals", "liaison", lambda: {"cursor": "x", "limit": "5", "state": "raised", "topic": "law_gap", "waiting": "me"}),
        ("query", "/api/digest-items", "liaison", lambda: {"cursor": "x", "limit": "5", "state": "drafted", "article": "whole", "waiting": "me"}),
        ("query", "/api/digest-funnel", "liaison", lambda: {"by": "draft", "from": "2026-01-01", "to": "2026-02-01"}),
        ("query", "/api/opinions", "liaison", lambda: {"cursor": "x", "limit": "5", "state": "submitted", "on": "whole", "article": new_id()}),
        ("json", "/api/login", NOBODY, lambda: {"account": "a", "password": "b"}),
        ("json", f"{case}/transitions", "liaison", lambda: {"to": "closed", "evidence": {"consent": "好的呢"}}),
        ("json", f"{case}/level", "liaison", lambda: {"level": "restricted", "reason": "怕人知道"}),
        ("json", f"{case}/children", "liaison", lambda: {"id": new_id(), "text": "另一半的事", "category": "land"}),
        ("json", f"{case}/answer", "liaison", lambda: {"text": "答复一二三四"}),
        ("json", f"{case}/consents", "liaison", lambda: {"report_id": ids["case_id"], "body_id": 1, "how": "phone"}),
        ("json", f"{case}/hold", "liaison", lambda: {"reason": "法院已经调取"}),
        ("form", f"/t/{ids['receipt']}", NOBODY, lambda: {
            "query_code": ids["query_code"], "step": "correct", "id": new_id(), "text": "是四组的水渠", "place_words": "四组"}),
        ("json", f"/api/feedback/{ids['sheet_id']}/deliveries", "liaison", lambda: {"rung": "door"}),
        ("json", "/api/partners", "system_administrator", lambda: partner(HERE, "记号") | {
            "vocabulary": {"fields": {"number": "编号.值"}, "codes": {"state": {"*": "01"}}, "envelope": {"data": ""}}}),
        *(("json", one.path, "liaison", lambda one=one: one.body["json"]) for each in mediating(ids["case_id"]).values() for one in each),
        *(("json", each[0].path, "liaison", lambda one=each[0]: one.body["json"]) for each in judging(ids).values()),
        *(("json", path, "liaison", lambda rule=rule: soliciting.bodies()[rule]) for rule, path in soliciting.paths(ids).items()),
        *of_rooms(world, ids),
        ("json", "/api/registrations", "liaison", lambda: registration(station or 1, their_number="", level="open", told=True, village="")),
        ("query", "/api/backlog", "liaison", lambda: {"cursor": "x", "limit": "5"}),
        ("query", "/api/ratings/figures", "town_head", lambda: period),
        ("json", "/api/push/subscriptions", "liaison", lambda: {
            "endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "a", "auth": "b"}, "expirationTime": None}),
        ("json", "/api/accounts", "system_administrator", lambda: {
            "login": f"m{new_id()[:8]}", "name": "某", "roles": [{"role": "liaison", "area": HERE, "from": "2026-11-20", "until": None}]}),
        ("json", f"/api/accounts/{ids['account_id']}/roles", "system_administrator", lambda: {
            "role": "collector", "area": HERE, "from": "2027-01-01", "until": None}),
        ("query", "/api/accounts", "system_administrator", lambda: {"cursor": "x", "limit": "5", "q": "a", "role": "deputy", "kind": "elder", "locked": "1"}),
        ("query", "/api/audit", "audit_administrator", lambda: {
            "area": HERE, "action": "role.given", "actor": "1", "cursor": "x", "limit": "5",
            "subject_kind": "case", "subject_id": "1", "from": "2026-11-01", "to": "2026-11-30"}),
        ("form", f"/s/{station}", NOBODY, lambda: form | place | {"id": new_id()}),
        ("form", f"/drafts/{world.drafts[HERE[:6]].id}/say", NOBODY, lambda: {
            "step": "submit", "text": "物业费要公示", "way": "phone", "phone": "13912345678", "id": new_id(), "unit_name": "某社区", "go": ""}),
        ("form", "/s/", NOBODY, lambda: place),
        ("form", f"/t/{ids['receipt']}", NOBODY, lambda: {"query_code": ids["query_code"], "step": "reopened", "reason": "没办好"}),
        ("query", "/api/locate", NOBODY, lambda: place | {"on": "2026-11-20"}),
        ("query", "/api/cases", "liaison", lambda: period | {
            "state": "pending", "category": "land", "cell": "1", "station": "1", "waiting": "me", "cursor": "x", "limit": "5"}),
        ("query", "/api/cases/near", "liaison", lambda: place | {"category": "land", "cell": "1"}),
        ("query", "/api/hotspots", "town_head", lambda: period | {"area": HERE, "category": "land", "measure": "count", "channel": "door"}),
        ("query", "/api/hotspots/series", "town_head", lambda: period | {"area": HERE, "category": "land", "step": "week", "channel": "door"}),
        ("query", "/api/coverage", "town_head", lambda: {"area": HERE}),
        ("query", "/api/coverage/advice", "town_head", lambda: {
            "area": HERE, "k": "2", "reach_m": "900", "households": "1", "reports": "2", "opinions": "0.5", "harder": "3"}),
        ("query", "/api/coverage/trial", "town_head", lambda: {"area": HERE, "sites": "103.81,35.39;103.82,35.4", "reach_m": "900"}),
        ("json", "/api/activities", "liaison", lambda: {
            "id": new_id(), "type": "joint_meeting", "title": "例会", "area_code": HERE, "starts_at": "2026-12-01T01:00:00Z"}),
        ("json", f"/api/activities/{ids['activity_id']}/decisions", "liaison", lambda: {
            "item_id": ids["item_id"], "text": "清淤", "id": new_id(), "body_id": 1, "due_on": "2099-01-01"}),
        ("json", f"{case}/initiatives", "liaison", lambda: {
            "id": new_id(), "kind": "legislative_gap", "title": "空白", "text": "没有哪部法规管", "topics": ["campus"]}),
        ("json", f"/api/initiatives/{ids['initiative_id']}/cases", "liaison", lambda: {
            "id": new_id(), "number": "2026-000001", "put": True, "reason": "同类"}),
        ("query", "/api/case-clusters", "liaison", lambda: period | {"least": "2", "topic": "campus"}),
        ("json", "/api/coverage/plans", "town_head", lambda: coverage_plan(HERE)),
        ("json", "/api/ledger-books", "liaison", lambda: ledger_book(HERE)),
        *(("json", one.path, "liaison", lambda one=one: one.body["json"]) for each in evaluating(HERE, station or 1).values() for one in each),
        ("json", "/api/ledgers/disputes/export", "liaison", lambda: {"format": "csv", "code": "000000", "reason": "归档", "columns": ["number"]}),
        ("query", "/api/ledgers/disputes", "liaison", lambda: period | {"area": HERE, "category": "land", "columns": "number,said", "limit": "5"}),
        ("query", "/api/scans", "liaison", lambda: period | {"area": HERE, "step": "month", "by": "owner", "show": "all", "sort": "came", "own": "0", "limit": "5"}),
        ("query", "/api/notices", "liaison", lambda: {"unread": "1", "cursor": "x", "limit": "5"}),
    ]  # fmt: skip


def send(someone: Browser, kind: str, path: str, body: Any, **more: Any) -> TestResponse:
    """Send a body as JSON, a form or a query."""
    if kind in {"json", "put"}:
        sender = someone.put if kind == "put" else someone.post
        answer: TestResponse = sender(path, data=json.dumps(body), content_type="application/json", **more)
        return answer
    fields = body if isinstance(body, dict) else {"x": body}
    flat = {plain(name): plain(value) for name, value in fields.items()}
    return someone.post(path, data=flat, **more) if kind == "form" else someone.get(path, query_string=flat, **more)


def plain(value: Any) -> str:
    """Return a value as a form can hold it."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace").decode()


def test_no_broken_request_breaks_the_server(world: World) -> None:
    ids = world.happen(HERE, "记号").ids
    dice, known = Random(SEED), requests(world, ids)
    statuses: Counter[int] = Counter()
    for n in range(REQUESTS):
        kind, path, who, make_one = dice.choice(known)
        body = make_one()
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            body = broken(dice, body)
        someone = Browser(world.make.app.test_client(), "") if who == NOBODY else world.people[HERE, who]
        headers = {"If-Match": dice.choice(['"1"', '"5"', '"6"', "x"]), "Accept-Language": dice.choice(["zh", "en"])}
        address = {"REMOTE_ADDR": f"10.9.{n >> 8}.{n & 255}"}
        answer = send(someone, kind, path, body, headers=headers, environ_overrides=address)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500, (path, body)
        if answer.status_code >= 400 and kind != "form":
            assert answer.get_json()["title"], (path, body)
    assert statuses[200] + statuses[201] > 50, "some are still good"
    assert statuses[422] > REQUESTS / 2
