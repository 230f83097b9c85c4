"""A reception day: published ahead, booked without a login, one slot one person, talked, and everybody told what became of it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from backend.clock import CHINA, today
from backend.db import Database
from backend.jobs.registry import RUNNING
from backend.retention.tasks import run as run_retention
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Browser, Maker, new_id
from tests.story import deputy_code, people

TOWN = "621124100"
WHY = "代表临时到县里开会"


@pytest.fixture
def deputy(make: Maker) -> int:
    """The township's people, and a deputy with a log-in."""
    people(make)
    deputy_code(make, make.account("ma", ("deputy", TOWN), name="马代表"))
    make.account("li", ("deputy", TOWN), name="李代表")
    found: int = make.run("select id from deputy")
    return found


def day(make: Maker, deputy: int, *, ahead: int = 4, hour: int = 9, **more: Any) -> dict[str, Any]:
    """Return a reception day of three slots at the station, with a judge beside the deputy."""
    starts = datetime.combine(today() + timedelta(days=ahead), datetime.min.time(), CHINA).replace(hour=hour)
    hosts = [{"kind": "deputy", "deputy_id": deputy}, {"kind": "judge", "name": "祁法官"}]
    station = make.run("select id from station where code = 'LT-WF'")
    span = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(), "slot_minutes": 20}
    return {"id": new_id(), "title": "代表接待日", "station_id": station, "hosts": hosts} | span | more


def booked(app: Flask, reception: str, slot: int, **more: str) -> TestResponse:
    """Book a slot on the page, as somebody without a login."""
    return app.test_client().post(
        f"/receptions/{reception}", data={"id": new_id(), "slot": str(slot), "about": "低保的事", **more}
    )


def today_instead(make: Maker, reception: str) -> None:
    """Let a reception of four days ahead be today's."""
    back = "starts_at = starts_at - interval '4 days'"
    make.run(
        "set local session_replication_role = replica;"
        f" update activity set {back}, ends_at = ends_at - interval '4 days' where id = :id;"
        f" update reception set {back}, published_at = published_at - interval '4 days' where activity_id = :id",
        id=reception,
    )


