"""评估: out of the records, checked by a person, settled, ranked, explained down to the rows; money and honours by it (H02 H03 H04)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from backend.settings import Settings
from tests.errands import run_errands
from tests.evaluations import (
    COUNTY,
    DAY,
    LAST,
    POST,
    SINCE,
    asked,
    brought,
    held,
    move,
    ok,
    refused,
    worked,
)
from tests.make import Browser, Maker, new_id
from tests.pdf import words_of
from tests.push_service import PushService


@pytest.fixture
def county(make: Maker) -> dict[str, Browser]:
    """A county of three posts and what they did last year."""
    return worked(make)


def test_from_the_records_to_a_ranking_that_stays(
    make: Maker, app: Flask, county: dict[str, Browser], ours: Settings, pushes: PushService
) -> None:
    xian, ren, wen, bali, fuquan = (county[name] for name in ("xian", "ren", "wen", "bali", "fuquan"))
    for wrong, field in (
        ({"since": str(today().replace(day=1)), "months": 1}, "since"),
        ({"since": f"{today().year - 50}-01-01"}, "since"),
        ({"since": str(SINCE + timedelta(days=1))}, "since"),
        ({"kind": "workstation"}, "kind"),
        ({"months": 2}, "months"),
        ({"scheme": new_id()}, "scheme"),
        ({"extra": 1}, "extra"),
    ):
        assert refused(xian.post("/api/evaluations", json=asked(**wrong))) in {(422, field), (404, field)}, wrong
    for lang, there in (
        ("zh-CN", "有的是：基层立法联系点、信息采集点"),
        ("en", "there are: Grassroots legislative contact point, Collection posts"),
    ):
        told = xian.post(f"/api/evaluations?lang={lang}", json=asked(kind="workstation")).get_json()["title"]
        assert told.endswith(there), "which kinds it may be instead"
    make.run("update station set opened_on = '2020-01-01'")
    nobody = xian.post("/api/evaluations", json=asked(since=f"{today().year - 9}-01-01"))
    assert (nobody.get_json()["title"], nobody.get_json()["field"]) == ("这段时间这里没有开放的站点", "area")
    for who in (bali, fuquan, wen):
        assert who.post("/api/evaluations", json=asked()).status_code == 403
    assert county["wang"].get("/api/evaluations").status_code == 403
    new = asked()
    made = ok(xian.post("/api/evaluations", json=new))
    assert ok(xian.post("/api/evaluations", json=new)) == made, "may be repeated"
    assert refused(xian.post("/api/evaluations", json=new | {"months": 1})) == (409, "id")
    at = f"/api/evaluations/{made['id']}"
    stations = {each["name"][:2]: each for each in made["stations"]}
    assert [each["rank"] for each in made["stations"]] == [1, 2, 3]
    wf, dj, wjm = stations["文峰"], stations["东街"], stations["王家"]
    values = {name: {each["indicator"]: each for each in one["values"]} for name, one in stations.items()}
    told = {code: (each["n"], each["of_n"], each["value"], each["points"]) for code, each in values["文峰"].items()}
    assert told["activities"] == (4, None, 4, 33.33), (
        "twelve are the target; the one of the day before the period does not count"
    )
    assert told["shown"] == (2, 4, 50, 50)
    assert told["opinions"] == (2, 400, 5, 50)
    assert told["reported"] == (2, 2, 100, 100)
    assert told["adopted"] == (1, 2, 50, 100)
    assert told["answered"] == (1, 2, 50, 52.63), "the hidden matter counts nowhere"
    assert (told["trainings"], told["content"]) == ((0, None, None, 0), (0, 0, None, None)), (
        "no record: no value, not nought"
    )
    assert values["东街"]["valid"]["value"] == 0
    assert [values["王家"][each]["counted"] for each in ("shown", "opinions")] == [False, False], (
        "nothing to be in proportion to"
    )
    assert wjm["score"] < dj["score"] < wf["score"] <= 100
    assert wjm["covered"] < 100

    # drafts are for who evaluates
    for who in (wen, bali, fuquan):
        assert who.get(at).status_code == 404
        assert ok(who.get("/api/evaluations"))["items"] == []
    assert refused(xian.post(f"{at}/checks", json={"station": wf["id"]})) == (409, "not_checking")
    assert refused(move(xian, at, 1, "settle")) == (409, "no_such_move")
    assert ok(move(xian, at, 1, "open"))["moves"] == ["settle", "drop"]
    assert ok(move(xian, at, 1, "open"))["state"] == "checking", "may be repeated"
    assert refused(move(xian, at, 1, "settle"))[0] == 412
    # while it is checked a station's people see their own values, without a rank
    own = ok(wen.get(at))
    assert [(each["id"], each["rank"], each["own"]) for each in own["stations"]] == [(wf["id"], None, True)]
    assert (own["moves"], own["keeps"]) == ([], False)
    assert [each["id"] for each in ok(bali.get(at))["stations"]] == [wjm["id"]]
    assert fuquan.get(at).status_code == 404
    assert wen.post(f"{at}/checks", json={"station": wf["id"]}).status_code == 403

    # down to the rows
    sources = f"{at}/sources?station={wf['id']}&measure="
    page = ok(xian.get(f"{sources}activities&limit=3"))
    assert (page["n"], page["shown"], [each["label"] for each in page["items"]]) == (4, 4, ["宪法宣讲"] * 3)
    rest = ok(xian.get(f"{sources}activities&limit=3&cursor={page['next']}"))
    assert len({each["to"] for each in page["items"] + rest["items"]}) == 4
    assert ok(wen.get(f"{sources}cases"))["n"] == 2
    make.run(
        "update cases set restricted = true where number = :one",
        one=ok(xian.get(f"{sources}cases_answered"))["items"][0]["label"],
    )
    hidden = ok(xian.get(f"{sources}cases_answered"))
    assert (hidden["n"], hidden["shown"], hidden["items"]) == (1, 0, []), "restricted since: counted, not shown"
    for who in (bali, fuquan):
        assert who.get(f"{sources}activities").status_code == 404
    assert refused(xian.get(f"{sources}poems"))[0] == 422

    # what the station says of itself, with a record that shows it; confirming the rest leaves it to be looked at
    def heard(who: Browser, kind: str) -> list[tuple[str, str]]:
        return [(each["title"], each["url"]) for each in ok(who.get("/api/notices"))["items"] if each["kind"] == kind]

    for who in (xian, wen):
        name = "xian" if who is xian else "wen"
        assert who.post("/api/push/subscriptions", json=pushes.subscription(name)).status_code == 201
    bare = brought(make, "LT-WF", hidden=True)
    in_time = f"select max(id::text) from activity where station_id = {POST} and held_on >= :since"
    shown = make.run(in_time, code="LT-WF", since=SINCE)
    own_word = {"indicator": "trainings", "value": 2, "reason": "州里组织的两次", "evidence": [f"http://x/desk/activities/{shown}?a=1"]}  # fmt: skip
    for who, wrong, found in (
        (wen, {"indicator": "x"}, (422, "items.0.indicator")),
        (wen, {"reason": ""}, (422, "items.0.reason")),
        (wen, {"value": -1}, (422, "items.0.value")),
        (wen, {"evidence": ["http://x/"]}, (422, "items.0.evidence.0")),
        (wen, {"evidence": [f"/desk/activities/{new_id()}"]}, (422, "items.0.evidence.0")),
        (wen, {"evidence": [f"/desk/cases/{bare}"]}, (422, "items.0.evidence.0")),
        (xian, {}, (403, "not_own_station")),
        (bali, {}, (404, "station")),
    ):
        assert refused(who.post(f"{at}/claims", json={"station": wf["id"], "items": [own_word | wrong]})) == found
    # found by number or title, in the station's own area and from the period on
    seek = f"{at}/evidence?station={wf['id']}"
    open_ones = ok(wen.get(seek))["items"]
    kinds = {each["kind"] for each in open_ones}
    assert {"activity", "case"} <= kinds and not any(bare in each["to"] for each in open_ones)
    assert [each["day"] for each in open_ones] == sorted((each["day"] for each in open_ones), reverse=True)
    assert min(each["day"] for each in open_ones) >= str(SINCE)
    talks = ok(wen.get(f"{seek}&q=法宣&limit=2"))["items"]
    assert [(each["kind"], each["kind_label"], each["label"]) for each in talks] == [
        ("activity", "活动", "宪法宣讲")
    ] * 2
    assert any(shown in each["to"] for each in ok(wen.get(f"{seek}&q=宪法"))["items"])
    number = next(each for each in open_ones if each["kind"] == "case")["label"]
    assert [each["label"] for each in ok(wen.get(f"{seek}&q={number}"))["items"]] == [number]
    assert ok(wen.get(f"{seek}&q=%25"))["items"] == ok(wen.get(f"{seek}&q=_"))["items"] == [], "as it is written"
    assert [refused(who.get(seek)) for who in (xian, bali, fuquan)] == [
        (403, "not_own_station"),
        (404, "station"),
        (404, "not_found"),
    ]
    assert refused(wen.get(f"{at}/evidence"))[0] == refused(wen.get(f"{seek}&limit=51"))[0] == 422

    twice = {"station": wf["id"], "items": [own_word, own_word]}
    assert refused(wen.post(f"{at}/claims", json=twice)) == (422, "items.1.indicator")
    said_so = ok(wen.post(f"{at}/claims", json={"station": wf["id"], "items": [own_word]}))
    assert ok(wen.post(f"{at}/claims", json={"station": wf["id"], "items": [own_word]})) == said_so
    assert make.run("select count(*) from evaluation_claim") == 1
    to_check = [("站点交来了自评，请核对：文峰社区信息采集点", f"/desk/evaluation/{made['id']}")]
    assert (heard(xian, "evaluation.claimed"), heard(wen, "evaluation.claimed"), heard(bali, "evaluation.claimed")) == (
        to_check,
        [],
        [],
    )
    assert any(each["kind"] == "evaluation.checking" for each in ok(wen.get("/api/notices"))["items"])

    def claimed(view: dict[str, Any]) -> dict[str, Any]:
        one = next(each for each in view["stations"] if each["id"] == wf["id"])
        return next(each for each in one["values"] if each["indicator"] == "trainings")

    seen = claimed(ok(xian.get(at)))
    assert (seen["value"], seen["points"], seen["claim"]["value"], seen["claim"]["reason"], seen["claim"]["made_name"]) == (
        None, 0, 2, "州里组织的两次", "wen",
    ), "the checker sees both, and what the station says does not count by itself"  # fmt: skip
    assert seen["claim"]["evidence"] == [{"label": "宪法宣讲", "to": f"/desk/activities/{shown}"}]
    assert not claimed(ok(xian.post(f"{at}/checks", json={"station": wf["id"]})))["checked"]
    late = own_word | {"indicator": "sessions"}
    assert refused(wen.post(f"{at}/claims", json={"station": wf["id"], "items": [late]})) == (409, "items.0.indicator")
    assert (
        wen.post(f"{at}/checks", json={"station": wf["id"], "items": [{"indicator": "trainings"}]}).status_code == 403
    )
    agreed = {"indicator": "trainings", "value": 2, "reason": "有签到册"}
    after = claimed(ok(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [agreed]})))
    assert (after["reviewed"], after["points"], after["claim"]["value"]) == (2, 100, 2)
    was_checked = [("您的自评核对过了：文峰社区信息采集点", f"/desk/evaluation/{made['id']}")]
    assert (heard(wen, "evaluation.checked"), heard(xian, "evaluation.checked")) == (was_checked, [])
    run_errands(ours)
    assert sorted((news.path, news.said["title"]) for news in pushes.arrived) == [
        ("/push/wen", "有事等您看"),
        ("/push/xian", "有事等您看"),
    ]
    assert "文峰" not in str([news.said for news in pushes.arrived])
    with pytest.raises(DBAPIError):
        make.run("update evaluation_claim set value = 9")

    # a person's word on each value
    item = {"indicator": "activities", "value": 6, "reason": "两场漏登，有照片"}
    assert refused(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [item | {"reason": ""}]})) == (
        422,
        "items.0.reason",
    )
    assert refused(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [item | {"indicator": "x"}]})) == (
        422,
        "items.0.indicator",
    )
    checked = ok(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [item]}))
    assert ok(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [item]})) == checked
    first = next(each for each in checked["stations"][0]["values"] if each["indicator"] == "activities")
    assert (first["value"], first["reviewed"], first["points"], first["checked_name"]) == (4, 6, 50, "xian")
    assert checked["stations"][0]["dimensions"][3] == {
        "code": "activities",
        "computed": 40.0,
        "points": 50.0,
        "rank": 1,
    }
    assert refused(move(xian, at, 2, "settle")) == (409, "unchecked")
    assert refused(xian.get(f"{at}.xlsx")) == (409, "not_settled")
    for each in made["stations"]:
        left = ok(xian.post(f"{at}/checks", json={"station": each["id"]}))
    assert left["unchecked"] == 0
    settled = ok(move(xian, at, 2, "settle"))
    assert (settled["state"], settled["moves"], settled["settled_name"]) == ("settled", [], "xian")

    # on paper and as a table, once it is settled: for whoever reads it, and in the record
    for who in (xian, bali):
        for kind in ("xlsx", "pdf"):
            file = who.get(f"{at}.{kind}")
            assert (file.status_code, file.headers["Zhitong-Rows"]) == (200, "3"), file.text
    book = CalamineWorkbook.from_filelike(BytesIO(xian.get(f"{at}.xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert "信息采集点评估排名" in rows[0][0]
    assert f"期间{SINCE}至{LAST}" in rows[1][0]
    assert "随系统提供的指标体系，第1版" in rows[1][0]
    assert rows[4][:6] == ["名次", "站点", "行政区划代码", "户数", "总分", "制度建设（15%）"]
    assert [row[0] for row in rows[5:8]] == [1, 2, 3]
    assert rows[5][1:5] == [settled["stations"][0]["name"], "621124100001", 400, settled["stations"][0]["score"]]
    assert [rows[5][5 + nth] for nth in range(7)] == [
        "" if each["points"] is None else each["points"] for each in settled["stations"][0]["dimensions"]
    ]
    assert "负责人（盖章）" in rows[8][0]
    assert "负责人（盖章）" in words_of(xian.get(f"{at}.pdf").data)
    assert fuquan.get(f"{at}.xlsx").status_code == 404
    taken = "select count(*) from audit_entry where action = 'evaluation.taken' and subject_id = :id"
    assert make.run(taken, id=made["id"]) == 6

    # settled: nothing of it changes, whatever becomes of the records
    held(make, "LT-WJM", DAY, shown=True)
    for who in (xian, bali, wen):
        assert [(each["id"], each["score"], each["rank"]) for each in ok(who.get(at))["stations"]] == [
            (each["id"], each["score"], each["rank"]) for each in settled["stations"]
        ]
    assert refused(xian.post(f"{at}/checks", json={"station": wf["id"], "items": [item | {"value": 1}]})) == (
        409,
        "not_checking",
    )
    assert refused(move(xian, at, 3, "drop", reason="重来")) == (409, "no_such_move")
    with pytest.raises(DBAPIError):
        make.run(
            "update evaluation set state = 'checking', version = version + 1 where id = cast(:id as uuid)",
            id=made["id"],
        )
    assert bali.get(f"{at}/sources?station={wf['id']}&measure=activities").status_code == 404
    assert fuquan.get(at).status_code == 404
    assert any(each["kind"] == "evaluation.settled" for each in ok(wen.get("/api/notices"))["items"])
    again = ok(xian.post("/api/evaluations", json=asked()))
    third = next(each for each in again["stations"] if each["id"] == wjm["id"])
    assert next(each for each in third["values"] if each["indicator"] == "activities")["n"] == 1
    assert refused(move(xian, f"/api/evaluations/{again['id']}", 1, "drop")) == (422, "reason")
    assert ok(move(xian, f"/api/evaluations/{again['id']}", 1, "drop", reason="试算"))["label"] == "已作废"

    # money: an estimate that comes to the budget exactly
    money = ok(xian.get(f"{at}/subsidy?budget=100000.01"))
    assert sum(round(float(each["yuan"]) * 100) for each in money["items"]) == 10000001
    assert "测算" in money["words"]
    assert [each["households"] for each in money["items"]] == [400, 400, 0]
    assert refused(xian.get(f"{at}/subsidy?budget=100&workload=50&population=10&effect=10")) == (422, "workload")
    assert refused(xian.get(f"{at}/subsidy?budget=NaN")) == (422, "budget")
    assert wen.get(f"{at}/subsidy?budget=1").status_code == 403

    # honours: asked by the station, decided by another
    honour = {
        "id": new_id(),
        "station": wf["id"],
        "kind": "advanced",
        "evaluation": made["id"],
        "words": "全年活动最多",
    }
    assert refused(wen.post("/api/station-honours", json=honour | {"kind": "best"})) == (422, "kind")
    assert refused(wen.post("/api/station-honours", json=honour | {"evaluation": again["id"]})) == (422, "evaluation")
    assert bali.post("/api/station-honours", json=honour).status_code == 403
    mine = ok(wen.post("/api/station-honours", json=honour))
    assert ok(wen.post("/api/station-honours", json=honour)) == mine
    assert (mine["way"], mine["may"]) == ("applied", ["withdrawn"])
    assert "第1" in mine["figures"]
    decide = f"/api/station-honours/{honour['id']}/transitions"
    grant = {"json": {"to": "granted", "reason": "经主任会议研究"}, "headers": {"If-Match": '"1"'}}
    assert wen.post(decide, **grant).status_code == 403
    assert bali.post(decide, **grant).status_code == 404
    assert ok(ren.post(decide, **grant))["state"] == "granted"
    assert ok(ren.post(decide, **grant))["decided_name"] == "ren"
    assert any(each["kind"] == "honour.granted" for each in ok(wen.get("/api/notices"))["items"])
    assert [each["state"] for each in ok(bali.get("/api/station-honours"))["items"]] == ["granted"], "the county knows"
    assert ok(fuquan.get("/api/station-honours"))["items"] == []


def test_nobody_judges_their_own_station_and_weights_come_in_versions(make: Maker, county: dict[str, Browser]) -> None:
    xian, lian, fuquan = county["xian"], county["lian"], county["fuquan"]
    make.run(
        "insert into station_officer (id, station_id, duty, seat, name, area_code, from_day) select gen_random_uuid(), id, 'head', 1, 'xian',"
        " area_code, '2026-01-01' from station where code = 'LT-DJ'"
    )
    made = ok(xian.post("/api/evaluations", json=asked()))
    at, own = f"/api/evaluations/{made['id']}", next(each["id"] for each in made["stations"] if each["own"])
    ok(move(xian, at, 1, "open"))
    assert refused(xian.post(f"{at}/checks", json={"station": own})) == (403, "own_station")
    assert ok(county["ren"].post(f"{at}/checks", json={"station": own}))["unchecked"] > 0

    schemes = ok(xian.get(f"/api/evaluation-schemes?area={COUNTY}"))["items"]
    assert [(each["area_code"], len(each["indicators"])) for each in schemes] == [(None, 18)]
    assert sum(each["weight"] for each in schemes[0]["indicators"]) == 100
    rows = [{"code": "held", "dimension": "activities", "name": "活动", "measure": "activities", "pace": "month", "target": 1, "weight": 60},
            {"code": "told", "dimension": "opinions", "name": "上报", "measure": "opinions_reported", "per": "opinions", "pace": "whole",
             "target": 50, "weight": 40}]  # fmt: skip
    new = {
        "id": new_id(),
        "area": COUNTY,
        "name": "2027年版",
        "workload": 50,
        "population": 20,
        "effect": 30,
        "indicators": rows,
    }
    for wrong, field in (
        ({"indicators": [rows[0]]}, "indicators"),
        ({"indicators": [rows[0], rows[1] | {"per": "cases"}]}, "indicators.1.per"),
        ({"indicators": [rows[0], rows[1] | {"code": "held"}]}, "indicators.1.code"),
        ({"indicators": [rows[0], rows[1] | {"measure": "__import__('os')"}]}, "indicators.1.measure"),
        ({"indicators": [rows[0], rows[1] | {"target": 0}]}, "indicators.1.target"),
        ({"workload": 60}, "workload"),
    ):
        assert refused(xian.post("/api/evaluation-schemes", json=new | wrong)) == (422, field)
    assert lian.post("/api/evaluation-schemes", json=new).status_code == 403
    assert fuquan.post("/api/evaluation-schemes", json=new).status_code == 403
    assert ok(xian.post("/api/evaluation-schemes", json=new)) == ok(xian.post("/api/evaluation-schemes", json=new))
    newer = ok(xian.post("/api/evaluations", json=asked()))
    told = ok(xian.get(f"/api/evaluation-schemes?area={COUNTY}"))
    assert (told["items"][0]["id"], told["keeps"]) == (new["id"], True)
    assert not ok(lian.get(f"/api/evaluation-schemes?area={COUNTY}"))["keeps"]
    share = next(each for each in told["measures"] if each["code"] == "opinions_adopted")
    assert share["parts"] == ["opinions_reported", "opinions"]
    stale = new | {"id": new_id(), "after": schemes[0]["id"]}
    assert refused(xian.post("/api/evaluation-schemes", json=stale)) == (409, "after"), "another was added meanwhile"
    assert (newer["scheme"], [each["code"] for each in newer["dimensions"]]) == ("2027年版", ["activities", "opinions"])
    assert ok(xian.get(at))["scheme_version"] == 1, "what was evaluated names the version it used"
    older = ok(xian.post("/api/evaluations", json=asked(scheme=schemes[0]["id"])))
    assert len(older["indicators"]) == 18
    assert [each["version"] for each in ok(lian.get(f"/api/evaluation-schemes?area={COUNTY}"))["items"]] == [1, 1]
