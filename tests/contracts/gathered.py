"""Matters of the congress that are only one township's: a ballot and a project in the making, a story, an appointment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from backend.clock import CHINA, today
from tests.contracts.ballot_writes import SETTINGS
from tests.make import Browser, Maker, new_id


def gather(make: Maker, people: dict[tuple[str, str], Browser], town: str, day: str, mark: str) -> dict[str, str]:
    """Let each be made by whoever makes it in `town`, with `mark` in every word; return ids, where those roles are there."""
    made: dict[str, str] = {}
    liaison = people[town, "liaison"]
    made["story_id"] = told(liaison, town, mark)
    if (town, "town_head") in people:
        made["project_id"] = project(people[town, "town_head"], town, mark)
    if (town, "town_congress") in people:
        made["ballot_id"] = ballot(make, people[town, "town_congress"], town, mark)
    made["appointment_id"] = booked(liaison, day, mark)
    return made


def told(liaison: Browser, town: str, mark: str) -> str:
    """Write down a story that nobody has checked yet."""
    body = {
        "id": new_id(),
        "kind": "case",
        "area": town,
        "title": f"{mark}滴水",
        "body": f"{mark}两户人家为院墙滴水争执，调解员量清了尺寸，各让一步。",
    }
    return sent(liaison.post("/api/stories", json=body), body)


def project(head: Browser, town: str, mark: str) -> str:
    """Gather a wish for a project, which is on no list yet."""
    body = {
        "id": new_id(),
        "area": town,
        "year": 2027,
        "title": f"{mark}修渠",
        "text": f"{mark}整修水渠两公里",
        "cases": [],
    }
    return sent(head.post("/api/projects", json=body), body)


def ballot(make: Maker, clerk: Browser, town: str, mark: str) -> str:
    """Prepare a ballot; its tellers are two deputies of the township."""
    tellers = [f"jipiao-{n}-{new_id()[-8:]}" for n in "ab"]
    for login in tellers:
        make.account(login, ("deputy", town))
    more = {
        "title": f"{mark}票决",
        "candidates": [{"title": f"{mark}修桥"}],
        "names": [f"{mark}甲"],
        "tellers": tellers,
    }
    body: dict[str, Any] = SETTINGS | {"id": new_id(), "area": town, "kind": "town"} | more
    return sent(clerk.post("/api/ballots", json=body), body)


def received(make: Maker, liaison: Browser, town: str) -> str:
    """Publish a day of talks, which everybody may read; return its id."""
    station = make.run("select min(id) from station where left(area_code, 9) = :t and kind <> 'contact_point'", t=town)
    starts = datetime.combine(today() + timedelta(days=5), datetime.min.time(), CHINA).replace(hour=9)
    day = {
        "id": new_id(), "title": "接待日", "station_id": station, "hosts": [{"kind": "judge", "name": "某法官"}],
        "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=7)).isoformat(), "slot_minutes": 10,
    }  # fmt: skip
    return sent(liaison.post("/api/receptions", json=day), day)


def booked(liaison: Browser, day: str, mark: str) -> str:
    """Note who asked by phone for a talk on that day; who comes and what about is not public."""
    taken = {each["slot"] for each in liaison.get(f"/api/receptions/{day}").get_json()["appointments"]}
    came = {"id": new_id(), "slot": len(taken), "about": f"{mark}的事", "name": f"{mark}某", "phone": "13912345678"}
    return sent(liaison.post(f"/api/receptions/{day}/appointments", json=came), came)


def sent(answer: TestResponse, body: dict[str, Any]) -> str:
    """Return the id of what was sent and taken."""
    assert answer.status_code in {200, 201}, answer.text
    return str(body["id"])
