"""Opinions on a draft: by the citizen, by the worker in the field, out of the box; sorted, followed, turned into a case, erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.clock import now, today
from backend.db import Context, Database
from backend.opinions import service
from backend.retention.service import context
from tests.drafts import Draft, draft, opinion, version
from tests.make import Browser, Maker, new_id
from tests.story import people

FEE = "物业费应当每年公示一次"


@pytest.fixture
def out(make: Maker) -> Draft:
    """A draft that is out in the county, and its people."""
    people(make)
    return draft(make)


def say(app: Flask, body: dict[str, Any]) -> Any:
    """Send an opinion without an account."""
    return app.test_client().post("/api/opinions", json=body)


def follow(app: Flask, told: dict[str, Any], what: str = "", verb: str = "get") -> Any:
    """Ask behind a receipt."""
    path = f"/api/opinions/receipts/{told['receipt']}{what}"
    return getattr(app.test_client(), verb)(path, headers={"Query-Code": told["query_code"]})


def decide(browser: Browser, ids: list[str], to: str = "registered", words: str = "") -> Any:
    """Sort opinions."""
    return browser.post("/api/opinions/decisions", json={"ids": ids, "to": to, "words": words})


def noted(of: Draft, article: str | None = None, **more: Any) -> dict[str, Any]:
    """Return an opinion as a worker's phone sends it."""
    said = opinion(of, article, said_at=now().isoformat(), speaker="other", channel="door", cell_code="621124100001001")
    return said | more


def test_a_citizen_speaks_once_is_counted_and_follows_it(app: Flask, make: Maker, out: Draft) -> None:
    body = opinion(out, "第二条", reply={"way": "phone", "name": "王兰", "phone": "13800001234"}, unit_name="")
    first = say(app, body)
    assert first.status_code == 201
    again = say(app, body)
    assert (again.status_code, again.data) == (200, first.data), "sent again: the same bytes"
    assert say(app, body | {"text": "别的话"}).status_code == 409
    told = first.get_json()
    assert (told["article"], told["station"]["name"]) == ("第二条", "临洮县基层立法联系点")
    assert follow(app, told).get_json()["words"] == "已收到您的意见"
    assert follow(app, told | {"query_code": "00000000"}).status_code == 404
    assert app.test_client().get(
        f"/api/submissions/{told['receipt']}", headers={"Query-Code": told["query_code"]}
    ).status_code == 404  # fmt: skip

    lian, bali = make.login("lian"), make.login("bali")
    (row,) = lian.get(f"/api/opinions?solicitation={out.id}").get_json()["items"]
    assert (row["text"], row["article"], row["number"], row["state"]) == (FEE, "第二条", None, "submitted")
    file = lian.get(f"/api/opinions/{body['id']}").get_json()
    assert (file["contact"], file["seen"]["label"]) == ({"name": "王*", "phone": "138****1234"}, "第二条")
    assert [move["to"] for move in file["moves"]] == ["registered", "invalid", "became_case"]
    assert bali.get("/api/opinions").get_json()["items"] == []
    strange = bali.get(f"/api/opinions/{new_id()}")
    assert bali.get(f"/api/opinions/{body['id']}").data == strange.data, "the neighbour's is as what is not there"
    assert decide(bali, [body["id"]]).status_code == 404
    assert decide(make.login("zhang"), [body["id"]]).status_code == 403
    assert decide(lian, [body["id"]], "invalid").status_code == 422, "why it is none has to be said"
    assert decide(lian, [body["id"]]).status_code == decide(lian, [body["id"]]).status_code == 200
    assert decide(lian, [body["id"]], "invalid", "是空白的").status_code == 409
    counted = lian.get(f"/api/opinions/{body['id']}").get_json()
    assert counted["number"].startswith("J")
    assert [step["state"] for step in counted["events"]] == ["registered"]
    assert follow(app, told).get_json()["number"] == counted["number"]
    assert lian.get(f"/api/opinions/participation?solicitation={out.id}").get_json()["items"][0]["counted"] == 1


def test_bad_times_and_articles_are_told_and_change_nothing(app: Flask, make: Maker, out: Draft) -> None:
    newer = version(make, out.id, 2, [("第一条", out.articles["第一条"]), ("第二条", None)])
    kept = say(app, opinion(out, "第一条"))
    assert kept.status_code == 201
    row = make.login("lian").get(f"/api/opinions/{kept.get_json()['id']}").get_json()
    assert row["article_id"] == newer.articles["第一条"], "counted for the article that continues it"
    dropped = say(app, opinion(out, "第三条"))
    assert (dropped.status_code, dropped.get_json()["code"]) == (409, "article_dropped")
    assert f"/drafts/{out.id}" in dropped.get_json()["title"]
    assert say(app, opinion(out) | {"article_id": new_id()}).get_json()["code"] == "unknown_article"
    assert say(app, opinion(out) | {"solicitation_id": new_id()}).get_json()["code"] == "unknown_draft"
    assert say(app, opinion(out, text="好")).status_code == 422
    other = make.run("select id from station where code = 'FQ-JS'")
    assert say(app, opinion(out) | {"station_id": other}).get_json()["code"] == "another_place"
    make.run("update draft_version set note = note where false")
    late = draft(make, days=-1)
    closed = say(app, opinion(late))
    assert (closed.status_code, closed.get_json()["code"]) == (409, "closed")
    assert str((today() - timedelta(days=1)).day) in closed.get_json()["title"]
    assert make.run("select count(*) from opinion") == 1


