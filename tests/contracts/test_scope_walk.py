"""Every route, asked by everybody of the neighbouring township and of the other county (T13, T14, T15, T18, T35)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, product, zip_longest

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.codes import service as codes
from tests.contracts import writes
from tests.contracts.world import FAR, HERE, NEXT, NOBODY, ROLES, VILLAGE, World, nowhere, sighting, submission
from tests.make import Browser, Maker, new_id
from tests.pdf import words_of

# What differs from one moment to the next, for everybody.
FLEETING = {"Date", "Zhitong-Time", "Set-Cookie"}
# A printed sheet says when it was printed, a session when it was seen last, by the minute; everybody may know which
# slots of a published day are taken.
PRINTED = re.compile(rb'\d{4}-\d\d-\d\d \d\d:\d\d|"seen_at":"[^"]*"|"made_at":"[^"]*"|"free":(true|false)')
# A code for the screen at an activity is good for minutes from now: another one, picture and end each time.
ON_SCREEN = re.compile(r'(?<=/in/)[0-9A-Z]{18}","svg":"<svg [^<>]*><path [^<>]*/></svg>","until":"[^"]*"')
HEADERS = {"If-Match": '"5"', "Query-Code": "AAAA-AAAA"}
# Tables in which an attempt may leave its trace.
NOTED = {"audit_entry", "audit_seal", "session", "throttle", "spatial_ref_sys"}
# Routes with nothing of anybody in them.
PUBLIC = re.compile(
    r"/(healthz|readyz|metrics|static/.*|assets/.*|icons/.*|app/.*|desk/.*|sw\.js|manifest\.webmanifest)$"
)
DIGESTS = "sha256"
PDF = "application/pdf"
# Reading these is an entry of the reader's own record, which moves by it.
IN_THE_RECORD = ("/dossier.pdf", "/list.pdf")
FILLERS = {
    "layer": ["cells", "areas", "stations"], "z": ["11"], "x": ["1606"], "y": ["809"],
    "tag": ["老年人", "x"], "code": ["D0000000000000000000", "nonsense"], "static": [""], "path": [""], "filename": ["citizen.css"],
    "plan_id": ["00000000-0000-7000-8000-000000000000"],
    "evaluation_id": ["00000000-0000-7000-8000-000000000000"], "honour_id": ["00000000-0000-7000-8000-000000000000"],
    "record_id": ["00000000-0000-0000-0000-000000000001"], "station_id": ["1", "4"], "deputy_id": ["1"], "station": ["1", "4"], "name": ["x"], "_": [""],
    "book": ["reports", "disputes", "opinions", "transfers", "activities", "feedback"],
    "number": ["X1"], "fact_id": ["00000000-0000-7000-8000-000000000000"], "link_id": ["00000000-0000-7000-8000-000000000000"],
    "member_id": ["00000000-0000-7000-8000-000000000033"],
    # solicitations are public; who sees their tasks: tests/scenarios/test_solicitations.py
    "run_id": ["00000000-0000-7000-8000-000000000000"], "solicitation_id": ["00000000-0000-7000-8000-000000000000"], "nth": ["1"],
    "article_id": ["00000000-0000-7000-8000-000000000000"],
    "draft_id": ["00000000-0000-7000-8000-000000000000"],
    # whose tasks are whose: tests/scenarios/test_visits.py
    "visit_task_id": ["00000000-0000-7000-8000-000000000000"],
    # tests/backend/editions/test_views.py reads what moved next door
    "edition_id": ["1"],
    # tests/backend/bulletins/test_service.py tries a neighbour's
    "bulletin_id": ["00000000-0000-7000-8000-000000000000"], "wall_id": ["00000000-0000-7000-8000-000000000000"],
}  # fmt: skip
QUERIES = {
    "/api/cases": ["", "state=pending", "category=land", f"cell={VILLAGE[HERE]}001", "station=2", "waiting=me", "overdue=1", "limit=1"],
    "/api/cases/near": [f"category=land&cell={VILLAGE[HERE]}001", "category=land&lon=103.81&lat=35.38&crs=wgs84"],
    "/api/hotspots": [
        "", f"area={HERE}", f"area={VILLAGE[HERE]}", f"area={NEXT}", "area=621124", "category=land",
        "from=2026-01-01&to=2026-11-22", "measure=gi_star&channel=door",
    ],
    "/api/hotspots/series": ["", f"area={HERE}", f"area={NEXT}", "step=month&channel=door"],
    "/api/people": ["kind=mediator"],
    "/api/opinions": ["", "state=submitted", "on=whole", "limit=1"],
    "/api/digest-items": ["", "waiting=me", "state=drafted", "limit=1"],
    "/api/digest-funnel": ["by=station", "by=draft", "by=all"],
    "/api/answer-notices": ["solicitation=00000000-0000-4000-8000-000000000000"],
    "/api/opinions/participation": ["solicitation=00000000-0000-4000-8000-000000000000"],
    "/api/stations": [f"area={HERE}", f"area={NEXT}"],
    "/api/deputies": [f"area={HERE}", f"area={NEXT}&level=town&limit=1"],
    "/api/deputy-homes": [f"area={HERE}"],
    "/api/receptions": [f"area={HERE}", "mine=1&limit=1"],
    "/api/duties": [f"area={HERE}"],
    "/api/duties/versions": [f"area={HERE}&post=liaison"],
    "/api/bulletins": ["", f"area={HERE}", "kind=week&limit=1"],
    "/api/bulletins/preview": [f"area={each}&kind=month" for each in (HERE, NEXT)],
    # a paper bears the minute in which it was drawn: of one's own area no two are the same
    "/api/bulletins/preview.pdf": [f"area={HERE}&kind=month"],
    "/api/coverage": ["", f"area={HERE}", f"area={NEXT}", "area=621124"],
    "/api/coverage/cells": ["", f"area={HERE}", f"area={NEXT}"],
    "/api/coverage/advice": ["k=2", f"k=2&area={HERE}", f"k=2&area={NEXT}"],
    "/api/coverage/plans": ["", f"area={HERE}", "limit=1"],
    "/api/coverage/trial": ["sites=103.81,35.39", f"sites=103.81,35.39;103.82,35.39&area={HERE}", f"sites=103.81,35.39&area={NEXT}"],
    "/api/scans": ["", f"area={HERE}", f"area={NEXT}", "by=owner&show=unscanned&own=1", "by=area&step=month&sort=rate&limit=1"],
    "/api/locate": ["lon=103.86&lat=35.38&crs=wgs84"],
    "/api/feedback-sheets": ["unreached=1"],
    "/api/activities": ["", "type=joint_meeting&state=held", "limit=1"],
    "/api/funds": [f"area={HERE}", f"area={NEXT}"],
    "/api/fund-entries": [f"area={HERE}&fund=助学基金", f"area={NEXT}&fund=助学基金&limit=1"],
    "/api/evaluations": ["", "limit=1"],
    "/api/editions/1/moves": [f"kind={kind}" for kind in ("cells", "posts", "cases", "reports", "workers")],
    "/api/evaluations/00000000-0000-7000-8000-000000000000/sources": ["station=1&measure=cases"],
    "/api/evaluations/00000000-0000-7000-8000-000000000000/evidence": ["station=1&q=2026"],
    "/api/evaluations/00000000-0000-7000-8000-000000000000/subsidy": ["budget=100"],
    "/api/evaluation-schemes": [f"area={HERE}", f"area={NEXT}"],
    "/api/fitting": [f"area={HERE}", f"area={NEXT}"],
    "/api/venues": [f"area={HERE}", f"area={NEXT}"],
    "/api/activity-figures": [f"area={HERE}", f"area={NEXT}"],
    "/api/activity-people": [f"area={HERE}", f"area={NEXT}"],
    "/api/commitments": ["", "owner=me", "overdue=1", "limit=1"],
    "/api/ballots": ["", "limit=1"],
    "/api/review-hints": ["", "limit=1"],
    "/api/proposals": ["", "waiting=me", "topic=law_gap&state=raised", "limit=1"],
    "/api/projects": ["", "list=build&year=2027", "limit=1"],
    "/api/case-clusters": ["", "least=2&topic=property"],
    "/api/initiatives": ["", "topic=campus", "overdue=1", "waiting=me", "kind=legislative_gap&state=open", "limit=1"],
    "/api/solicitations": ["", "state=collecting", f"area={HERE}", "limit=1"],
    "/api/notices": ["", "unread=true", "limit=1"],
    "/api/visit-tasks": ["", "state=open", "due=overdue", "q=水&limit=1"],
    "/api/visit-workers": [f"area={HERE}", f"area={NEXT}"],
    "/api/visit-goals": [f"area={HERE}", f"area={NEXT}"],
}  # fmt: skip


@pytest.fixture
def world(make: Maker) -> World:
    """Everybody, logged in."""
    return World(make)


def readable(app: Flask, ids: dict[str, str]) -> Iterator[str]:
    """Every address that can be read, its placeholders filled from `ids`; fails when one is new and unknown."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or PUBLIC.fullmatch(rule.rule.replace("<path:", "").replace(">", "")):
            continue
        filled = {FILED.get(rule.endpoint, {}).get(name, name): name for name in rule.arguments}
        choices = [[ids[key]] if key in ids else FILLERS[key] for key in filled]
        for values in product(*choices):
            path = rule.rule
            for name, value in zip(filled.values(), values, strict=True):
                path = re.sub(rf"<(\w+(\(.*?\))?:)?{name}>", value, path)
            for query in QUERIES.get(path, [""]):
                yield f"{path}?{query}" if query else path


