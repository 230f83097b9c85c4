"""备案审查 and 法规实施情况回访 to outcomes of their own (E12, E19); what courts and governments share (E13); informants (E17)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from tests.make import Maker, new_id
from tests.scenarios.test_digests import DAY, LATER, LAW, act, expert, good, refused, say, story, written
from tests.story import Story

__all__ = ["story"]


@pytest.mark.parametrize(
    ("kind", "outcome", "label", "foreign"),
    [
        ("rule_review", "corrected", "纠正", "adopted"),
        ("rule_review", "no_problem", "未发现问题", "adopted"),
        ("rule_review", "referred", "移送", "taken_up"),
        ("law_visit", "taken_up", "列入检查报告", "corrected"),
    ],
)
def test_what_was_suggested_ends_as_its_kind_ends_and_its_author_is_told(
    app: Flask, make: Maker, story: Story, kind: str, outcome: str, label: str, foreign: str
) -> None:
    make.unwatched("update solicitation set kind = :kind", kind=kind)
    suggested = say(make, "这个办法收的费没有上位法依据，建议审查")
    xian, zhuren, fagong = story.who("xian"), story.who("zhuren"), story.who("fagong")
    item = good(xian.post("/api/digest-items", json=written(story, [suggested], title="收费没有依据")))
    one = expert(story, "审查员")
    good(act(xian, item, "experts", experts=[one["id"]], due_on=LATER))
    good(act(xian, item, "verdict", verdict="pass", reasons="有道理", expert_id=one["id"]))
    good(act(zhuren, item, "transitions", move="propose"))
    good(act(story.who("zu"), item, "transitions", move="approve"))
    batch = {
        "id": new_id(),
        "solicitation_id": str(LAW),
        "recipient": "备案审查机构",
        "sent_on": DAY,
        "items": [item["id"]],
    }
    good(xian.post("/api/report-batches", json=batch))
    assert refused(act(fagong, item, "outcome", outcome=foreign, reason="别的事项的结果")) == (422, "outcome")
    done = good(act(fagong, item, "outcome", outcome=outcome, reason="理由写在这里"))
    assert (done["label"], done["final_label"]) == (label, None)
    assert good(act(xian, item, "answers")) == {"issued": 1, "left": 0}
    told = str(make.run("select answer from feedback_sheet_text where report_id = cast(:id as uuid)", id=suggested))
    assert label in told and "理由写在这里" in told
    page = app.test_client().get(f"/drafts/{LAW}/results").text
    assert label in page and "收费没有依据" in page


def test_courts_and_governments_share_what_they_find_with_who_reviews(make: Maker, story: Story) -> None:
    court = {
        "id": new_id(), "document": "县城临时摊点管理办法", "kind": "trial", "organ": "洮阳人民法庭", "reference": "（2026）行初3号",
        "decided_on": str(today()), "said": "没有写明谁来划定时段，没有适用。",
    }  # fmt: skip
    fa, lian = story.who("fa"), story.who("xian")
    for _ in range(2):
        shared = good(fa.post("/api/review-hints", json=court))
    assert (shared["kind_label"], shared["solicitation_id"]) == ("行政审判", None)
    assert refused(fa.post("/api/review-hints", json=court | {"said": "换一句话说。"})) == (409, "id")
    for field, wrong in (
        ("solicitation_id", str(LAW)),
        ("decided_on", "2199-01-01"),
        ("kind", "rumour"),
        ("said", "短"),
    ):
        assert refused(fa.post("/api/review-hints", json=court | {"id": new_id(), field: wrong})) == (422, field)
    county = court | {
        "id": new_id(),
        "kind": "reconsideration",
        "organ": "县政府",
        "reference": "复7号",
        "area": "621124",
    }
    good(lian.post("/api/review-hints", json=county))
    assert refused(story.who("wang").post("/api/review-hints", json=county | {"id": new_id()}))[0] == 403
    seen = {
        who: len(good(story.who(who).get("/api/review-hints"))["items"])
        for who in ("fa", "xian", "yan", "bali", "fuquan", "shui")
    }
    assert seen == {"fa": 2, "xian": 2, "yan": 2, "bali": 0, "fuquan": 0, "shui": 0}
    with pytest.raises(DBAPIError, match="append-only"):
        make.run("update review_hint set said = '改掉了的话'")


def test_a_station_keeps_its_informants_and_counts_whom_they_serve(make: Maker, story: Story) -> None:
    station = int(str(make.run("select id from station where code = 'LT-WF'")))
    lian, new = story.who("lian"), {"station_id": station, "from_day": str(today()), "standing": "党员"}
    people = [
        ("杨一", "neighbourhood", "东关小区"),
        ("马二", "neighbourhood", "东关小区"),
        ("何三", "village", "云谷村"),
        ("石四", "unit", "某中学"),
    ]
    ids = []
    for name, serves, place in people:
        given = new | {"id": new_id(), "name": name, "serves": serves, "place": place}
        first, again = (good(lian.post("/api/informants", json=given)) for _ in range(2))
        assert first == again
        ids.append(given["id"])
    assert refused(lian.post("/api/informants", json=given | {"name": "别人"})) == (409, "id")
    assert refused(lian.post("/api/informants", json=given | {"id": new_id(), "serves": "street"})) == (422, "serves")
    for who, status in (("bali", 403), ("wang", 403)):
        assert refused(story.who(who).post("/api/informants", json=given | {"id": new_id()}))[0] == status
        assert story.who(who).delete(f"/api/informants/{ids[0]}").status_code in {403, 404}
    (network,) = good(lian.get("/api/informants"))["items"]
    counted: list[Any] = [(each["serves"], each["people"], each["places"]) for each in network["counts"]]
    assert (network["people"], counted) == (4, [("neighbourhood", 2, 1), ("village", 1, 1), ("unit", 1, 1)])
    assert good(story.who("bali").get("/api/informants"))["items"] == []
    for _ in range(2):
        good(lian.delete(f"/api/informants/{ids[0]}"))
    assert good(lian.get("/api/informants"))["items"][0]["people"] == 3
