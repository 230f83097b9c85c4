"""A report and its photos come in any order, repeated, cut and at once; what is missing is always told rightly (T06)."""

from __future__ import annotations

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import TestResponse

from tests.backend.attachments import pictures as p
from tests.make import Browser, Maker, new_id

VILLAGE = "621124100001"
PHOTOS = [p.photo("JPEG", (40, 30)), p.photo("PNG", (41, 30)), p.photo("WEBP", (42, 30))]
REPORT = -1
NAMES = [hashlib.sha256(data).hexdigest() for data in PHOTOS]


@pytest.fixture
def worker(make: Maker) -> Browser:
    """A grid worker, logged in."""
    make.counties()
    make.account("wang", ("grid_worker", VILLAGE), cells=[f"{VILLAGE}001"])
    return make.login("wang")


def file_report(worker: Browser, report: str) -> TestResponse:
    """Send the report that names all three photos."""
    answer: TestResponse = worker.post("/api/sightings", json={
        "id": report, "seen_at": "2026-11-20T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "两家为地界争吵", "cell_code": f"{VILLAGE}001", "attachments": NAMES,
    })  # fmt: skip
    return answer


def send_photo(worker: Browser, n: int, *, cut: bool = False) -> TestResponse:
    """Send a photo, or its first half as a broken line would."""
    data = PHOTOS[n][: len(PHOTOS[n]) // 2] if cut else PHOTOS[n]
    answer: TestResponse = worker.put(f"/api/attachments/{NAMES[n]}", data=data)
    return answer


def forget_photos(make: Maker) -> None:
    """Start again: another order, the same pictures."""
    make.run("delete from attachment")


def test_all_orders_of_a_report_and_three_photos(worker: Browser, make: Maker) -> None:
    for order in itertools.permutations([REPORT, 0, 1, 2]):
        forget_photos(make)
        report, here, reported = new_id(), set[int](), False
        path = f"/api/sightings/{report}/missing"
        for step in order:
            if step == REPORT:
                first, again = file_report(worker, report), file_report(worker, report)
                assert (first.status_code, again.status_code) == (201, 200)
                assert first.data == again.data, "an answer holds nothing that photos change"
                reported = True
            else:
                assert send_photo(worker, step, cut=True).status_code == 422
                told = [send_photo(worker, step).status_code for _ in range(2)]
                assert told == [201, 200]
                here.add(step)
            answer = worker.get(path)
            if reported:
                assert answer.get_json() == {"missing": [name for n, name in enumerate(NAMES) if n not in here]}, order
            else:
                assert answer.status_code == 404
        assert worker.get(path).get_json() == {"missing": []}
    assert make.run("select count(*) from report") == 24


def test_all_at_once(worker: Browser, make: Maker) -> None:
    report = new_id()
    work = [lambda: file_report(worker, report), *(lambda n=n: send_photo(worker, n) for n in range(3))]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda step: step().status_code, work * 4))
    assert set(answers) <= {200, 201}
    assert answers.count(201) == 4, "one report, three photos"
    assert worker.get(f"/api/sightings/{report}/missing").get_json() == {"missing": []}
    assert make.run("select count(*) from attachment") == 3


def test_another_persons_photo_does_not_complete_my_report(worker: Browser, make: Maker) -> None:
    report = new_id()
    file_report(worker, report)
    make.account("li", ("grid_worker", VILLAGE))
    other = make.login("li")
    assert send_photo(other, 0).status_code == 201
    assert worker.get(f"/api/sightings/{report}/missing").get_json() == {"missing": NAMES}
    assert other.get(f"/api/sightings/{report}/missing").status_code == 404