# Placeholders that are called alike and mean different things.
ADDRESSES = count()
FILED = {"sightings.Missing": {"report": "report"}, "front.ask_to_claim": {"number": "wish_number"}}


# A further county is no nearer than the next township: who handles cases and who reads the record there stand for the rest.
FROM_AFAR = ("liaison", "audit_administrator")


# Who stands for the others where two answers are held against each other: in the field, at the desk, over it, the record, a deputy.
STANDING = ("grid_worker", "liaison", "town_head", "audit_administrator", "deputy")


def asking(world: World, near: Sequence[str] = ROLES) -> Iterator[tuple[tuple[str, str], Browser]]:
    """Everybody of the neighbouring township (or `near` of them), some of another county, and somebody without account."""
    for town, role in (*product((NEXT,), near), *product((FAR,), FROM_AFAR)):
        yield (town, role), world.people[town, role]
    yield (NOBODY, NOBODY), Browser(world.make.app.test_client(), "")


def ask(someone: Browser, path: str, verb: str = "get", **more: object) -> TestResponse:
    """Ask; each time from another address, as limits are no subject here."""
    n = next(ADDRESSES)
    place = {"REMOTE_ADDR": f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"}
    answer: TestResponse = getattr(someone, verb)(path, environ_overrides=place, **more)
    return answer


def looks(answer: TestResponse) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """What an answer looks like, without what time alone changes."""
    headers = sorted((name, value) for name, value in answer.headers if name not in FLEETING)
    said, on_screen = ON_SCREEN.subn("", said_in(answer))
    if answer.mimetype == PDF or on_screen or '"free":' in said:
        headers = [pair for pair in headers if pair[0] != "Content-Length"]
    return answer.status_code, PRINTED.sub(b"", said.encode()), tuple(headers)


def said_in(answer: TestResponse) -> str:
    """Return the body of an answer as it is read."""
    return words_of(answer.data) if answer.mimetype == PDF else answer.data.decode("utf-8", "replace")


def whole(answer: TestResponse) -> str:
    """Everything an answer says."""
    return "\n".join(f"{name}: {value}" for name, value in answer.headers) + said_in(answer)


def test_neighbours_learn_nothing_and_their_answers_do_not_move(world: World) -> None:
    mine = {town: world.happen(town, f"自己的{town}") for town in (NEXT, FAR)}
    ids = mine[NEXT].ids
    app = world.make.app
    still = [path for path in readable(app, ids) if not path.endswith(IN_THE_RECORD)]
    before = {(who, path): looks(ask(someone, path)) for who, someone in asking(world, STANDING) for path in still}
    assert sum(status == 200 for status, _, _ in before.values()) > 60, "the walk reaches what people do see"
    secret = world.happen(HERE, "暗号甲")
    for who, someone in asking(world, STANDING):
        for path in still:
            answer = ask(someone, path)
            assert looks(answer) == before[who, path], (who, path, "moved when another township got a matter")
            assert not secret.named_in(whole(answer), path), (who, path)
    for who, someone in asking(world):
        for path in readable(app, secret.ids):
            if (who, path) not in before:
                assert not secret.named_in(whole(ask(someone, path)), path), (who, path)
    seen = whole(world.people[HERE, "liaison"].get(f"/api/cases/{secret.ids['case_id']}"))
    assert sum(word in seen for word in secret.canaries) > 3, "the canaries are found where they may be read"


def test_what_exists_elsewhere_answers_as_what_does_not(world: World) -> None:
    secret = world.happen(HERE, "暗号乙")
    never = nowhere(secret.ids)
    app = world.make.app
    compared = 0
    for who, someone in asking(world, STANDING):
        for real, unreal in zip(readable(app, secret.ids), readable(app, never), strict=True):
            if real != unreal:
                compared += 1
                differs = difference(plain(ask(someone, real), real), plain(ask(someone, unreal), unreal))
                assert not differs, (who, real, differs)
        for real, unreal in zip(every(writes.meddling(secret.ids)), every(writes.meddling(never)), strict=True):
            found, missed = (ask(someone, one.path, one.verb, headers=HEADERS, **one.body) for one in (real, unreal))
            differs = difference(plain(found, str(real)), plain(missed, str(unreal)))
            assert not differs, (who, real, differs)
            assert found.status_code in {401, 403, 404, 422}, (who, real)
            compared += 1
    assert compared > 400


def difference(one: tuple[object, ...], other: tuple[object, ...]) -> list[tuple[str, str]]:
    """Return the lines in which two answers differ."""
    lines = zip_longest(*(f"{a[0]}\n{a[1]}\n{a[2]}".splitlines() for a in (one, other)), fillvalue="")
    return [pair for pair in lines if pair[0] != pair[1]]


def plain(answer: TestResponse, path: str) -> tuple[object, ...]:
    """What an answer looks like with what the asker wrote taken out, and its length with it."""
    status, body, headers = looks(answer)
    asked = [part for part in re.split(r"[/?=&' ]", path) if len(part) > 7]
    text = body.decode("utf-8", "replace")
    for part in asked:
        grouped = " ".join(part[n : n + 4] for n in range(0, len(part), 4))
        text = text.replace(part, "…").replace(grouped, "…")
    return status, text, tuple(pair for pair in headers if pair[0] not in {"Content-Length", "Location"})


def every(recipes: dict[str, list[writes.Write]]) -> list[writes.Write]:
    """Return the writes of all rules, in the order of the recipes."""
    return [one for writes_of_rule in recipes.values() for one in writes_of_rule]


def posted(world: World) -> tuple[str, int]:
    """Return a code that hangs at a station, and that station, both open to everybody."""
    station = int(world.make.run("select id from station where code = 'LT-WJM'"))
    codes.use_keys(world.make.app.extensions["zhitong.settings"])
    with world.make.owner.transaction() as session:
        return codes.issue(session, "post", station), station


def stored(world: World) -> dict[str, object]:
    """Return a digest of every table that holds what people did; a refusal, its count and a visit may be noted."""
    tables = world.make.rows("select tablename from pg_tables where schemaname = 'public' order by 1")
    kept = [row.tablename for row in tables if row.tablename not in NOTED]
    assert len(kept) > 25
    return {
        table: world.make.run(f"select md5(string_agg(t::text, '|' order by t::text)) from {table} t") for table in kept
    }


def test_every_write_has_its_recipe_or_a_reason(world: World) -> None:
    ids = world.happen(HERE, "暗号壬").ids
    known = writes.meddling(ids).keys() | writes.taking(ids["report"], *posted(world)).keys()
    assert not known & writes.NAMES_NOTHING.keys()
    assert set(writes.rules(world.make.app)) == known | writes.NAMES_NOTHING.keys()


def test_nobody_changes_anything_of_another_township(world: World) -> None:
    secret, (code, station) = world.happen(HERE, "暗号丙"), posted(world)
    before = stored(world)
    for who, someone in asking(world):
        for one in every(writes.meddling(secret.ids)):
            answer = ask(someone, one.path, one.verb, headers=HEADERS, **one.body)
            assert answer.status_code in {401, 403, 404, 422}, (who, one)
        for report in ("report", "report_hidden", "submission"):
            for one in every(writes.taking(secret.ids[report], code, station)):
                answer = ask(someone, one.path, one.verb, **one.body)
                items = answer.get_json().get("items", []) if answer.status_code == 200 and answer.is_json else []
                assert {item["status"] for item in items} <= {403, 409}, (who, one)
                assert items or answer.status_code in {401, 403, 409}, (who, one, answer.status_code)
                assert not secret.named_in(whole(answer), str(one)), (who, one)
    assert stored(world) == before


def test_naming_a_photo_of_another_township_shows_nothing(world: World) -> None:
    secret = world.happen(HERE, "暗号丁")
    digest = secret.ids["sha256"]
    thief = world.people[NEXT, "grid_worker"]
    filed = thief.post("/api/sightings", json=sighting(NEXT, "借图", photos=[digest]))
    assert filed.status_code == 201
    assert thief.get(f"/api/sightings/{filed.get_json()['id']}/missing").get_json() == {"missing": [digest]}
    sent = submission(NEXT, "借图") | {"attachments": [digest], "ticket": "another-ticket-0123456789"}
    assert world.make.app.test_client().post("/api/submissions", json=sent).status_code == 201
    for role in ROLES:
        assert world.people[NEXT, role].get(f"/api/attachments/{digest}").status_code == 404, role
    assert world.people[HERE, "liaison"].get(f"/api/attachments/{digest}").status_code == 200


def test_a_hidden_dispute_is_its_handlers_alone(world: World) -> None:
    secret = world.happen(HERE, "暗号戊")
    hidden = secret.ids["report_hidden"]
    for role in ROLES:
        someone = world.people[HERE, role]
        status = someone.get(f"/api/cases/{hidden}").status_code
        expected = 200 if role in {"liaison", "verifier", "town_congress"} else 404
        assert status == expected, role
        if expected == 404:
            for path in readable(world.make.app, secret.ids | {"case_id": new_id()}):
                # the record names a hidden matter by id and village: who reads it must see what its handlers did
                if "missing" not in path and (role, path) != ("audit_administrator", "/api/audit"):
                    assert hidden not in whole(ask(someone, path)), (role, path)
    head = world.people[HERE, "town_head"]
    cells = {cell["code"]: cell["count"] for cell in head.get("/api/hotspots").get_json()["cells"]}
    assert cells[f"{VILLAGE[HERE]}001"] == 2, "the sighting and the submission; the hidden one enters no cell"


def test_somebody_who_moves_loses_the_old_township_at_once(world: World) -> None:
    secret = world.happen(HERE, "暗号己")
    someone = world.people[HERE, "liaison"]
    path = f"/api/cases/{secret.ids['case_id']}"
    assert ask(someone, path).status_code == 200
    world.make.run(
        "update account_role set area_code = :area where account_id = (select id from account where login = :login)",
        area=NEXT, login=f"liaison-{HERE}",
    )  # fmt: skip
    assert ask(someone, path).status_code == 404


def test_a_worker_who_moved_still_resends_what_is_theirs(world: World) -> None:
    worker = world.people[HERE, "grid_worker"]
    body = sighting(HERE, "搬家")
    first = worker.post("/api/sightings", json=body)
    world.make.run(
        "update account_role set area_code = :area where account_id = (select id from account where login = :login)",
        area=VILLAGE[FAR], login=f"grid_worker-{HERE}",
    )  # fmt: skip
    again = worker.post("/api/sightings", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
