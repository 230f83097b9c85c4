"""What a case file is told of the attachments of a report: photos, recordings, and what has not come yet."""

from __future__ import annotations

import hashlib

from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s
from tests.make import Maker, new_id

VILLAGE = "621124100001"


def test_recordings_stand_apart_from_photos_once_they_have_come(make: Maker) -> None:
    make.counties()
    make.account("wang", ("grid_worker", VILLAGE), cells=[f"{VILLAGE}001"])
    make.account("liaison", ("liaison", "621124100"))
    worker = make.login("wang")
    files = [s.recording("audio/ogg", 1.5), p.photo(), s.recording("audio/mp4", 1.0), p.photo("PNG")]
    names = [hashlib.sha256(data).hexdigest() for data in files]
    filed = worker.post("/api/sightings", json={
        "id": new_id(), "seen_at": "2026-11-20T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "两家为地界争吵", "cell_code": f"{VILLAGE}001", "attachments": names,
    })  # fmt: skip
    assert filed.status_code == 201
    desk = make.login("liaison")
    (case,) = desk.get("/api/cases").get_json()["items"]

    def told() -> tuple[list[str], list[tuple[str, int]]]:
        (report,) = desk.get(f"/api/cases/{case['id']}").get_json()["reports"]
        return report["photos"], [(one["sha256"], round(one["duration_ms"], -2)) for one in report["recordings"]]

    assert told() == (names, []), "what has not come may be either"
    for nth in (2, 1, 0):
        assert worker.put(f"/api/attachments/{names[nth]}", data=files[nth]).status_code == 201
    assert told() == ([names[1], names[3]], [(names[0], 1500), (names[2], 1000)])
    assert worker.put(f"/api/attachments/{names[3]}", data=files[3]).status_code == 201
    assert told() == ([names[1], names[3]], [(names[0], 1500), (names[2], 1000)])


def test_anothers_recording_under_the_same_digest_is_not_this_reports(make: Maker) -> None:
    make.counties()
    make.account("wang", ("grid_worker", VILLAGE), cells=[f"{VILLAGE}001"])
    make.account("li", ("grid_worker", VILLAGE))
    make.account("liaison", ("liaison", "621124100"))
    sound = s.recording()
    name = hashlib.sha256(sound).hexdigest()
    worker, other, desk = make.login("wang"), make.login("li"), make.login("liaison")
    filed = worker.post("/api/sightings", json={
        "id": new_id(), "seen_at": "2026-11-20T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "水渠堵了", "cell_code": f"{VILLAGE}001", "attachments": [name],
    })  # fmt: skip
    assert filed.status_code == 201
    assert other.put(f"/api/attachments/{name}", data=sound).status_code == 201
    (case,) = desk.get("/api/cases").get_json()["items"]
    (report,) = desk.get(f"/api/cases/{case['id']}").get_json()["reports"]
    assert (report["photos"], report["recordings"]) == ([name], [])
