"""Filing sightings: in the right cell, exactly once, each on its own."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.draw import middle
from tests.make import Browser, Maker


def sighting(column: float = 0, row: float = 0, **more: object) -> dict[str, object]:
    """One sighting in the square at `column`, `row`."""
    point = middle(column, row)
    return {
        "id": str(uuid.uuid4()), "seen_at": "2026-11-21T02:30:00Z", "category": "land", "noticed_by": "door_visit",
        "hidden": False, "risk": "low", "text": "两户因地埂起争执", "place": {"type": "Point", "coordinates": [point.x, point.y]},
        "crs": "wgs84", "accuracy_m": 12.5, "fixed_at": "2026-11-21T02:29:50Z",
    } | more  # fmt: skip


@pytest.fixture
def worker(make: Maker) -> Browser:
    make.counties()
    make.account("ma", ("grid_worker", "621124100001"), cells=["621124100001001"])
    return make.login("ma")


def test_a_sighting_lands_in_its_cell_at_the_nearest_post(worker: Browser, make: Maker) -> None:
    answer = worker.post("/api/sightings", json=sighting())
    assert answer.status_code == 201, answer.text
    body = answer.get_json()
    assert body["cell"] == {"code": "621124100001001", "name": "文峰社区1格"}
    assert body["station"]["name"] in {"文峰社区信息采集点", "临洮县基层立法联系点"}
    assert make.run("select state from cases where id = :id", id=body["id"]) == "pending"
    assert make.run("select body from report_text where report_id = :id", id=body["id"]) == "两户因地埂起争执"
    assert make.run("select count(*) from audit_entry where subject_id = :id", id=body["id"]) == 1


def test_a_resend_gets_the_same_bytes_and_stores_nothing(worker: Browser, make: Maker) -> None:
    one = sighting()
    first, second = worker.post("/api/sightings", json=one), worker.post("/api/sightings", json=one)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.data == second.data
    assert make.run("select count(*) from report") == 1
    assert make.run("select count(*) from audit_entry where action = 'sighting.recorded'") == 1


def test_what_nobody_sees_is_no_text_and_is_not_stored(worker: Browser, make: Maker) -> None:
    nothing = worker.post("/api/sightings", json=sighting(text="\u200b" * 10))
    assert (nothing.status_code, nothing.get_json()["field"]) == (422, "text")
    one = sighting(text="两户\x1b[31m因\u202e地埂\u200b起争执\x07")
    first, second = worker.post("/api/sightings", json=one), worker.post("/api/sightings", json=one)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.data == second.data
    assert make.rows("select body from report_text") == [("两户[31m因地埂起争执",)]


def test_same_id_with_other_content_and_anothers_id_are_refused_alike(worker: Browser, make: Maker) -> None:
    one = sighting()
    worker.post("/api/sightings", json=one)
    make.account("li", ("grid_worker", "621124101"))
    other = make.login("li")
    changed = worker.post("/api/sightings", json=one | {"text": "换了内容"})
    stolen = other.post("/api/sightings", json=one)
    assert changed.status_code == stolen.status_code == 409
    assert changed.data == stolen.data


def test_a_worker_who_moved_can_still_send_again_what_is_theirs(worker: Browser, make: Maker) -> None:
    one = sighting()
    first = worker.post("/api/sightings", json=one)
    make.run("update account_role set area_code = '522702100' where role = 'grid_worker'")
    second = worker.post("/api/sightings", json=one)
    assert second.status_code == 200
    assert second.data == first.data


def test_outside_every_cell_it_is_stored_unplaced_at_the_nearest_station(worker: Browser, make: Maker) -> None:
    answer = worker.post("/api/sightings", json=sighting(9, 9))
    assert answer.status_code == 201
    assert answer.get_json()["cell"] is None
    assert answer.get_json()["station"]["name"] == "王家磨村信息采集点"
    assert make.run("select cell_id from report") is None


@pytest.mark.parametrize(
    ("column", "reason", "outside"),
    [(0, None, False), (1, "asked_to_help", True), (1, None, True), (9, "visiting_neighbour_cell", True)],
    ids=["own cell", "another cell", "another cell, unexplained", "no cell"],
)
def test_outside_ones_own_cells_it_says_so_and_why_to_its_handlers(
    worker: Browser, make: Maker, column: float, reason: str | None, outside: bool
) -> None:
    sent = worker.post("/api/sightings", json=sighting(column, out_of_cell_reason=reason))
    assert sent.status_code == 201, sent.text
    kept = make.rows("select out_of_cell, out_of_cell_reason from sighting")
    assert [tuple(row) for row in kept] == [(outside, reason)]
    make.account("lian", ("liaison", "621124"))
    (report,) = make.login("lian").get(f"/api/cases/{sent.get_json()['id']}").get_json()["reports"]
    assert (report["out_of_cell"], report["out_of_cell_reason"]) == (outside, reason)


def test_on_a_shared_edge_there_is_exactly_one_cell(worker: Browser) -> None:
    cells = {worker.post("/api/sightings", json=sighting(0.5)).get_json()["cell"]["code"] for _ in range(3)}
    assert len(cells) == 1


def test_a_place_in_another_county_is_refused_and_leaves_nothing(worker: Browser, make: Maker) -> None:
    shape = make.run("select st_astext(geom) from grid_cell where code = '621124101001001'")
    far = make.edition("522702")
    make.cell(far, "522702100001001", "金山1格", "522702100001", str(shape).replace("103.", "107."))
    answer = worker.post("/api/sightings", json=sighting(place={"type": "Point", "coordinates": [107.825, 35.395]}))
    assert answer.status_code == 403
    assert answer.get_json()["field"] == "place"
    assert make.run("select count(*) from report") == 0


def test_by_cell_without_a_place_and_with_neither(worker: Browser) -> None:
    chosen = worker.post("/api/sightings", json=sighting(place=None, crs=None, cell_code="621124100002001"))
    neither = worker.post("/api/sightings", json=sighting(place=None, crs=None))
    unknown = worker.post("/api/sightings", json=sighting(place=None, crs=None, cell_code="999"))
    assert chosen.get_json()["cell"]["name"] == "东街社区1格"
    assert neither.get_json()["cell"] is None
    assert (unknown.status_code, unknown.get_json()["field"]) == (422, "cell_code")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"place": {"type": "Point", "coordinates": []}}, "place"),
        ({"place": {"type": "Point", "coordinates": [2.35, 48.85]}}, "place"),
        ({"crs": None}, "crs"),
        ({"crs": "EPSG:3857"}, "crs"),
        ({"category": "unheard_of"}, "category"),
        ({"text": "   "}, "text"),
        ({"text": "一" * 5001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"seen_at": "yesterday"}, "seen_at"),
        ({"seen_at": "2026-11-21T02:30:00"}, "seen_at"),
        ({"id": "7"}, "id"),
        ({"hidden": "perhaps"}, "hidden"),
        ({"accuracy_m": -1}, "accuracy_m"),
        ({"attachments": ["abc"]}, "attachments.0"),
        ({"author_id": 1}, "author_id"),
        ({"area_code": "522702"}, "area_code"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    worker: Browser, make: Maker, change: dict[str, object], field: str
) -> None:
    answer = worker.post("/api/sightings", json=sighting(**change))
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["field"] == field
    assert make.run("select count(*) from report") + make.run("select count(*) from cases") == 0


@pytest.mark.parametrize("when", ["2126-01-01T00:00:00Z", "1985-01-01T00:00:00Z"])
def test_a_phone_with_a_wrong_clock_is_believed_and_both_times_are_kept(
    worker: Browser, make: Maker, when: str
) -> None:
    answer = worker.post("/api/sightings", json=sighting(seen_at=when))
    assert answer.status_code == 201
    assert answer.get_json()["cell"] is not None
    row = make.rows("select seen_at, received_at from report")[0]
    assert str(row[0])[:10] == when[:10]
    assert row[1] > make.run("select now() - interval '1 minute'")


def test_in_a_batch_good_ones_stay_when_others_fail_and_the_order_holds(worker: Browser, make: Maker) -> None:
    good = [sighting(n % 3) for n in range(6)]
    items = [
        good[0],
        {"id": "nonsense"},
        good[1],
        good[1],
        good[2] | {"category": "nope"},
        7,
        good[3],
        good[0] | {"text": "别的"},
    ]
    answers = worker.post("/api/sightings/batch", json={"items": items}).get_json()["items"]
    assert [a["status"] for a in answers] == [201, 422, 201, 200, 422, 422, 201, 409]
    assert [a["id"] for a in answers if a["status"] < 300] == [
        good[0]["id"],
        good[1]["id"],
        good[1]["id"],
        good[3]["id"],
    ]
    assert make.run("select count(*) from report") == 3
    again = worker.post("/api/sightings/batch", json={"items": items}).get_json()["items"]
    assert [a["status"] for a in again] == [200, 422, 200, 200, 422, 422, 200, 409]
    assert {k: v for k, v in again[0].items() if k != "status"} == {
        k: v for k, v in answers[0].items() if k != "status"
    }


def test_a_batch_sent_again_is_known_by_its_very_words_and_else_by_what_they_say(worker: Browser, make: Maker) -> None:
    def post(browser: Browser, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = browser.post("/api/sightings/batch", json={"items": items}).get_json()["items"]
        return [
            each if each["status"] == 409 else {"status": each["status"], "number": each["number"]} for each in told
        ]

    first, second, third = (sighting(n) for n in range(3))
    begun = post(worker, [first, second])
    known = [{"status": 200, "number": each["number"]} for each in begun]
    assert post(worker, [second, first]) == known[::-1]
    otherwise = first | {"text": f"  {first['text']} ", "seen_at": "2026-11-21T10:30:00+08:00"}
    changed = second | {"risk": "high"}
    assert post(worker, [otherwise, changed, third, first])[::3] == [known[0], known[0]]
    (refused,) = post(worker, [changed])
    assert refused["code"] == "id_taken"
    make.account("li", ("grid_worker", "621124101"))
    # somebody else's, in the very same words: the one answer for an id that is taken
    anothers, own = post(make.login("li"), [second, sighting(2)])
    assert (anothers, own["status"]) == (refused, 201)
    assert make.run("select count(*) from report") == make.run("select count(*) from cases") == 4
    assert make.run("select count(*) from audit_entry where action = 'sighting.recorded'") == 4


def test_too_large_a_batch_is_refused_whole(worker: Browser, make: Maker) -> None:
    answer = worker.post("/api/sightings/batch", json={"items": [sighting() for _ in range(501)]})
    assert answer.status_code == 413
    assert make.run("select count(*) from report") == 0
    assert worker.post("/api/sightings/batch", json={"items": []}).get_json() == {"items": []}


def test_many_resends_at_once_store_one_row_and_all_get_the_same_answer(worker: Browser, make: Maker) -> None:
    one = sighting()
    browsers = [make.login("ma") for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda browser: browser.post("/api/sightings", json=one), browsers))
    assert sorted(a.status_code for a in answers) == [200] * 5 + [201]
    assert len({a.data for a in answers}) == 1
    assert make.run("select count(*) from report") == make.run("select count(*) from cases") == 1


def test_nobody_files_without_a_login_or_without_the_role(make: Maker, client) -> None:
    make.counties()
    make.account("head", ("town_head", "621124100"))
    assert client.post("/api/sightings", json=sighting()).status_code == 401
    assert make.login("head").post("/api/sightings", json=sighting()).status_code == 403


def test_missing_photos_are_told_to_their_author_only(worker: Browser, make: Maker) -> None:
    one = sighting(attachments=["ab" * 32, "cd" * 32])
    worker.post("/api/sightings", json=one)
    make.account("li", ("grid_worker", "621124101"))
    assert worker.get(f"/api/sightings/{one['id']}/missing").get_json() == {"missing": ["ab" * 32, "cd" * 32]}
    theirs, nobodys = (
        make.login("li").get(f"/api/sightings/{one['id']}/missing"),
        worker.get(f"/api/sightings/{uuid.uuid4()}/missing"),
    )
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.data == nobodys.data


def test_without_a_place_by_someone_who_answers_for_no_cell_it_still_reaches_a_station(make: Maker) -> None:
    make.counties()
    make.account("caiji", ("collector", "621124100002"))
    answer = make.login("caiji").post("/api/sightings", json=sighting(place=None, crs=None))
    assert answer.status_code == 201, answer.text
    assert answer.get_json()["cell"] is None


def test_where_no_station_is_in_scope_the_worker_is_told_and_nothing_is_stored(make: Maker) -> None:
    make.counties()
    make.run("update station set closed_on = '2026-01-01'")
    make.account("caiji", ("collector", "621124100002"))
    answer = make.login("caiji").post("/api/sightings", json=sighting(place=None, crs=None))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "no_station")
    assert make.run("select count(*) from report") == 0


def test_at_the_edge_of_a_township_it_goes_to_a_station_whose_staff_may_read_it(worker: Browser, make: Maker) -> None:
    """Square B's east edge is nearer to the post of the next township; B's own township gets it all the same."""
    make.run("update station set geom = st_setsrid(st_makepoint(103.8201, 35.395), 4326) where code = 'LT-WJM'")
    make.account("lian", ("liaison", "621124100"))
    answer = worker.post("/api/sightings", json=sighting(1.49))
    assert answer.get_json()["station"]["name"] == "东街社区信息采集点"
    assert make.login("lian").get(f"/api/cases/{answer.get_json()['id']}").status_code == 200


def test_where_no_station_serves_the_cell_the_nearest_of_all_gets_it(worker: Browser, make: Maker) -> None:
    make.run("update station set closed_on = '2026-01-01' where area_code ^@ '621124100'")
    answer = worker.post("/api/sightings", json=sighting(0))
    assert answer.get_json()["station"]["name"] == "王家磨村信息采集点"


def test_a_sighting_belongs_to_the_village_that_stands_on_its_day(worker: Browser, make: Maker) -> None:
    make.run("update area set valid_to = '2026-11-21', successor_code = '621124100002' where code = '621124100001'")
    seen = {day: worker.post("/api/sightings", json=sighting(seen_at=f"2026-11-{day}T02:30:00Z")) for day in (20, 21)}
    assert [answer.status_code for answer in seen.values()] == [201, 201]
    found = make.rows(
        "select extract(day from r.seen_at)::int, r.area_code, c.area_code, g.code from report r"
        " join cases c on c.id = r.id join grid_cell g on g.id = r.cell_id order by 1"
    )
    assert [tuple(row) for row in found] == [
        (20, "621124100001", "621124100001", "621124100001001"),
        (21, "621124100002", "621124100002", "621124100001001"),
    ]
