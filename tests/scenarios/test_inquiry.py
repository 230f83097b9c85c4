"""A public inquiry (问政) with five commitments of which one fails: who asked is told; people sign in; everybody may read how it stands."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from backend.clock import CHINA, today
from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.errands import run_errands
from tests.make import Maker, new_id
from tests.story import Story, offices, people, submit

TOWN, LATER = "621124100", (today() + timedelta(days=20)).isoformat()


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def at(hour: int, days: int = 0) -> str:
    when = datetime.combine(today() + timedelta(days=days), datetime.min.time(), CHINA).replace(hour=hour)
    return when.isoformat()


def plan(story: Story, kind: str, login: str = "lian", **more: Any) -> Any:
    body = {"id": new_id(), "type": kind, "title": "供暖问政", "area_code": TOWN, "place": "镇文化广场", "public": True}
    return story.who(login).post("/api/activities", json=body | {"starts_at": at(9), "ends_at": at(11)} | more)


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None, str]:
    problem = answer.get_json()
    return answer.status_code, problem.get("field"), problem["code"]


def test_five_promises_of_which_one_fails_and_who_asked_is_told(
    app: Flask, make: Maker, settings: Settings, story: Story, ids: dict[str, str]
) -> None:
    asked = submit(app, text="北街三号楼去年冬天不热，今年什么时候能修好？")
    number = story.file("lian", asked["id"])["number"]
    lian = story.who("lian")
    one = good(plan(story, "inquiry", people=[{"part": "host", "name": "陈主席"}]))
    path = f"/api/activities/{one['id']}"
    assert [each["key"] for each in one["kind"]["steps"]][:3] == ["topic", "research", "meeting"] and one["done"] == []

    told = {"id": new_id(), "step": "research", "words": "走访了六个小区，量了四十户的室温"}
    for _ in range(2):
        assert good(lian.post(f"{path}/evidence", json=told))["done"] == ["research"]
    assert refused(lian.post(f"{path}/evidence", json=told | {"words": "别的"})) == (409, "id", "id_taken")
    for wrong, field in (
        ({"step": "nowhere"}, "step"),
        ({"words": " "}, "words"),
        ({"photos": ["0" * 64]}, "photos.0"),
    ):
        assert refused(lian.post(f"{path}/evidence", json=told | {"id": new_id()} | wrong))[:2] == (422, field)

    bodies = [int(ids[each]) for each in ("shui", "zhu")]
    vows = [
        {"id": new_id(), "text": f"承诺第{n}件：检修管网", "body_id": bodies[n % 2], "due_on": LATER} for n in range(5)
    ]
    vows[3]["case"] = number
    nobody = lian.post(f"{path}/commitments", json={**vows[0], "body_id": None})
    assert refused(nobody)[:2] == (422, "body_id"), "a promise without an owner is none"
    assert refused(lian.post(f"{path}/commitments", json=vows[0] | {"case": "2026-999999"}))[:2] == (422, "case")
    assert story.who("bali").post(f"{path}/commitments", json=vows[0]).status_code == 404
    for each in vows:
        file = good(lian.post(f"{path}/commitments", json=each))
    assert good(lian.post(f"{path}/commitments", json=vows[4]))["commitments"] == file["commitments"], "once each"
    held = {"held_on": str(today()), "numbers": {"questions": 12}}
    assert (
        refused(lian.post(f"{path}/hold", json=held | {"numbers": {"cows": 1}}, headers={"If-Match": '"1"'}))[1]
        == "numbers.cows"
    )
    good(lian.post(f"{path}/hold", json=held, headers={"If-Match": '"1"'}))

    for n, each in enumerate(vows):
        who, to = ("zhu", "shui")[n % 2 == 0], "broken" if n == 3 else "kept"
        words = {"to": to, "words": "管材没有到货，明年四月再修" if n == 3 else "已经修好"}
        good(story.who(who).post(f"/api/commitments/{each['id']}/transitions", json=words))
    job = "select task_name from procrastinate_jobs where task_name = 'activities.tell_askers'"
    assert len(make.rows(job)) == 1
    for _ in range(2):
        run_errands(settings)
        make.run("update procrastinate_jobs set status = 'todo' where task_name = 'activities.tell_askers'")
    page = app.test_client().post(f"/t/{asked['receipt']}", data={"query_code": asked["query_code"]}).text
    assert page.count("管材没有到货，明年四月再修") == 1 and "未能兑现" in page, "told once, in plain words"
    public = app.test_client().get(f"/activities/{one['id']}").text
    assert public.count("已兑现") == 4 and public.count("未能兑现") == 1 and "明年四月再修" in public and "12" in public
    assert number not in public and "三号楼" not in public, "what people said is nobody else's to read"
    late = [each["kind"] for each in story.who("lian").get("/api/notices").get_json()["items"]]
    assert late.count("commitment.broken") == 1 and late.count("commitment.kept") == 4


def test_people_sign_in_once_and_say_how_content_they_are(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    lian, one = story.who("lian"), good(plan(story, "inquiry"))["id"]
    path = f"/api/activities/{one}"
    code = good(lian.get(f"{path}/code"))
    place = code["url"].partition("/activities/")[2]
    visitor = app.test_client()
    assert "签到" in visitor.get(f"/activities/{place}").text and "<svg" in code["svg"]
    assert visitor.post(f"/activities/{place}", data={"name": " "}).status_code == 422
    for name, words in (("王秀英", "已签到"), ("王秀英", "已经签过到了"), ("李大山", "已签到")):
        assert words in visitor.post(f"/activities/{place}", data={"name": name, "unit": "三组"}).text
    text = place.rpartition("/")[2]
    for fresh in (True, False):
        assert good(story.who("wang").post(f"{path}/sign-in", json={"id": new_id(), "code": text})) == {"fresh": fresh}
    assert story.who("wang").post(f"{path}/sign-in", json={"id": new_id(), "code": text[:-1]}).status_code == 404
    assert visitor.get(f"/activities/{new_id()}/in/{text}").status_code == 404, "the code of another activity"
    paper = {"people": [{"id": new_id(), "name": "王秀英", "unit": "三组"}, {"id": new_id(), "name": "赵老汉"}]}
    names = [each["name"] for each in good(lian.post(f"{path}/attendance", json=paper))["items"]]
    assert len(names) == 4 and {"李大山", "王秀英", "赵老汉"} < set(names), "who signed already is not put down again"
    assert good(lian.get(path))["attended"] == 4 and "meeting" in good(lian.get(path))["done"]
    assert story.who("bali").get(f"{path}/attendance").status_code == 404
    been = good(story.who("wang").get("/api/activities?attended=me"))["items"]
    assert [each["id"] for each in been] == [one], "what one has been at stays with the own account"

    how = good(lian.get(f"{path}/code?use=score"))["url"].partition("/activities/")[2]
    assert "您满意吗" in visitor.get(f"/activities/{how}").text
    assert visitor.post(f"/activities/{how}", data={"verdict": "x"}).status_code == 422
    for verdict in ("satisfied", "dissatisfied"):
        assert visitor.post(f"/activities/{how}", data={"verdict": verdict}).status_code == 200
    assert good(lian.get(path))["scores"] == {"dissatisfied": 1}, "one device says it once, what it said last"
    assert visitor.get(f"/activities/{place.replace('/in/', '/how/')}").status_code == 404, "each code for its use"


def test_nobody_is_in_two_places_and_rows_repeat(app: Flask, make: Maker, story: Story, ids: dict[str, str]) -> None:
    deputy = make.run(
        "insert into deputy (code, name, level, area_code) values ('D9', '马代表', 'town', '621124100') returning id"
    )
    who = [{"part": "deputy", "deputy_id": deputy}]
    first = good(plan(story, "inspection", people=who, title="看工地"))
    clash = plan(story, "training", people=who, starts_at=at(10), ends_at=at(12))
    assert refused(clash) == (409, "people.0", "not_free") and "看工地" in clash.get_json()["title"]
    good(plan(story, "training", people=who, starts_at=at(11), ends_at=at(12)))
    assert refused(plan(story, "training", people=[*who, *who]))[:2] == (422, "people.1")
    assert refused(plan(story, "training", people=[{"part": "guest", "account_id": 10**9}]))[:2] == (
        422,
        "people.0.account_id",
    )
    row = {"id": new_id(), "repeat": "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "starts_at": at(19, 1), "ends_at": at(20, 1)}
    head = good(plan(story, "village_night", **row))
    assert good(plan(story, "village_night", **row))["id"] == head["id"], "sent again, no second row"
    listed = good(story.who("lian").get("/api/activities?type=village_night"))["items"]
    assert len(listed) == 3 and {each["series_id"] for each in listed} == {head["id"]}
    gone = story.who("lian").post(
        f"/api/activities/{head['id']}/cancel",
        json={"reason": "改线上开", "following": True},
        headers={"If-Match": '"1"'},
    )
    assert good(gone)["state"] == "cancelled"
    assert good(story.who("lian").get("/api/activities?type=village_night&state=planned"))["items"] == []
    for n in (0, 1):
        good(plan(story, "inquiry", starts_at=at(14, n), ends_at=at(16, n)))
    assert refused(plan(story, "inquiry"))[::2] == (409, "enough"), "one or two a year"

    feed = Calendar.from_ical(app.test_client().get(f"/calendar.ics?area={TOWN}").data)
    events = {str(each["summary"]): each for each in feed.walk("VEVENT")}
    assert str(events["视察：看工地"]["uid"]).startswith(first["id"])
    assert [str(each["status"]) for each in feed.walk("VEVENT")].count("CANCELLED") == 3
    assert app.test_client().get(f"/calendar.ics?deputy={deputy}").data.count(b"BEGIN:VEVENT") == 2
    pages = [app.test_client().get(each).text for each in ("/activities", f"/calendar?area={TOWN}")]
    assert all("看工地" in each for each in pages) and pages[0].count("所有场次（3场）") == 1, "a row is one line"
    assert app.test_client().get(f"/activities?series={head['id']}").text.count('class="row"') == 3
    assert app.test_client().get("/activities?series=x").status_code == 404
    hidden = good(plan(story, "party_report", public=False, title="请示事项"))["id"]
    assert app.test_client().get(f"/activities/{hidden}").status_code == 404
    assert "请示事项" not in app.test_client().get("/activities").text


def test_a_photo_of_a_step_is_seen_by_who_sees_the_activity(app: Flask, story: Story, ids: dict[str, str]) -> None:
    lian, photo = story.who("lian"), pictures.photo()
    digest = hashlib.sha256(photo).hexdigest()
    one = good(plan(story, "law_lecture", bodies=[int(ids["fa"])]))["id"]
    assert lian.put(f"/api/attachments/{digest}", data=photo, content_type="image/jpeg").status_code == 201
    note = {"id": new_id(), "step": "photos", "photos": [digest]}
    assert good(lian.post(f"/api/activities/{one}/evidence", json=note))["evidence"][0]["photos"] == [digest]
    seen = {
        login: story.who(login).get(f"/api/attachments/{digest}").status_code for login in ("ren", "fa", "zhu", "bali")
    }
    assert seen == {"ren": 200, "fa": 200, "zhu": 404, "bali": 404}
    lacking = lian.post(f"/api/activities/{one}/evidence", json={"id": new_id(), "step": "photos", "words": "拍了"})
    assert refused(lacking)[:2] == (422, "photos")
    figures = good(lian.get(f"/api/activity-figures?area={TOWN}"))["items"]
    assert figures == []
    good(
        lian.post(
            f"/api/activities/{one}/hold",
            json={"held_on": str(today()), "numbers": {"leaflets": 150}},
            headers={"If-Match": '"1"'},
        )
    )
    (figure,) = good(lian.get(f"/api/activity-figures?area={TOWN}"))["items"]
    assert (figure["type"], figure["held"], figure["sums"]) == ("law_lecture", 1, {"leaflets": "150"})
    assert re.search(r"joint_meeting.*training", lian.get("/api/activity-types").text)
