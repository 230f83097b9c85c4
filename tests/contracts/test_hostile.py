"""What no honest client sends (T53): every JSON route answers 4xx problem+json, names what is wrong, keeps nothing."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, TypeVar

import pytest
from werkzeug.test import TestResponse

from tests.contracts import writes
from tests.contracts.world import HERE, World, sighting, submission
from tests.make import Browser, Maker

DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"{",
    "html": b"<html>",
    "utf-16": '{"id": "x"}'.encode("utf-16"),
    "utf-32": '{"id": "x"}'.encode("utf-32"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "broken utf-8": b'{"id": "\xff\xfe"}',
    "overlong utf-8": b'{"id": "\xc0\x80"}',
    "deep list": DEEP,
    "deep object": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep and unclosed": b"[" * 200_000,
    "huge number": b'{"accuracy_m": 1e400}',
    "endless digits": b'{"accuracy_m": ' + b"9" * 100_000 + b"}",
    "nan": b'{"accuracy_m": NaN}',
    "infinity": b'{"accuracy_m": -Infinity}',
    "key twice": b'{"id": "a", "id": "b"}',
    "half a surrogate pair as a key": b'{"\\ud800": 1}',
    "list": b"[]",
    "text": b'"text"',
    "null": b"null",
    "number": b"1",
    "empty object": b"{}",
    "many keys": json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
}
# Values for any field; none of them is right for any.
VALUES: dict[str, Any] = {
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "list": [[]],
    "object": {"$ne": 1},
    "true": True,
    "minus": -1,
    "huge": 10**39,
    "tiny": 1e-300,
    "long": "长" * 20_000,
    "empty": "",
    "blank": "\u3000\u200b",
    "sql": "'; drop table report; --",
    "year zero": "0000-01-01T00:00:00Z",
    "year 9999": "9999-12-31T23:59:59-14:00",
    "year one": "0001-01-01T00:00:00+14:00",
    "no zone": "2026-11-20T08:30:00",
    "right to left": "\u202etxt.exe",
    "none": None,
}
POINTS: list[Any] = [
    {"type": "Point", "coordinates": [-0.0, -0.0]},
    {"type": "Point", "coordinates": [180.0, 35.0]},
    {"type": "Point", "coordinates": [-180.0, 35.0]},
    {"type": "Point", "coordinates": [103.8, 90.0]},
    {"type": "Point", "coordinates": [1e308, 1e308]},
    {"type": "Point", "coordinates": [5e-324, 5e-324]},
    {"type": "Point", "coordinates": [103.8]},
    {"type": "Point", "coordinates": []},
    {"type": "Point", "coordinates": ["103.8", "35.4"]},
    {"type": "Point", "coordinates": [None, None]},
    {"type": "Point", "coordinates": [True, False]},
    {"type": "Point", "coordinates": [[103.8, 35.4]]},
    {"type": "LineString", "coordinates": [[103.8, 35.4], [103.9, 35.4]]},
    {"type": "Polygon", "coordinates": [[[103.8, 35.4], [103.9, 35.4], [103.9, 35.5]]]},
    {"type": "Point"},
    {"coordinates": [103.8, 35.4]},
    [103.8, 35.4],
    "POINT(103.8 35.4)",
]
T = TypeVar("T")
# ZHITONG_TEST_FUZZ=all tries everything everywhere; the gate tries a share at each place, another at the next.
ALL = os.environ.get("ZHITONG_TEST_FUZZ") == "all"
SHARE = 5
KINDS = ("text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "")
KEPT = ("report", "report_text", "submission", "sighting", "contact", "cases", "case_event", "push_follow", "delivery")


@pytest.fixture
def world(make: Maker) -> World:
    """One township's people, logged in."""
    return World(make, towns=[HERE], roles=["grid_worker", "liaison", "verifier"])


def share(every: Sequence[T], *place: object) -> Sequence[T]:
    """Return what of `every` is tried at a place: a fifth, which fifth the place's name says; over all places each is tried many times."""
    return every if ALL else every[zlib.crc32(repr(place).encode()) % SHARE :: SHARE]


def refused(answer: TestResponse, what: object) -> dict[str, Any]:
    """Check that an answer is a plain refusal; return its problem."""
    assert 400 <= answer.status_code < 500, (what, answer.status_code, answer.get_data(as_text=True)[:300])
    return told(answer, what)