def numbers(answer: TestResponse) -> tuple[str, str]:
    """Return receipt number and query code of the page that says it is booked."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = re.findall(r'<dd class="mono">([^<]+)<', answer.get_data(as_text=True))
    return found[0].replace(" ", ""), found[1]


def behind(app: Flask, slip: tuple[str, str], **more: str) -> str:
    """Return what a receipt opens."""
    return app.test_client().post(f"/t/{slip[0]}", data={"query_code": slip[1], **more}).get_data(as_text=True)


def settled(who: Browser, appointment: str, **said: Any) -> TestResponse:
    """Settle an appointment."""
    answer: TestResponse = who.post(f"/api/appointments/{appointment}/settle", json=said)
    return answer


def test_a_day_is_published_ahead_and_a_deputy_is_at_one_place_at_a_time(make: Maker, deputy: int) -> None:
    lian, bali = make.login("lian"), make.login("bali")
    plan = day(make, deputy)
    for wrong, status, field in (
        (day(make, deputy, ahead=2), 422, "starts_at"), (plan | {"ends_at": plan["starts_at"]}, 422, "ends_at"),
        (plan | {"hosts": []}, 422, "hosts"), (plan | {"station_id": 9999}, 422, "station_id"),
        (plan | {"hosts": [{"kind": "deputy", "deputy_id": 9999}]}, 422, "hosts"), (plan | {"slot_minutes": 120}, 422, "slot_minutes"),
    ):  # fmt: skip
        refused = lian.post("/api/receptions", json=wrong)
        assert (refused.status_code, refused.get_json()["field"].split(".")[0]) == (status, field), refused.get_json()
    assert bali.post("/api/receptions", json=plan).status_code == 403
    for _ in range(2):
        done = lian.post("/api/receptions", json=plan)
        assert done.status_code == 200, done.get_json()
    assert lian.post("/api/receptions", json=plan | {"title": "别的"}).get_json()["code"] == "id_taken"
    beside = day(
        make,
        deputy,
        station_id=make.run("select id from station where code = 'LT-DJ'"),
        starts_at=plan["ends_at"][:11] + "09:40:00+08:00",
    )
    clash = lian.post("/api/receptions", json=beside)
    assert (clash.status_code, clash.get_json()["code"]) == (
        409,
        "deputy_busy",
    ) and "文峰社区信息采集点" in clash.get_json()["title"]
    assert lian.post("/api/receptions", json=day(make, deputy, hour=10)).status_code == 200, "one after the other"
    # an activity and a reception are two places, too; and a reception day is never a bare activity
    there = {
        "id": new_id(),
        "type": "inspection",
        "title": "视察",
        "area_code": TOWN,
        "people": [{"part": "deputy", "deputy_id": deputy}],
    }
    span = {name: plan[name] for name in ("starts_at", "ends_at")}
    met = lian.post("/api/activities", json=there | span)
    assert (met.status_code, met.get_json()["code"], met.get_json()["field"]) == (409, "not_free", "people.0"), (
        met.get_json()
    )
    free = day(make, deputy, hour=14)
    assert lian.post("/api/activities", json=there | {name: free[name] for name in span}).status_code == 200
    clash = lian.post("/api/receptions", json=free)
    assert (clash.status_code, clash.get_json()["code"], clash.get_json()["field"]) == (409, "not_free", "hosts")
    bare = lian.post("/api/activities", json=there | span | {"id": new_id(), "type": "reception", "people": []})
    assert (bare.status_code, bare.get_json()["field"]) == (422, "type")
    with pytest.raises(DBAPIError, match="published with its slots"):
        make.run(
            "insert into activity (id, type, title, area_code) values (gen_random_uuid(), 'reception', '空', :town)",
            town=TOWN,
        )
    with pytest.raises(DBAPIError, match="reception_host_free"):
        make.run(
            "update reception_host set during = tstzrange(lower(during) - interval '1 hour', upper(during)) where deputy_id = :id",
            id=deputy,
        )
    with pytest.raises(DBAPIError, match="reception_published"):
        make.run("update reception set published_at = starts_at - interval '2 days'")
    assert bali.get(f"/api/receptions/{plan['id']}").status_code == 404
    assert [len(bali.get(f"/api/receptions?{asked}").get_json()["items"]) for asked in (f"area={TOWN}", "mine=1")] == [
        2,
        0,
    ]


def test_of_two_who_want_one_slot_one_gets_it_and_the_other_reads_which_are_free(
    make: Maker, app: Flask, deputy: int
) -> None:
    plan = day(make, deputy)
    assert make.login("lian").post("/api/receptions", json=plan).status_code == 200
    gate = Barrier(2)

    def go(nth: int) -> TestResponse:
        gate.wait()
        return booked(app, plan["id"], 1, name=f"某{nth}")

    with ThreadPoolExecutor(2) as pool:
        won, lost = sorted(pool.map(go, (1, 2)), key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    page = lost.get_data(as_text=True)
    assert "还空着：09:00、09:40" in page and "低保的事" in page, "what was written stays"
    assert make.run("select count(*) from appointment") == 1
    same = {"id": new_id(), "slot": "0"}
    twice = {numbers(app.test_client().post(f"/receptions/{plan['id']}", data=same)) for _ in range(2)}
    assert len(twice) == 1, "sent again it is the same receipt"
    for wrong, field in (({"slot": "7"}, "slots"), ({"slot": "2", "phone": "123"}, "ph"), ({"slot": ""}, "slots")):
        refused = app.test_client().post(f"/receptions/{plan['id']}", data={"id": new_id(), **wrong})
        assert refused.status_code == 422 and f'href="#{field}"' in refused.get_data(as_text=True)


def test_who_was_received_is_told_what_became_of_it(
    make: Maker, app: Flask, deputy: int, settings: Settings, worker_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lian, ma, li, bali = (make.login(name) for name in ("lian", "ma", "li", "bali"))
    plan = day(make, deputy)
    lian.post("/api/receptions", json=plan)
    path = f"/api/receptions/{plan['id']}"
    asks, wants, leaves = (numbers(booked(app, plan["id"], nth, phone="13912345678")) for nth in range(3))
    page = app.test_client().get(f"/deputies/{deputy}").get_data(as_text=True)
    assert path.replace("/api", "") in page and "已约满" in page and "13912345678" not in page
    titles = [each["title"] for each in ma.get("/api/notices").get_json()["items"]]
    assert any(title.startswith("有人预约了接待") for title in titles)
    assert [each["id"] for each in ma.get("/api/receptions?mine=1").get_json()["items"]] == [plan["id"]]
    file = ma.get(path).get_json()
    assert [each["about"] for each in file["appointments"]] == ["低保的事"] * 3 and file["appointments"][0][
        "phone"
    ] is None
    assert lian.get(path).get_json()["appointments"][0]["phone"] == "139****5678"
    assert [who.get(path).status_code for who in (li, bali)] == [404, 404]
    first, second, third = (each["id"] for each in file["appointments"])

    # who it is the station alone sees, for a reason, and each look is in the record
    look = f"/api/appointments/{first}/reveal"
    seen = [who.post(look, json={"reason": "改时间要打电话"}) for who in (lian, ma, li, bali)]
    assert [each.status_code for each in seen] == [200, 403, 404, 404] and seen[0].get_json()["phone"] == "13912345678"
    assert lian.post(look, json={"reason": ""}).status_code == 422
    assert (
        make.run("select count(*) from audit_entry where action = 'contact.revealed' and subject_id = :id", id=first)
        == 1
    )

    # given back by the person: the slot is free again, the deputy hears of it
    assert "本人取消了" in behind(app, leaves, step="withdraw") and "本人取消了" in behind(app, leaves, step="withdraw")
    assert settled(ma, third, to="absent").status_code == 409
    assert settled(ma, first, to="absent", answer="说好下月补发").get_json()["field"] == "answer", "nothing is dropped"
    phoned = {"id": new_id(), "slot": 2, "about": "路灯", "name": "王某", "phone": ""}
    rung = lian.post(f"{path}/appointments", json=phoned).get_json()
    assert lian.post(f"{path}/appointments", json=phoned).get_json() == rung
    assert bali.post(f"{path}/appointments", json=phoned | {"id": new_id()}).status_code == 404
    assert lian.post(f"{path}/appointments", json=phoned | {"id": new_id()}).get_json()["code"] == "slot_taken"

    # on the day: answered at once, and made a matter under the same receipt
    talk = {"to": "talked", "outcome": "answered", "said": "低保停了两个月", "answer": "已经和民政核对，下月补发。"}
    assert settled(ma, first, **talk).get_json()["code"] == "too_early"
    today_instead(make, plan["id"])
    assert settled(li, first, **talk).status_code == 404
    assert settled(ma, first, **talk | {"answer": ""}).get_json()["field"] == "answer"
    for _ in range(2):
        assert settled(ma, first, **talk).status_code == 200
    assert settled(ma, first, **talk | {"said": "别的话一句"}).get_json()["code"] == "noted_already"
    assert "下月补发" in behind(app, asks) and "已接待" in behind(app, asks)
    matter = {"to": "talked", "outcome": "case", "said": "渠堵了三个月没有人管", "category": "land"}
    assert settled(ma, second, **matter | {"category": None}).get_json()["field"] == "category"
    assert settled(ma, second, **matter | {"answer": "没有地方写的话"}).get_json()["field"] == "answer"
    done = settled(ma, second, **matter)
    assert done.status_code == 200, done.get_data(as_text=True)
    assert done.get_json()["appointments"][1]["case_id"] == second
    assert lian.get(f"/api/cases/{second}").get_json()["state"] == "pending"
    assert "办到哪一步了" in behind(app, wants), "the receipt of the appointment opens the matter"

    # made a suggestion by the deputy, and nobody else; who spoke hears how it ended
    fourth = next(each["id"] for each in lian.get(path).get_json()["appointments"] if each["about"] == "路灯")
    idea = {
        "to": "talked",
        "outcome": "suggestion",
        "said": "村里没有路灯，老人晚上摔跤",
        "title": "关于安装村道路灯的建议",
    }
    assert settled(lian, fourth, **idea).status_code == 403
    assert settled(ma, fourth, **idea | {"title": ""}).get_json()["field"] == "title"
    for _ in range(2):
        made = settled(ma, fourth, **idea)
        assert made.status_code == 200, made.get_data(as_text=True)
    one = next(each["initiative_id"] for each in made.get_json()["appointments"] if each["id"] == fourth)
    back = {"to": "closed", "words": "县里已经列入计划", "mark": ""}
    assert ma.post(f"/api/initiatives/{one}/transitions", json=back, headers={"If-Match": '"1"'}).status_code == 200
    run_errands(settings)
    slip = (rung["receipt"], rung["query_code"])
    assert "形成了代表建议“关于安装村道路灯的建议”" in behind(app, slip) and "县里已经列入计划" in behind(app, slip)

    own = ma.get("/api/performance").get_json()
    parts = {each["section"]: each for each in own["parts"]}
    assert (parts["reception"]["n"], parts["reception"]["more"]) == (1, ["接待3人次"])
    assert parts["activity"]["n"] == 0, "a reception day is counted once"
    with pytest.raises(DBAPIError, match="settled once"):
        make.run("update appointment set state = 'booked' where id = :id", id=first)

    # kept so many days after the day: who came, then what was said; what became a matter goes with the matter
    monkeypatch.setitem(RUNNING, "settings", settings)
    held = "select count(*) filter (where phone_sealed is not null), count(*) filter (where id = :case and phone_sealed is not null) from contact"
    for days, left in ((181, (1, 1)), (1096, (1, 1))):
        make.run(
            f"update reception set starts_at = now() - interval '{days} days', published_at = starts_at - interval '9 years'"
        )
        run_retention(worker_database)
        assert tuple(make.rows(held, case=second)[0]) == left, days
        words = "select array_agg(said order by said) from talk_text"
        assert make.run(words) == (
            ["", "", matter["said"]] if days > 1095 else sorted([talk["said"], matter["said"], idea["said"]])
        )
    assert "内容已删除" in behind(app, asks)


def test_called_off_by_the_station_everybody_is_told_and_the_deputy_is_free(
    make: Maker, app: Flask, deputy: int
) -> None:
    lian, ma = make.login("lian"), make.login("ma")
    plan, other = day(make, deputy), day(make, deputy, hour=9)
    lian.post("/api/receptions", json=plan)
    path = f"/api/receptions/{plan['id']}"
    one, two = numbers(booked(app, plan["id"], 0)), numbers(booked(app, plan["id"], 1))
    single = ma.get(path).get_json()["appointments"][1]["id"]
    assert settled(ma, single, to="cancelled", reason="").get_json()["field"] == "reason"
    for _ in range(2):
        assert settled(ma, single, to="cancelled", reason=WHY).status_code == 200
    assert ma.post(f"{path}/cancel", json={"reason": WHY}).status_code == 403
    assert lian.post("/api/receptions", json=other).status_code == 409
    # as any activity it is neither moved nor called off over the heads of those who booked
    as_any, version = f"/api/activities/{plan['id']}", {"If-Match": '"1"'}
    moved = lian.patch(as_any, json={"ends_at": "2099-01-01T03:00:00Z"}, headers=version)
    off = lian.post(f"{as_any}/cancel", json={"reason": WHY}, headers=version)
    assert [each.status_code for each in (moved, off)] == [409, 409]
    assert [each.get_json()["code"] for each in (moved, off)] == ["reception_published", "reception_booked"]
    for _ in range(2):
        assert lian.post(f"{path}/cancel", json={"reason": WHY}).status_code == 200
    for slip in (one, two):
        assert WHY in behind(app, slip) and "接待方取消了" in behind(app, slip)
    assert make.run("select count(*) from feedback_sheet where subject_kind = 'reception'") == 2
    assert booked(app, plan["id"], 2).status_code == 409
    assert WHY in app.test_client().get(f"/receptions/{plan['id']}").get_data(as_text=True)
    assert lian.post("/api/receptions", json=other).status_code == 200
