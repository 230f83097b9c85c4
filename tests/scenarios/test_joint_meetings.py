"""Joint meetings (联席会议): what was given back twice comes to the table, and what is promised there is followed to the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.clock import today
from backend.commitments import service as promises
from backend.db import Database
from backend.jobs.registry import everywhere
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker, new_id
from tests.push_service import PushService
from tests.story import Story, offices, people, sight, submit

LATER = (today() + timedelta(days=20)).isoformat()
TOWN = "621124100"


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def plan(story: Story, login: str = "lian", **more: Any) -> Any:
    body = {"id": new_id(), "type": "joint_meeting", "title": "七月联席会议", "area_code": TOWN, "place": "镇政府二楼"}
    return story.who(login).post("/api/activities", json=body | more)


def act(story: Story, login: str, meeting: str, step: str, verb: str = "post", **body: Any) -> Any:
    """Change a meeting as it stands for this person."""
    tag = story.who(login).get(f"/api/activities/{meeting}").headers.get("ETag", '"1"')
    address = f"/api/activities/{meeting}{step}"
    return getattr(story.who(login), verb)(address, json=body, headers={"If-Match": tag})


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def returned_twice(story: Story, ids: dict[str, str], case: str) -> None:
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="双方都愿意先谈一谈")
    for body in ("zhu", "shui"):
        story.step("lian", case, "dispatched", body=ids[body], due=LATER)
        story.step(body, case, "returned", reason="不归我们管", suggested="另一个局")
        story.step("lian", case, "triage")


def test_what_is_returned_twice_comes_to_the_table_by_itself_and_once(
    app: Flask, make: Maker, settings: Settings, story: Story, ids: dict[str, str]
) -> None:
    case = submit(app)["id"]
    returned_twice(story, ids, case)
    job = make.rows("select args from procrastinate_jobs where task_name = 'activities.put_on_agenda'")
    assert [row.args for row in job] == [{"case": case, "area": "621124100001"}]
    make.run("insert into procrastinate_jobs (queue_name, task_name, args) select queue_name, task_name, args"
             " from procrastinate_jobs where task_name = 'activities.put_on_agenda'")  # fmt: skip
    run_errands(settings)
    done = make.rows("select status::text from procrastinate_jobs where task_name = 'activities.put_on_agenda'")
    assert [row.status for row in done] == ["succeeded", "succeeded"]

    (meeting,) = good(story.who("ren").get(f"/api/activities?type=joint_meeting&case={case}"))["items"]
    assert (meeting["title"], meeting["starts_at"], meeting["items"]) == ("洮阳镇联席会议", None, 1)
    (item,) = good(story.who("lian").get(f"/api/activities/{meeting['id']}"))["agenda"]
    assert (item["case_id"], item["by_itself"], item["why"]) == (case, True, "两次被退回")
    for login in ("lian", "ren"):
        told = [n for n in story.who(login).get("/api/notices").get_json()["items"] if n["kind"] == "activity.agenda"]
        assert [(n["number"], n["url"]) for n in told] == [(item["case_number"], f"/desk/activities/{meeting['id']}")]
    assert story.who("bali").get(f"/api/activities/{meeting['id']}").status_code == 404
    assert good(story.who("bali").get("/api/activities"))["items"] == []

    cancelled = good(act(story, "lian", meeting["id"], "/cancel", reason="改到下个月一起开"))
    assert cancelled["state"] == "cancelled"
    (next_one,) = good(story.who("lian").get("/api/activities?state=planned"))["items"]
    moved = good(story.who("lian").get(f"/api/activities/{next_one['id']}"))["agenda"]
    assert [each["case_id"] for each in moved] == [case], "a case does not fall from the table with its meeting"


def test_a_decision_becomes_a_commitment_that_is_crossed_off(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case, body = submit(app)["id"], int(ids["shui"])
    number = story.file("lian", case)["number"]
    meeting = good(plan(story, bodies=[body]))["id"]
    told = [n["kind"] for n in story.who("shui").get("/api/notices").get_json()["items"]]
    assert told == ["activity.invited"]
    first, second = new_id(), new_id()
    good(act(story, "lian", meeting, "/agenda", id=first, case=number, why="几个部门都管"))
    file = good(act(story, "lian", meeting, "/agenda", id=second, words="汛期巡查怎么排"))
    assert [item["id"] for item in file["agenda"]] == [first, second]
    again = act(story, "lian", meeting, "/agenda", id=new_id(), case=number)
    assert (again.status_code, again.get_json()["code"]) == (409, "on_it_already")
    turned = good(act(story, "lian", meeting, "", "patch", agenda=[second, first]))
    assert [item["id"] for item in turned["agenda"]] == [second, first]
    assert act(story, "shui", meeting, "/hold", held_on=str(today()), number="1号", signed_by="镇长").status_code == 403

    decision = {"item_id": first, "text": "由水务局牵头清淤", "id": new_id(), "body_id": body, "due_on": LATER}
    early = act(story, "lian", meeting, "/decisions", **decision)
    assert (early.status_code, early.get_json()["code"]) == (409, "another_state"), "not held yet"
    tomorrow = str(today() + timedelta(days=1))
    ahead = act(story, "lian", meeting, "/hold", held_on=tomorrow, number="联席〔2026〕7号", signed_by="镇长")
    assert (ahead.status_code, ahead.get_json()["field"]) == (422, "held_on")
    good(
        act(
            story,
            "lian",
            meeting,
            "/hold",
            held_on=str(today()),
            number="联席〔2026〕7号",
            signed_by="镇长",
            text="会上都说到了",
        )
    )
    half = act(story, "lian", meeting, "/decisions", **decision | {"due_on": None})
    assert (half.status_code, half.get_json()["field"]) == (422, "due_on")
    for _ in range(2):
        file = good(act(story, "lian", meeting, "/decisions", **decision))
    assert [each["text"] for each in file["commitments"]] == ["由水务局牵头清淤"], "once, though sent twice"
    assert act(story, "lian", meeting, "/agenda", id=new_id(), words="再加一个").status_code == 409

    seen = good(story.who("shui").get(f"/api/activities/{meeting}"))
    assert seen["minutes"]["number"] == "联席〔2026〕7号" and seen["may_change"] is False
    assert [item["case_id"] for item in seen["agenda"]] == [None, None], "invited, but not at the case's table"
    assert story.who("zhu").get(f"/api/activities/{meeting}").status_code == 404

    (mine,) = good(story.who("shui").get("/api/commitments?owner=me&state=open"))["items"]
    follow = f"/api/commitments/{mine['id']}/transitions"
    assert story.who("zhu").post(follow, json={"to": "kept", "words": "清完了"}).status_code == 404
    blank = story.who("shui").post(follow, json={"to": "kept", "words": " "})
    assert (blank.status_code, blank.get_json()["field"]) == (422, "words")
    assert story.who("shui").post(follow, json={"to": "withdrawn", "words": "不想办了"}).status_code == 403
    good(story.who("shui").post(follow, json={"to": "open", "words": "挖机周三进场"}))
    for _ in range(2):
        kept = good(story.who("shui").post(follow, json={"to": "kept", "words": "淤泥已清，附验收单"}))
    assert (kept["label"], len(kept["notes"])) == ("已兑现", 2)
    late = story.who("lian").post(follow, json={"to": "broken", "words": "没有办"})
    assert (late.status_code, late.get_json()["code"]) == (409, "settled")


def test_a_hidden_matter_shows_number_and_village_to_who_does_not_handle_it(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case = sight(story.who("wang"), text="家里的事，外人不好说", hidden=True)
    number = story.file("lian", case)["number"]
    meeting = good(plan(story, bodies=[int(ids["tiao"])]))["id"]
    item = new_id()
    good(act(story, "lian", meeting, "/agenda", id=item, case=number, words="两家老宅的事", why="怕出事"))
    good(
        act(story, "lian", meeting, "/hold", held_on=str(today()), number="联席8号", signed_by="镇长", text="说到老宅")
    )
    good(act(story, "lian", meeting, "/decisions", item_id=item, text="先由司法所上门"))
    for login in ("tiao", "zhang"):
        answer = story.who(login).get(f"/api/activities/{meeting}")
        (seen,) = good(answer)["agenda"]
        assert (seen["case_number"], seen["area"]["name"]) == (number, "文峰社区")
        assert {seen[key] for key in ("case_id", "category", "words", "why", "decision")} == {None}
        assert "老宅" not in answer.get_data(as_text=True) and case not in answer.get_data(as_text=True)
        assert answer.get_json()["minutes"] is None
    assert "老宅" in story.who("ren").get(f"/api/activities/{meeting}").get_data(as_text=True)


def test_what_the_handler_of_a_case_promises_hangs_on_it(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], worker_database: Database, ours: Settings, pushes: PushService
) -> None:  # fmt: skip
    case = submit(app)["id"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="双方都愿意先谈一谈")
    story.step("lian", case, "dispatched", body=ids["shui"], due=LATER)
    story.step("shui", case, "handling")
    body = {"id": new_id(), "text": "明年春灌前修好闸门", "due_on": LATER}
    address = f"/api/cases/{case}/commitments"
    assert story.who("lian").post(address, json=body).status_code == 403, "nobody promises for another"
    assert story.who("zhu").post(address, json=body).status_code == 404
    first, again = (good(story.who("shui").post(address, json=body)) for _ in range(2))
    assert first == again and first["body_name"] == "县水务局"
    other = story.who("shui").post(address, json=body | {"text": "后年再说"})
    assert (other.status_code, other.get_json()["code"]) == (409, "id_taken")
    past = story.who("shui").post(address, json=body | {"id": new_id(), "due_on": str(today() - timedelta(days=1))})
    assert (past.status_code, past.get_json()["field"]) == (422, "due_on")

    def heard(who: str) -> list[str]:
        found = [each["kind"] for each in good(story.who(who).get("/api/notices"))["items"]]
        return sorted(each for each in found if each.startswith("commitment"))

    def morning() -> list[list[str]]:
        with worker_database.transaction(everywhere("commitments.late")) as session:
            promises.tell(session, 3)
        return [heard("shui"), heard("zhu")]

    assert story.who("shui").post("/api/push/subscriptions", json=pushes.subscription("s")).status_code == 201
    assert morning() == [[], []], "there is time yet"
    make.unwatched("update commitment set due_on = china_today() + 3")
    assert morning() == morning() == [["commitment.due_soon"], []], "once, and nobody else"
    make.unwatched("update commitment set due_on = china_today() - 1")
    assert morning() == morning() == [["commitment.due_soon", "commitment.late"], []]
    run_errands(ours)
    assert [(news.said["title"], news.said["url"]) for news in pushes.arrived] == [("有事等您看", "/desk/messages")] * 2
    assert "闸门" not in str([news.said for news in pushes.arrived]), "each by push once, and never of what"
    (late,) = good(story.who("ren").get(f"/api/commitments?subject={case}&overdue=1"))["items"]
    assert late["overdue"] and late["subject_name"] == story.file("lian", case)["number"]
    broken = good(
        story.who("ren").post(
            f"/api/commitments/{late['id']}/transitions", json={"to": "withdrawn", "words": "改列项目"}
        )
    )
    assert broken["state"] == "withdrawn"
    assert good(story.who("bali").get("/api/commitments"))["items"] == []