def told(answer: TestResponse, what: object) -> dict[str, Any]:
    """Check that a refusal is a problem in words, with nothing of our insides."""
    assert answer.content_type == "application/problem+json", what
    body: dict[str, Any] = answer.get_json()
    assert body["status"] == answer.status_code
    assert body["title"]
    for word in ("Traceback", "psycopg2", "sqlalchemy", "select ", "/backend/", "DETAIL:"):
        assert word not in answer.get_data(as_text=True), what
    return body


def counted(world: World) -> list[int]:
    """How many rows stand in the tables that writes fill."""
    return [world.make.run(f"select count(*) from {table}") for table in KEPT]


def path_name(path: str) -> str:
    """Return a path without what stands for one thing, so that the same share meets it every time."""
    return "/".join(part for part in path.split("/") if part.replace("-", "").isalpha())


def paths(world: World) -> Iterator[str]:
    """Addresses of every JSON write, with a matter of one's own in them."""
    ids = world.happen(HERE, "记号").ids
    yield from dict.fromkeys(one.path for _, one in writes.in_json(world, ids))


def test_no_body_of_any_kind_breaks_a_route(world: World) -> None:
    someone = world.people[HERE, "liaison"]
    every = list(paths(world))
    before = counted(world)
    for path in every:
        for name, data in share([*BODIES.items()], path_name(path)):
            headers = {"If-Match": '"5"', "Query-Code": "AAAAAAAA"}
            refused(someone.post(path, data=data, content_type="application/json", headers=headers), (path, name))
        for kind in share(KINDS, path_name(path), "kind"):
            refused(someone.post(path, data=b"a=1", content_type=kind), (path, kind))
        lying = someone.post(path, data=b"{}", content_type="application/json; charset=utf-7")
        refused(lying, (path, "charset"))
    assert counted(world) == before


@pytest.mark.parametrize("kind", ["sighting", "submission"])
def test_no_value_in_any_field_breaks_the_intake(world: World, kind: str) -> None:
    make_one, path = (sighting, "/api/sightings") if kind == "sighting" else (submission, "/api/submissions")
    someone = world.people[HERE, "grid_worker"] if kind == "sighting" else Browser(world.make.app.test_client(), "")
    stored = 0
    # every field that is asked for, and some that are the server's alone
    names = {*make_one(HERE, "记号"), "fixed_at", "cell_code", "out_of_cell_reason", "visit_id", "code", "station_id",
             "place_words", "ticket", "author_id", "area_code", "state", "channel", "received_at", "number"}  # fmt: skip
    before = counted(world)
    for name in sorted(names):
        for what, value in VALUES.items():
            body = json.dumps(make_one(HERE, "记号") | {name: value})
            answer = someone.post(path, data=body, content_type="application/json")
            if answer.status_code == 201:
                stored += 1  # a name or a text may be odd; then it is kept as it was sent
            else:
                problem = refused(answer, (name, what))
                assert problem.get("field", name).split(".")[0] == name or problem["status"] != 422, (
                    name,
                    what,
                    problem,
                )
    assert counted(world)[0] == before[0] + stored


def test_no_place_breaks_the_intake(world: World) -> None:
    someone = world.people[HERE, "grid_worker"]
    for point in POINTS:
        for crs in ("wgs84", "cgcs2000", "gcj02", "bd09"):
            problem = refused(someone.post("/api/sightings", json=sighting(HERE, "记号", place=point, crs=crs)), point)
            assert problem["field"].startswith("place"), (point, problem)
    unnamed = sighting(HERE, "记号")
    del unnamed["crs"]
    assert refused(someone.post("/api/sightings", json=unnamed), "no crs")["field"] == "crs"


def test_a_bad_item_of_a_batch_says_what_is_wrong_and_holds_up_none(world: World) -> None:
    someone = world.people[HERE, "grid_worker"]
    bad: list[Any] = [
        None,
        1,
        "x",
        [],
        {},
        *(sighting(HERE, "记号", text=value) for value in ("a\x00b", None, "长" * 20_000)),
    ]
    bad += [{"id": "\ud800"}, {"id": "\x00"}, {"id": 10**39}]
    bad += [sighting(HERE, "记号", place=point) for point in POINTS]
    items = [item for one in bad for item in (one, sighting(HERE, "记号"))]
    body = json.dumps({"items": items})
    answer = someone.post("/api/sightings/batch", data=body, content_type="application/json")
    assert answer.status_code == 200
    statuses = [item["status"] for item in answer.get_json()["items"]]
    assert len(statuses) == len(items)
    assert set(statuses[1::2]) == {201}
    assert all(400 <= status < 500 for status in statuses[::2])


