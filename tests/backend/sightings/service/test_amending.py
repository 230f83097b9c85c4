"""Putting a sighting right and adding to it: side by side, one after the other, by whom it may be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.clock import today
from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.errands import run_errands
from tests.make import Browser, Maker, new_id
from tests.story import Story, handle, people, sight, sign

AT = "2026-11-21T09:00:00Z"
ASKED = "请补充被填的是哪一段"
Answer = Any


def correct(who: Browser, case: str, based_on: str, *, fresh: str = "", **changes: str) -> Answer:
    body = {"id": fresh or new_id(), "made_at": AT, "based_on": based_on, "changes": changes}
    return who.post(f"/api/sightings/{case}/corrections", json=body)


def add(who: Browser, case: str, text: str, *photos: bytes, fresh: str = "") -> Answer:
    digests = [hashlib.sha256(each).hexdigest() for each in photos]
    body = {"id": fresh or new_id(), "made_at": AT, "text": text, "attachments": digests}
    return who.post(f"/api/sightings/{case}/additions", json=body)


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


def test_other_fields_stand_side_by_side_the_same_one_is_chosen_and_all_is_told(story: Story) -> None:
    wang, lian = story.who("wang"), story.who("lian")
    case = sight(wang)
    first = correct(wang, case, case, text="是三组的水渠，不是二组的")
    assert first.status_code == 201, first.get_data(as_text=True)
    head = first.get_json()["id"]
    # the liaison had read what was filed: another field, so both stand
    assert correct(lian, case, case, risk="high", place_words="三组村口").status_code == 201
    # the same field, from what was filed: both values, who and when
    told = correct(lian, case, case, text="是四组的水渠", noticed_by="own_observation")
    assert (told.status_code, told.content_type) == (409, "application/problem+json")
    problem = told.get_json()
    (clash,) = problem["clashes"]
    assert (clash["field"], clash["yours"], clash["theirs"], clash["by"]) == (
        "text", "是四组的水渠", "是三组的水渠，不是二组的", "wang",
    )  # fmt: skip
    now = wang.get(f"/api/sightings/{case}").get_json()
    assert problem["head"] == now["head"] != head
    assert (now["now"]["risk"], now["now"]["noticed_by"]) == ("high", "door_visit"), "nothing of what clashed was taken"
    # mine: the choice is based on what was shown
    assert correct(lian, case, problem["head"], text="是四组的水渠", noticed_by="own_observation").status_code == 201
    now = wang.get(f"/api/sightings/{case}").get_json()
    assert now["now"] == {
        "text": "是四组的水渠", "category": "land", "noticed_by": "own_observation", "risk": "high",
        "seen_at": "2026-11-21T08:30:00Z", "place_words": "三组村口",
    }  # fmt: skip
    assert [each["fields"] for each in now["versions"]] == [
        [],
        ["text"],
        ["place_words", "risk"],
        ["noticed_by", "text"],
    ]
    assert [each["by"] for each in now["versions"][1:]] == ["wang", "李联络", "李联络"]
    assert {each["text"] for each in now["versions"]} >= {"是三组的水渠，不是二组的", "是四组的水渠"}
    # the desk's file, and the sheet that answers
    reports = story.file("lian", case)["reports"]
    assert [each["changes"] for each in reports] == [None, ["text"], ["place_words", "risk"], ["noticed_by", "text"]]
    assert (reports[-1]["text"], reports[-1]["risk"], reports[-1]["amended_as"]) == (
        "是四组的水渠",
        "high",
        "联络员",
    )
    assert story.file("lian", case)["reports"][1]["amended_as"] == "登记人"


def test_sent_again_it_is_the_same_and_two_at_once_are_both_kept_or_one_is_told(story: Story) -> None:
    wang, lian = story.who("wang"), story.who("lian")
    case, fresh = sight(wang), new_id()
    answers = [correct(wang, case, case, fresh=fresh, text="第二次说") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    assert answers[0].data == answers[1].data
    assert correct(wang, case, case, fresh=fresh, text="别的话").status_code == 409
    assert correct(lian, case, case, fresh=fresh, text="第二次说").status_code == 409
    head = answers[0].get_json()["id"]
    presses: list[Callable[[], Answer]] = [
        lambda: correct(wang, case, head, risk="medium"),
        lambda: correct(lian, case, head, risk="high"),
        lambda: correct(lian, case, head, noticed_by="own_observation"),
    ]
    with ThreadPoolExecutor(3) as threads:
        codes = sorted(each.status_code for each in threads.map(lambda press: press(), presses))
    assert codes == [201, 201, 409]
    versions = wang.get(f"/api/sightings/{case}").get_json()["versions"]
    assert len(versions) == 4


def test_who_may_and_when(story: Story, make: Maker, settings: Settings) -> None:
    wang, lian = story.who("wang"), story.who("lian")
    make.account("cai", ("collector", "621124100"))
    case = sight(wang)
    assert correct(story.who("bali"), case, case, text="别处的话").status_code == 404
    assert correct(story.who("cai"), case, case, text="不是我登记的").status_code == 404
    assert correct(story.who("he"), case, case, text="核查员").status_code == 403
    for changes, field in (
        ({}, "changes"),
        ({"category": "nonsense"}, "changes.category"),
        ({"text": " "}, "changes.text"),
    ):
        refused = correct(lian, case, case, **changes)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field)
    assert correct(lian, case, new_id(), text="没有这一版").get_json()["field"] == "based_on"
    assert add(lian, case, "别人替我补充").status_code == 403
    # who has moved within the county still puts right what is theirs
    make.run(
        "update account_role set area_code = '621124101' where account_id = (select id from account where login = 'wang')"
    )
    assert correct(wang, case, case, text="搬走以后说的").status_code == 201
    assert wang.get(f"/api/sightings/{case}").get_json()["correctable"] is True
    handle(make, case)
    assert sign(lian, case).status_code == 200
    wang.post(f"/api/notices/{wang.get('/api/notices').get_json()['items'][0]['id']}/read")
    run_errands(settings)
    assert correct(wang, case, case, risk="high").get_json()["code"] == "over"
    assert wang.get(f"/api/sightings/{case}").get_json()["correctable"] is False


def test_what_the_station_asks_stands_on_the_phone_and_comes_back_with_photos(story: Story) -> None:
    wang = story.who("wang")
    case, other = sight(wang), sight(wang, text="另一件")
    story.step("lian", case, "lacking", asked=ASKED)
    (asked,) = wang.get("/api/sightings/asked").get_json()["items"]
    assert (asked["id"], asked["asked"], asked["category"]) == (case, ASKED, "land")
    assert asked["due_on"] > today().isoformat()
    assert story.who("bali").get("/api/sightings/asked").get_json() == {"items": []}
    (notice,) = wang.get("/api/notices?unread=1").get_json()["items"]
    assert (notice["kind"], notice["url"]) == ("case.asked", f"/app/tasks/{case}")
    assert ASKED not in str(notice)
    photo, fresh = pictures.photo("PNG", (31, 17)), new_id()
    answers = [add(wang, case, "从桥头到三组，约六十米", photo, fresh=fresh) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 200]
    digest = hashlib.sha256(photo).hexdigest()
    assert wang.get(f"/api/sightings/{fresh}/missing").get_json() == {"missing": [digest]}
    assert wang.put(f"/api/attachments/{digest}", data=photo, content_type="image/png").status_code == 201
    assert wang.get(f"/api/sightings/{fresh}/missing").get_json() == {"missing": []}
    file = story.file("lian", case)
    assert (file["state"], file["timeline"][0]["role_label"]) == ("pending", "登记人")
    assert file["timeline"][0]["evidence"]["more"] == "从桥头到三组，约六十米"
    assert [(each["text"], each["changes"], each["photos"]) for each in file["reports"][1:]] == [
        ("从桥头到三组，约六十米", [], [digest])
    ]  # fmt: skip
    assert story.who("lian").get(f"/api/attachments/{digest}").status_code == 200
    assert wang.get("/api/sightings/asked").get_json() == {"items": []}
    # a correction after it keeps the first words, not those that were added
    assert correct(wang, case, fresh, risk="medium").status_code == 201
    assert wang.get(f"/api/sightings/{case}").get_json()["now"]["text"].startswith("水渠上个月被填了")
    # what comes after the time is up moves nothing and is kept
    assert add(wang, other, "迟到的补充").status_code == 201
    late = story.file("lian", other)
    assert (late["state"], late["version"], late["reports"][-1]["text"]) == ("pending", 1, "迟到的补充")
