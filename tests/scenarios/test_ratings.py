"""How content people are: five spoke of one thing, each says it for themselves, one has it redone, and who handled it asks nobody."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.make import Maker, new_id
from tests.story import Story, handle, people, sign, submit


def test_each_of_five_says_it_for_themselves(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    make.account("nan", ("liaison", "621124100"), name="南联络")
    story = Story(make)
    sent = [submit(app, **({} if n < 4 else {"way": "door"})) for n in range(5)]
    main = sent[0]["id"]
    number = story.file("lian", main)["number"]
    for other in sent[1:]:
        story.step("lian", other["id"], "joined", into=number)
    path, code = f"/api/submissions/{sent[0]['receipt']}", {"Query-Code": sent[0]["query_code"]}
    good = {"id": new_id(), "verdict": "satisfied"}
    assert client.post(f"{path}/ratings", json=good, headers=code).status_code == 404, "there is no answer yet"
    handle(make, main)
    assert sign(story.who("lian"), main).status_code == 200
    # one is content, says so twice, and one is not: without a reason that is nothing
    for _ in range(2):
        assert client.post(f"{path}/ratings", json=good, headers=code).get_json()["label"] == "满意"
    assert client.post(f"{path}/ratings", json=good | {"verdict": "fair"}, headers=code).status_code == 409
    bad = {"id": new_id(), "verdict": "dissatisfied", "reason": " "}
    second, hers = f"/api/submissions/{sent[1]['receipt']}/ratings", {"Query-Code": sent[1]["query_code"]}
    answer = client.post(second, json=bad, headers=hers)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "reason")
    assert client.post(second, json=good | {"reopen": True, "id": new_id()}, headers=hers).status_code == 422
    assert client.post(second, json=bad | {"reason": "水还是不通"}, headers=hers).status_code == 200
    row = next(each for each in story.who("lian").get("/api/cases").get_json()["items"] if each["id"] == main)
    assert row["rated"] == "dissatisfied"
    closing = story.attempt("lian", main, "closed", consent="群众都说好")
    assert closing.status_code == 409, "somebody is not content"
    # by phone and at the door, told to somebody else than who handled it
    ratings = f"/api/cases/{main}/ratings"
    sheets = {each["report_number"]: each["sheet_id"] for each in story.who("nan").get(ratings).get_json()["sheets"]}
    told = {"verdict": "fair", "way": "phone", "id": new_id(), "sheet_id": sheets[sent[2]["number"]]}
    assert story.who("lian").post(ratings, json=told).status_code == 403, "who handled it writes nothing down"
    assert story.who("zhang").post(ratings, json=told).status_code == 403
    assert story.who("bali").post(ratings, json=told).status_code == 404
    for n, way in ((2, "phone"), (3, "phone"), (4, "door")):
        one = told | {"id": new_id(), "way": way, "sheet_id": sheets[sent[n]["number"]]}
        assert story.who("nan").post(ratings, json=one).status_code == 200
    assert not story.who("nan").get(ratings).get_json()["content"]
    # she changes her mind; all are content now, and the case is closed at once
    happy = {"id": new_id(), "verdict": "satisfied", "reason": "今天通了"}
    assert client.post(second, json=happy, headers=hers).status_code == 200
    seen = story.who("nan").get(ratings).get_json()
    assert (seen["content"], seen["consent"]) == (True, "5位反映人都评价满意或基本满意")
    hers_seen = next(each for each in seen["sheets"] if each["report_number"] == sent[1]["number"])
    assert [each["verdict"] for each in hers_seen["said"]] == ["satisfied", "dissatisfied"]
    figures = story.who("zhang").get("/api/ratings/figures").get_json()["items"]
    assert [(each["satisfied"], each["fair"], each["dissatisfied"], each["silent"]) for each in figures] == [
        (2, 3, 0, 0)
    ]
    story.step("lian", main, "closed", consent=seen["consent"])
    # closed, and yet: told at the door that it is bad again, it is opened in the same step; nobody reads another's words
    worse = told | {"id": new_id(), "verdict": "dissatisfied", "reason": "夜里又堵了", "reopen": True}
    for _ in range(2):
        assert story.who("nan").post(ratings, json=worse).status_code == 200
    file = story.file("lian", main)
    assert (file["state"], file["timeline"][0]["role"], file["timeline"][0]["reason"]) == (
        "reopened",
        "citizen",
        "夜里又堵了",
    )
    late = {"id": new_id(), "verdict": "dissatisfied", "reason": "我家也堵了", "reopen": True}
    assert client.post(second, json=late, headers=hers).status_code == 200, "opened already: the words are kept"
    assert client.get(path, headers=code).get_json()["rating"]["verdict"] == "satisfied"
    mine = client.get(f"{path}/export", headers=code).get_json()["ratings"]
    assert [each["verdict"] for each in mine] == ["satisfied"]
    assert client.delete(second.replace("ratings", "contents"), headers=hers).status_code == 200
    assert make.run("select count(*) from rating where reason like '%家也%' or reason like '%不通%'") == 0
    # another answer is judged anew
    story.step("lian", main, "accepted")
    assert story.file("lian", main)["rated"] is not None
    story.step("lian", main, "verifying", handling="又挖了一遍水渠")
    story.step("he", main, "answering", check="到现场看过，水已通")
    assert sign(story.who("lian"), main, "重新挖过，夜里也看过").status_code == 200
    assert story.file("lian", main)["rated"] is None
    stale = story.who("nan").post(ratings, json=told | {"id": new_id()})
    assert (stale.status_code, stale.get_json()["field"]) == (409, "sheet_id")


def test_the_page_without_script_takes_it_and_has_it_redone(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    sent = submit(app)
    path, form = f"/t/{sent['receipt']}", {"query_code": sent["query_code"]}
    assert "这个答复您满意吗" not in client.post(path, data=form).get_data(as_text=True)
    handle(make, sent["id"])
    assert sign(make.login("lian"), sent["id"]).status_code == 200
    assert "这个答复您满意吗" in client.post(path, data=form).get_data(as_text=True)
    rate = form | {"step": "rate", "id": new_id()}
    for said, anchor in (({}, "#v-satisfied"), ({"verdict": "dissatisfied"}, "#own-reason")):
        page = client.post(path, data=rate | said)
        assert page.status_code == 422
        assert f'href="{anchor}"' in page.get_data(as_text=True)
    done = client.post(path, data=rate | {"verdict": "dissatisfied", "reason": "水又不通了", "reopen": "1"})
    assert done.status_code == 200
    assert "已重新打开，等待受理" in done.get_data(as_text=True)
    assert make.login("lian").get(f"/api/cases/{sent['id']}").get_json()["timeline"][0]["reason"] == "水又不通了"