def test_brackets_in_peoples_words_are_no_depth(world: World) -> None:
    someone = world.people[HERE, "grid_worker"]
    items = [sighting(HERE, "记号", text=f'第{n}户[[{{说："要修路"\\') for n in range(40)]
    answer = someone.post("/api/sightings/batch", json={"items": items})
    assert {item["status"] for item in answer.get_json()["items"]} == {201}


QUERIES = (
    "limit=0", "limit=1000000000000", "limit=x", "cursor=%00", "cursor=e30", "cursor=W10=", "cursor=" + "A" * 5000,
    "from=0000-00-00", "from=9999-12-31", "to=0001-01-01", "state=%27", "category=%00", "cell=%F0%9F", "station=-1",
    "station=99999999999999999999", "waiting=perhaps", "area=%25", "area=62%00", "measure=gi_star", "lang=%00",
    "from=2026-01-01&from=2026-02-01", "lon=nan&lat=inf&crs=wgs84", "lon=1e400&lat=0&crs=wgs84", "crs=mars",
)  # fmt: skip


def test_no_query_breaks_a_list(world: World) -> None:
    someone = world.people[HERE, "liaison"]
    lists = ("/api/cases", "/api/hotspots", "/api/notices", "/api/locate", "/api/hotspots/frame", "/api/me")
    for path, query in product(lists, QUERIES):
        answer = someone.get(f"{path}?{query}")
        assert answer.status_code < 500, (path, query)
        if answer.status_code >= 400:
            told(answer, (path, query))


ADDRESSES = (
    "/api/tiles/cells/11/99999999999999999999/1.mvt", "/api/tiles/cells/99/0/0.mvt", "/api/tiles/x/1/0/0.mvt",
    "/api/tiles/cells/11/-1/0.mvt", "/api/cases/not-a-uuid", "/api/cases/" + "a" * 5000, "/api/codes/" + "%00" * 40,
    "/api/codes/%F0%9F%92%A9", "/api/submissions/%00", "/api/submissions/" + "A" * 3000, "/api/attachments/..%2f..%2fetc%2fpasswd",
    "/api/attachments/" + "%00" * 64, "/static/front/..%2f..%2fsettings.py", "/assets/../../settings.py", "/api/nowhere",
    "/api/cases/%2e%2e", "/icons/..%5c..%5cx",
)  # fmt: skip


def test_no_address_breaks_a_route(world: World) -> None:
    for path in ADDRESSES:
        answer = world.people[HERE, "liaison"].get(path)
        assert answer.status_code in {400, 404, 405, 308, 422}, path
        assert b"Traceback" not in answer.data


def test_no_header_breaks_a_route(world: World) -> None:
    someone = world.people[HERE, "liaison"]
    case = world.happen(HERE, "记号").ids["case_id"]
    for name, value in (
        ("If-Match", '"999999999999999999999"'), ("If-Match", "*"), ("If-Match", "\xff"), ("If-None-Match", '"' * 5000),
        ("Accept-Language", ",".join(["x"] * 5000)), ("Accept-Language", "\xff"), ("Query-Code", "\xff\x00"), ("Range", "bytes=9-1"),
        ("X-Forwarded-For", "'"), ("X-CSRF-Token", "\xff"), ("Cookie", "zhitong=\xff"), ("Content-Type", "application/json;\xff"),
        ("Origin", "null"), ("Referer", "\xff"), ("Content-Encoding", "gzip"), ("Expect", "x"),
    ):  # fmt: skip
        for path in ("/api/me", f"/api/cases/{case}", "/api/submissions/AAAAAAAAAAAA", "/api/hotspots"):
            assert someone.get(path, headers={name: value}).status_code < 500, (name, path)
        moved = someone.post(f"/api/cases/{case}/transitions", json={"to": "closed"}, headers={name: value})
        assert moved.status_code < 500, name
