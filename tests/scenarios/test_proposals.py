"""立法建议项目: from an item of opinions and a matter to the plan that takes it in, and back to each person behind it (E14)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from backend.proposals.domain import MOVES
from tests import story
from tests.drafts import digested, draft, raised
from tests.make import Browser, Maker, new_id

TOWN = "621124100"
PLAN = {"level": "city", "kind": "annual", "name": "市人大常委会2027年立法计划", "from_year": 2027, "until_year": 2027, "category": "审议项目"}  # fmt: skip


def ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("field") or answer.get_json()["code"]


def move(who: Browser, at: str, which: str, version: int, words: str = "按程序办理", **more: Any) -> Any:
    said = {"move": which, "words": words} | more
    return who.post(f"{at}/transitions", json=said, headers={"If-Match": f'"{version}"'})


def test_from_what_people_said_to_the_plan_and_back(make: Maker, app: Flask) -> None:
    story.people(make)
    ids = story.offices(make)
    lian, bali, yan, gong, wang = (make.login(name) for name in ("lian", "bali", "yan", "gong", "wang"))
    law = draft(make)
    digest = digested(make, law, TOWN, "甲")["digest_id"]
    said = [raised(make, law, f"{TOWN}001", words) for words in ("电动车不能进楼道", "电动车上楼太危险")]
    for one in said:
        make.run(
            "insert into digest_opinion (opinion_id, item_id, area_code, joined_by) select cast(:one as uuid), i.id, :area, i.made_by"
            " from digest_item i where i.id = cast(:item as uuid)", one=one, item=digest, area=f"{TOWN}001",
        )  # fmt: skip
    matter = story.submit(app, text="楼道里充电着过一回火")
    new = {
        "id": new_id(), "area": TOWN, "title": "电动自行车停放充电管理", "text": "各方职责没有规定，执法没有依据。", "raised_on": str(today()),
        "proposer": "洮阳镇人大代表小组", "topics": ["narrow_law", "law_gap"], "items": ["ZL甲整理条目"], "cases": [matter["number"]],
    }  # fmt: skip
    assert wang.post("/api/proposals", json=new).status_code == 403
    assert bali.post("/api/proposals", json=new).status_code == 403, "another township's"
    for field, wrong in (
        ("raised_on", "2199-01-01"),
        ("topics", ["poem"]),
        ("items", ["ZL-0000"]),
        ("cases", ["L-00000"]),
        ("station_id", 999999),
    ):
        assert refused(lian.post("/api/proposals", json=new | {"id": new_id(), field: wrong})) == (422, field)
    made, again = (ok(lian.post("/api/proposals", json=new)) for _ in range(2))
    assert made == again and (made["state"], made["sources"], len(made["topics"])) == ("raised", 2, 2)
    assert refused(lian.post("/api/proposals", json=new | {"title": "另一个"})) == (409, "id")
    at = f"/api/proposals/{new['id']}"
    assert [each["opinions"] for each in made["comes_from"]] == [0, 2] or [
        each["opinions"] for each in made["comes_from"]
    ] == [2, 0]
    assert bali.get(at).status_code == 404
    # from nothing but a reason
    bare = {key: new[key] for key in ("area", "title", "text", "raised_on")} | {"id": new_id()}
    assert ok(lian.post("/api/proposals", json=bare))["sources"] == 0

    assert refused(move(lian, at, "enter", 1, plan=PLAN))[0] == 409
    assert refused(move(lian, at, "report", 1, body_id=int(ids["shui"]))) == (422, "body_id")
    sent = [ok(move(lian, at, "report", 1, body_id=int(ids["gong"]))) for _ in range(2)]
    assert sent[0] == sent[1] and sent[0]["moves"] == []
    assert refused(lian.post(f"{at}/sources", json={"cases": [story.submit(app)["number"]]})) == (409, "no_such_move")
    assert [each["id"] for each in ok(gong.get("/api/proposals?waiting=me"))["items"]] == [new["id"]]
    assert {each["kind"] for each in ok(gong.get("/api/notices"))["items"]} >= {"proposal.reported"}
    assert refused(move(lian, at, "decline", 2))[0] == 403
    assert ok(move(gong, at, "return", 2, "请补一补外地的做法"))["state"] == "raised"
    ok(move(lian, at, "report", 3, "补了", body_id=int(ids["gong"])))
    assert refused(move(gong, at, "enter", 4)) == (422, "plan")
    assert refused(move(gong, at, "enter", 4, plan=PLAN | {"until_year": 2028})) == (422, "plan.until_year")
    entered = ok(move(gong, at, "enter", 4, plan=PLAN))
    assert entered["plans"] == [PLAN | {"label": "市（州） 年度立法计划"}]
    wide = PLAN | {"kind": "five_year", "name": "五年立法规划", "until_year": 2031, "category": ""}
    assert len(ok(move(gong, at, "enter_also", 5, plan=wide))["plans"]) == 2
    assert yan.get(at).status_code == 200, "the centre of the city reads along"

    # each of the three behind it gets a numbered answer, once
    told = [ok(move(lian, at, "tell_entered", 6, "您的建议列入了2027年立法计划。")) for _ in range(2)]
    assert [each["answered"] for each in told] == [3, 3] and told[0]["state"] == "told"
    sheets = make.rows("select report_id::text from feedback_sheet where subject_kind = 'proposal' order by 1")
    assert sorted(said) == sorted(row[0] for row in sheets if row[0] in said)
    page = app.test_client().post(
        f"/t/{matter['receipt']}", data={"query_code": matter["query_code"]}, follow_redirects=True
    )
    assert "列入了2027年立法计划" in page.text

    # the database refuses the same by itself
    with pytest.raises(DBAPIError, match="goes along its moves"):
        make.run("update proposal set state = 'entered', version = version + 1 where id = :id", id=bare["id"])
    with pytest.raises(DBAPIError, match="append-only"):
        make.run("update plan_entry set name = '别的计划'")
    with pytest.raises(DBAPIError, match="plan_entry_years"):
        make.run("insert into plan_entry values (:id, 2, 'city', 'annual', '某计划', 2027, 2028)", id=bare["id"])
    rows = make.rows("select id, from_state, to_state, maker from proposal_move order by id")
    assert [tuple(row) for row in rows] == sorted((m.id, str(m.source), str(m.to), m.maker) for m in MOVES)
