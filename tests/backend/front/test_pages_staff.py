"""A grid worker helps a citizen to file on the phone that the worker is logged in on."""

from __future__ import annotations

from tests.make import Maker, new_id

VILLAGE = "621124100001"


def test_a_login_on_the_same_phone_is_neither_asked_for_nor_in_the_way(make: Maker) -> None:
    make.counties()
    make.account("wang", ("grid_worker", VILLAGE))
    phone = make.login("wang").client
    station = make.run("select id from station where code = 'LT'")
    form = {
        "step": "submit",
        "id": new_id(),
        "text": "门前的水渠堵了三个月",
        "category": "land",
        "way": "receipt",
        "where": "near",
    }
    answer = phone.post(f"/s/{station}", data=form)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert make.run("select author_id from report") is None, "it is the citizen's report, not the worker's"
    assert make.run("select count(*) from audit_entry where action = 'submission.received' and actor_id is null") == 1
    assert phone.post("/s/", data={"lon": "103.805", "lat": "35.395", "crs": "wgs84"}).status_code == 200
    assert phone.post("/t/", data={"receipt": "ABCDEFGHJKMN", "query_code": "AAAAAAAA"}).status_code == 404
    assert phone.get("/api/me").status_code == 200, "and the login goes on"