def test_the_field_sends_many_in_order_and_again(app: Flask, make: Maker, out: Draft) -> None:
    wang, bali = make.login("wang"), make.login("bali")
    kept = wang.get("/api/field-drafts")
    assert [each["label"] for each in kept.get_json()["items"][0]["articles"]] == ["第一条", "第二条", "第三条"]
    assert wang.get("/api/field-drafts", headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304
    person = {"way": "phone", "name": "赵大爷", "phone": "13900001111"}
    visit, closed = new_id(), draft(make, days=-1)
    before = (now() - timedelta(days=3)).isoformat()
    items = [
        noted(out, "第一条", visit_id=visit), noted(out, visit_id=visit, reply=person), noted(out, reply=person, told=True),
        noted(closed, said_at=before), noted(closed), noted(out, speaker="self", channel="meeting"), "no opinion at all",
        noted(out, "第二条", visit_id=visit, text="三单元的下水道堵了一个月", concern="land", reply=person, told=True),
        noted(out, text="三单元的下水道堵了一个月", concern="nothing"), noted(out, speaker="self", concern="land"),
    ]  # fmt: skip
    done = wang.post("/api/opinions/batch", json={"items": items})
    assert [each["status"] for each in done.get_json()["items"]] == [201, 422, 201, 201, 409, 201, 422, 201, 422, 422]
    assert done.get_json()["items"][1]["code"] == "consent_needed"
    assert [each["field"] for each in done.get_json()["items"][8:]] == ["concern", "concern"]
    heard = done.get_json()["items"][7]
    again = wang.post("/api/opinions/batch", json={"items": items}).get_json()["items"]
    assert [each["status"] for each in again] == [200, 422, 200, 200, 409, 200, 422, 200, 422, 422]
    assert again[7] | {"status": 201} == heard
    case = make.login("lian").get(f"/api/cases/{heard['id']}").get_json()
    assert (case["number"], case["state"], case["category"]["code"]) == (heard["case_number"], "pending", "land")
    assert follow(app, heard).get_json()["state"] == "became_case"
    behind = {"headers": {"Query-Code": heard["query_code"]}}
    assert app.test_client().get(f"/api/submissions/{heard['receipt']}", **behind).status_code == 200, (
        "one receipt opens both"
    )
    assert decide(wang, [heard["id"]], "invalid", "不算").status_code == 404, "in the field nothing else is sorted"
    assert [each["id"] for each in wang.get("/api/opinions").get_json()["items"]] == [items[5]["id"]], (
        "only the own words"
    )  # type: ignore[index]
    taken = bali.post("/api/opinions/batch", json={"items": [items[0]]}).get_json()["items"][0]
    assert (taken["status"], taken["code"]) == (409, "id_taken")
    assert make.run("select count(*) from opinion where visit_id = cast(:v as uuid)", v=visit) == 2
    assert make.run("select count(*) from consent where given = 'door'") == 2
    assert make.run("select count(distinct cell_id) from opinion where noted_by is not null") == 1


def test_a_box_is_opened_and_its_papers_typed(app: Flask, make: Maker, out: Draft) -> None:
    lian = make.login("lian")
    station = make.run("select id from station where code = 'LT-WF'")
    box = {"id": new_id(), "channel": "box", "station_id": station, "held_on": str(today()), "people": "李联络、何核查"}
    assert lian.post("/api/opinion-sittings", json=box).status_code == 422, "how many papers lay in it"
    kept = lian.post("/api/opinion-sittings", json=box | {"papers": 2})
    assert (kept.status_code, kept.get_json()["opinions"]) == (201, 0)
    assert lian.post("/api/opinion-sittings", json=box | {"papers": 2}).status_code == 200
    assert lian.post("/api/opinion-sittings", json=box | {"papers": 3}).status_code == 409
    nowhere = lian.post("/api/opinion-sittings", json=box | {"id": new_id(), "papers": 2, "activity_id": new_id()})
    assert (nowhere.status_code, nowhere.get_json()["field"]) == (422, "activity_id")
    assert make.login("bali").post("/api/opinion-sittings", json=box | {"id": new_id(), "papers": 2}).status_code == 422
    items = [
        noted(out, channel="box", sitting_id=box["id"], station_id=station, cell_code=None, text=words)
        for words in (FEE, "电梯要年检")
    ]
    done = lian.post("/api/opinions/batch", json={"items": items}).get_json()["items"]
    assert [each["status"] for each in done] == [201, 201]
    (row,) = lian.get("/api/opinion-sittings").get_json()["items"]
    assert (row["papers"], row["opinions"], row["people"]) == (2, 2, "李联络、何核查")
    assert make.login("bali").get("/api/opinion-sittings").get_json()["items"] == []


def test_a_concern_becomes_a_case_that_the_same_receipt_follows(app: Flask, make: Maker, out: Draft) -> None:
    words = "三单元的下水道堵了一个月没人管"
    told = say(app, opinion(out, text=words, reply={"way": "phone", "name": "王兰", "phone": "13800001234"})).get_json()
    lian, path = make.login("lian"), f"/api/opinions/{told['id']}/case"
    assert make.login("bali").post(path, json={"category": "land"}).status_code == 404
    assert lian.post(path, json={"category": "nothing"}).status_code == 422
    assert follow(app, told).get_json()["state"] == "submitted", "one refused step changes nothing"
    filed = lian.post(path, json={"category": "land"})
    assert (filed.status_code, filed.get_json()["receipt"]) == (200, told["receipt"])
    assert lian.post(path, json={"category": "land"}).get_json() == filed.get_json()
    case = lian.get(f"/api/cases/{told['id']}").get_json()
    assert case["number"] == filed.get_json()["number"]
    shown = app.test_client().get(f"/api/submissions/{told['receipt']}", headers={"Query-Code": told["query_code"]})
    assert (shown.status_code, shown.get_json()["said"][0]["text"]) == (200, words)
    assert follow(app, told).get_json()["state"] == "became_case"
    assert lian.get(f"/api/opinions/{told['id']}").get_json()["case"]["number"] == case["number"]


def test_the_person_sees_all_takes_it_back_or_has_it_erased(app: Flask, make: Maker, out: Draft) -> None:
    person = {"way": "phone", "name": "王兰", "phone": "13800001234"}
    told, other = (say(app, opinion(out, reply=person)).get_json() for _ in range(2))
    export = follow(app, told, "/export").get_json()
    assert (export["contact"], export["text"], len(export["consents"])) == (
        {"name": "王兰", "phone": "13800001234"},
        FEE,
        1,
    )
    assert decide(make.login("lian"), [other["id"]]).status_code == 200
    assert follow(app, other, "/withdrawal", "post").status_code == 409, "it counts already"
    back = follow(app, told, "/withdrawal", "post")
    assert (back.status_code, back.get_json()["state"], back.get_json()["text"]) == (200, "withdrawn", "")
    assert follow(app, told, "/withdrawal", "post").status_code == 200
    gone = follow(app, other, "/contents", "delete")
    assert gone.data == follow(app, other, "/contents", "delete").data
    assert follow(app, other).get_json()["number"], "what was counted stays counted"
    assert make.run("select count(*) from opinion_text where said <> ''") == 0
    assert make.run("select count(*) from contact where name_sealed is not null") == 0


def test_the_database_keeps_the_words_and_the_table(
    make: Maker, out: Draft, app: Flask, app_database: Database
) -> None:
    told = say(app, opinion(out)).get_json()
    staff = Context(
        viewer=make.run("select id from account where login = 'lian'"), areas=("621124100",), roles=(("liaison", "621124100"),),
    )  # fmt: skip
    for statement in (
        "update opinion set state = 'adopted', version = 2", "update opinion set state = 'registered', number = 'J1', version = 2",
        "update opinion_text set said = '改过的话'", "delete from opinion_text",
    ):  # fmt: skip
        with pytest.raises(DBAPIError), app_database.transaction(staff) as session:
            session.execute(text(statement))
    with pytest.raises(DBAPIError, match="append-only"):
        make.run("update opinion_text set said = '改过的话'")
    with pytest.raises(DBAPIError, match="append-only"):
        make.run("delete from opinion")
    assert follow(app, told).get_json()["text"] == FEE


def test_what_was_kept_long_enough_goes_and_the_count_stays(
    app: Flask, make: Maker, out: Draft, worker_database: Database
) -> None:
    person = {"way": "phone", "name": "王兰", "phone": "13800001234"}
    told, kept = (say(app, opinion(out, reply=person, unit_name="文峰社区")).get_json() for _ in range(2))
    assert decide(make.login("lian"), [told["id"]], "invalid", "和另一条重复").status_code == 200
    assert decide(make.login("lian"), [kept["id"]]).status_code == 200
    with worker_database.transaction(context()) as session:
        done = service.erase_due(session, 0, 10)
    assert [str(opinion_id) for opinion_id, _ in done] == [told["id"]], "what still counts on its way stays"
    assert done[0][1] == {"opinion_text": 1, "opinion": 1, "contact": 1, "opinion_event": 1}
    with worker_database.transaction(context()) as session:
        assert service.erase_due(session, 0, 10) == []
    assert make.run("select count(*) from opinion") == 2
    assert make.run("select unit_name from opinion o where id = cast(:id as uuid)", id=told["id"]) == ""
