"""Acknowledged means stored, exactly once, with the content that was sent: under duplicates, reordering and kill -9."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from tests.draw import middle
from tests.eventually import eventually
from tests.live import Live
from tests.make import PASSWORD, Maker

BATCHES, PHONES, KILLS = 200, 4, 5


def phone(live: Live, login: str) -> requests.Session:
    """A phone that is logged in, however often the server goes away meanwhile."""
    session = requests.Session()

    def enter() -> requests.Response | None:
        with contextlib.suppress(requests.RequestException):
            answer = session.post(f"{live.url}/api/login", json={"account": login, "password": PASSWORD}, timeout=20)
            return answer if answer.status_code == 200 else None
        return None

    session.headers["X-CSRF-Token"] = eventually(enter, seconds=90, what="the login").json()["csrf"]
    return session


def sighting(rng: random.Random, n: int) -> dict[str, Any]:
    """One sighting somewhere in the three cells, or outside them."""
    point = middle(rng.uniform(-0.4, 3.2), rng.uniform(-0.4, 0.4))
    return {
        "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "seen_at": "2026-11-21T02:30:00Z", "category": "land",
        "noticed_by": "door_visit", "hidden": False, "risk": "low", "text": f"第{n}条", "crs": "wgs84",
        "place": {"type": "Point", "coordinates": [point.x, point.y]},
    }  # fmt: skip


def send(session: requests.Session, live: Live, items: list[dict[str, Any]], stop: float) -> dict[str, dict[str, Any]]:
    """Send a batch as a phone does: again and again until it is answered; return what was acknowledged, by id."""
    while time.monotonic() < stop:
        try:
            answer = session.post(f"{live.url}/api/sightings/batch", json={"items": items}, timeout=20)
            if answer.status_code == 200:
                return {a["id"]: a for a in answer.json()["items"] if a["status"] in {200, 201}}
        except (requests.RequestException, json.JSONDecodeError):
            pass
        threading.Event().wait(0.05)  # the phone's back-off
    raise AssertionError("the server did not come back")


def test_two_hundred_batches_with_kills_in_between_are_stored_exactly_once(live: Live, make: Maker) -> None:
    make.counties()
    for n in range(PHONES):
        make.account(f"ma{n}", ("grid_worker", "621124100001"))
    rng = random.Random(20261122)
    numbers = itertools.count()
    stop = time.monotonic() + 180
    sent: dict[str, dict[str, Any]] = {}
    acknowledged: dict[str, dict[str, Any]] = {}
    plans: list[list[list[dict[str, Any]]]] = [[] for _ in range(PHONES)]
    for n in range(BATCHES):
        fresh = [sighting(rng, next(numbers)) for _ in range(rng.randint(1, 12))]
        sent |= {item["id"]: item for item in fresh}
        mine = plans[n % PHONES]
        earlier = [item for batch in mine for item in batch]
        again = rng.sample(earlier, min(len(earlier), rng.randint(0, 8)))
        batch = [*fresh, *again, *rng.sample(fresh, min(len(fresh), 2))]
        rng.shuffle(batch)
        mine.append(batch)
    done = threading.Event()

    def run(n: int) -> dict[str, dict[str, Any]]:
        session, told = phone(live, f"ma{n}"), {}
        for batch in plans[n]:
            for key, answer in send(session, live, batch, stop).items():
                frozen = {name: value for name, value in answer.items() if name != "status"}
                assert told.setdefault(key, frozen) == frozen, "a repeat was answered differently"
        return told

    def cut() -> int:
        kills = 0
        while kills < KILLS and not done.wait(1.0):
            live.kill()
            live.start()
            kills += 1
        return kills

    with ThreadPoolExecutor(PHONES + 1) as threads:
        cutter = threads.submit(cut)
        for told in threads.map(run, range(PHONES)):
            acknowledged |= told
        done.set()
        assert cutter.result() >= 1
    stored = {str(row[0]): row for row in make.rows(
        "select r.id, t.body, st_x(r.place), st_y(r.place), r.number from report r join report_text t on t.report_id = r.id")}  # fmt: skip
    assert stored.keys() == sent.keys() == acknowledged.keys()
    for key, item in sent.items():
        _, body, lon, lat, number = stored[key]
        assert (body, [lon, lat], number) == (item["text"], item["place"]["coordinates"], acknowledged[key]["number"])
    for table in ("cases", "case_report", "sighting"):
        assert make.run(f"select count(*) from {table}") == len(sent)
    assert make.run("select count(*) from audit_entry where action = 'sighting.recorded'") == len(sent)
