"""《某市消防条例（草案）》 from its issue to the sheets, by requests alone: two stations, one expert, one author reached only on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from backend.clock import now
from backend.codes import service as codes
from tests.make import Maker, days_on, new_id
from tests.scenarios.test_digests import act, expert
from tests.scenarios.test_solicitations import DRAFT, good, hand, issue, move, put_draft, step
from tests.story import Story, offices, people

SHOP = "商铺每日巡查应当由街道免费发巡查本，小店没有人手专门管"
PAPER = "小店没有人手，商铺每日巡查的巡查本应当由街道免费发"
VILLAGE = "村里的检查应当叫上电工一起"


class Offices(Story):
    """People, and the ids of bodies by login and of stations by code."""

    def __init__(self, make: Maker, ids: dict[str, str]) -> None:
        super().__init__(make)
        self.ids = ids


@pytest.fixture
def story(make: Maker) -> Offices:
    """Two stations' liaisons, a working group, the county's office with its leading group, and the commission of the city."""
    people(make)
    ids = offices(make)
    make.account("xian", ("liaison", "621124"), name="县联络员")
    make.account("zhuren", ("town_congress", "621124"), name="站点负责人")
    for login, kind in (("zu", "working_group"), ("ling", "leading_group"), ("fagong", "working_body")):
        body = make.run(
            "insert into body (code, name, kind, area_code) values (:login, :login, :kind, '621124') returning id",
            login=login, kind=kind,
        )  # fmt: skip
        make.run(
            "insert into body_member (body_id, account_id, from_day) values (:body, :person, china_today())",
            body=body, person=make.account(login, name=login),
        )  # fmt: skip
    named = make.rows("select code, id from station union select code, id from body")
    return Offices(make, ids | {row.code: str(row.id) for row in named})


def test_the_whole_way_of_a_draft(app: Flask, make: Maker, story: Offices) -> None:
    draft = out_for_opinions(story)
    articles = {each["label"]: each["id"] for each in good(story.who("yan").get(f"{draft}/versions/1"))["items"]}
    web = said_without_script(app, story, draft, articles["第二条"])
    paper = out_of_the_box(story, draft, articles["第二条"])
    talk = noted_at_the_door(story, draft, articles["第三条"])
    for login, those in (("lian", [web["id"], talk]), ("bali", [paper])):
        decided = story.who(login).post("/api/opinions/decisions", json={"ids": those, "to": "registered", "words": ""})
        assert decided.status_code == 200, decided.text

    item = digested(story, draft, articles["第二条"], {web["id"], paper})
    village = digested(story, draft, articles["第三条"], {talk})
    reported(story, draft, [item, village])
    fagong = story.who("fagong")
    good(
        act(
            fagong,
            item,
            "outcome",
            outcome="partly",
            reason="巡查本由街道提供，次数不改",
            article_id=articles["第二条"],
        )
    )
    good(act(fagong, village, "outcome", outcome="declined", reason="已由供电条例规定"))
    for each in (item, village):
        good(act(story.who("xian"), each, "answers"))
    told(app, story, web, paper)
    assert good(move(story, "yan", draft, "answer", version(story, draft)))["phase"] == "after"
    for by in ("station", "draft"):
        rows = good(story.who("xian").get(f"/api/digest-funnel?by={by}"))["items"]
        assert sum(each["raised"] for each in rows) == 3 == sum(each["answered"] for each in rows)
    stations = good(story.who("xian").get("/api/digest-funnel?by=station"))["items"]
    assert {each["name"]: (each["raised"], each["adopted"]) for each in stations if each["raised"]} == {
        name_of(story, "LT-WF"): (2, 1), name_of(story, "LT-WJM"): (1, 1),
    }  # fmt: skip


def version(story: Offices, draft: str) -> int:
    """Return the version that the solicitation has now."""
    return int(good(story.who("yan").get(draft))["version"])


def name_of(story: Offices, code: str) -> str:
    """Return the name of a station."""
    return str(story.make.run("select name from station where code = :code", code=code))


def out_for_opinions(story: Offices) -> str:
    """Issue it, fan it out through the group to two stations, put its articles out, and open it; return its address."""
    given = issue(story, story.ids)
    at, group = f"/api/solicitations/{given['id']}", new_id()
    good(story.who("yan").post("/api/solicitations", json=given))
    good(hand(story, "yan", at, id=group, body_id=int(story.ids["zu"]), words="听商铺和村里的"))
    good(step(story, "zu", group, "accepted", 1))
    for login, station in (("lian", "LT-WF"), ("bali", "LT-WJM")):
        task = new_id()
        good(hand(story, "zu", at, id=task, parent_id=group, station_id=int(story.ids[station])))
        good(step(story, login, task, "accepted", 1))
    good(put_draft(story, at, DRAFT))
    for each in ("assign", "prepare", "open"):
        good(move(story, "yan", at, each, version(story, at)))
    return at


def said_without_script(app: Flask, story: Offices, draft: str, article: str) -> dict[str, Any]:
    """Let a shopkeeper say something of one article on the page without script, at the first station."""
    with story.make.owner.transaction() as session:
        code = codes.issue(session, "post", int(story.ids["LT-WF"]))
    one, form = new_id(), {"step": "submit", "text": SHOP, "way": "receipt", "code": code}
    page = f"/drafts/{draft.rpartition('/')[2]}/say/{article}"
    sent = app.test_client().post(page, data=form | {"id": one})
    assert sent.status_code == 201, sent.text
    (row,) = story.make.rows("select receipt from opinion where id = cast(:id as uuid)", id=one)
    query_code = re.search(r"data-query>([0-9A-Z-]+)<", sent.text)
    assert query_code
    return {"id": one, "receipt": row.receipt, "headers": {"Query-Code": query_code[1]}}


def out_of_the_box(story: Offices, draft: str, article: str) -> str:
    """Open the second station's box and type its paper: who wrote it has no phone and wants the answer brought."""
    bali, station = story.who("bali"), int(story.ids["LT-WJM"])
    box = {
        "id": new_id(),
        "channel": "box",
        "station_id": station,
        "held_on": days_on(),
        "people": "两人开箱",
        "papers": 1,
    }
    assert bali.post("/api/opinion-sittings", json=box).status_code == 201
    return noted(story, "bali", draft, article, PAPER, "box", sitting_id=box["id"], station_id=station, told=True,
                 reply={"way": "door", "name": "马有财"})  # fmt: skip


def noted_at_the_door(story: Offices, draft: str, article: str) -> str:
    """Let the grid worker note what somebody said at the door."""
    return noted(
        story, "wang", draft, article, VILLAGE, "door", cell_code="621124100001001", station_id=int(story.ids["LT-WF"])
    )


def noted(story: Offices, login: str, draft: str, article: str, words: str, channel: str, **more: Any) -> str:
    """Send one opinion as staff do; return its id."""
    body = {
        "id": new_id(), "solicitation_id": draft.rpartition("/")[2], "article_id": article, "text": words,
        "reply": {"way": "receipt"}, "said_at": now().isoformat(), "speaker": "other", "channel": channel,
    } | more  # fmt: skip
    (done,) = good(story.who(login).post("/api/opinions/batch", json={"items": [body]}))["items"]
    assert done["status"] == 201, str(done)
    return str(body["id"])


def digested(story: Offices, draft: str, article: str, opinions: set[str]) -> dict[str, Any]:
    """Make one item of what belongs together, let an expert pass it, the station choose it, and the leading group agree."""
    xian, law = story.who("xian"), draft.rpartition("/")[2]
    groups = good(xian.get(f"/api/digest-drafts/{law}/suggestions?article={article}"))["items"]
    if len(opinions) > 1:
        assert [{each["id"] for each in group["opinions"]} for group in groups] == [opinions], (
            "said alike at two stations"
        )
    body = {
        "id": new_id(), "solicitation_id": law, "article_id": article, "title": "把本条写细", "opinions": sorted(opinions),
        "text": "建议把本条写细，明确由谁提供、叫上谁一起。",
    }  # fmt: skip
    item = dict(good(xian.post("/api/digest-items", json=body)))
    someone = expert(story, f"专家{len(opinions)}")
    good(act(xian, item, "experts", experts=[someone["id"]], due_on=days_on(30)))
    good(act(xian, item, "verdict", verdict="pass", reasons="合乎上位法", expert_id=someone["id"]))
    good(act(story.who("zhuren"), item, "transitions", move="propose"))
    return dict(good(act(story.who("ling"), item, "transitions", move="approve")))


def reported(story: Offices, draft: str, items: list[dict[str, Any]]) -> None:
    """End the collecting, report both items in one batch, and note its receipt."""
    xian, words = story.who("xian"), {"end": "意见已经收齐"}
    for each in ("end", "digest", "consult", "pass"):
        good(
            move(story, "yan", draft, each, version(story, draft), **({"words": words[each]} if each in words else {}))
        )
    body = {
        "id": new_id(), "solicitation_id": draft.rpartition("/")[2], "recipient": "市人大常委会法工委", "sent_on": days_on(),
        "items": [each["id"] for each in items],
    }  # fmt: skip
    batch = good(xian.post("/api/report-batches", json=body))
    assert (batch["items"], batch["opinions"]) == (2, 3)
    good(
        move(
            story, "yan", draft, "report", version(story, draft), batch=batch["number"], addressee="市人大常委会法工委"
        )
    )
    receipt = {"number": "收一号", "received_on": days_on(), "received_by": "法工委办公室"}
    good(xian.post(f"/api/report-batches/{batch['id']}/receipt", json=receipt))
    good(move(story, "yan", draft, "receipt", version(story, draft), receipt="收一号"))


def draft_of(story: Offices) -> str:
    """Return the address of the draft's results."""
    return f"/drafts/{story.make.run('select id from solicitation')}/results"


def thanked(app: Flask, story: Offices, page: str, web: dict[str, Any]) -> None:
    """Who was adopted may be thanked by name, changes it, takes it back; staff takes a name off; points are off unless set."""
    guest, path = app.test_client(), f"/api/opinions/receipts/{web['receipt']}/thanks"
    assert "愿意署名的" not in guest.get(page).text
    assert guest.put(path, json={"name": "13900001111"}, headers=web["headers"]).status_code == 422
    for name in ("王老板", "王老板", "老王"):
        assert good(guest.put(path, json={"name": name}, headers=web["headers"]))["thanked"] == name
    assert "愿意署名的：老王" in guest.get(page).text
    assert guest.put(path, json={"name": "冒名"}, headers={"Query-Code": "00000000"}).status_code == 404
    assert good(guest.put(path, json={"name": ""}, headers=web["headers"]))["thanked"] == ""
    assert "愿意署名的" not in guest.get(page).text
    form = {"query_code": web["headers"]["Query-Code"], "step": "thanks", "name": "老王"}
    assert "现在署名：老王" in guest.post(f"/t/{web['receipt']}", data=form).text
    off = f"/api/opinions/{web['id']}/thanks"
    assert story.who("bali").delete(off).status_code == 404, "another's area"
    assert story.who("lian").delete(off).status_code == 204
    assert "愿意署名的" not in guest.get(page).text
    assert good(story.who("lian").get("/api/me/points")) == {"on": False, "said": 0, "adopted": 0, "points": 0}


def told(app: Flask, story: Offices, web: dict[str, Any], paper: str) -> None:
    """Who spoke by the page reads it behind the receipt; who has only paper gets the sheet brought, and that is noted."""
    sheets = {
        str(row.report_id): row
        for row in story.make.rows(
            "select s.*, t.answer from feedback_sheet s join feedback_sheet_text t on t.sheet_id = s.id"
        )
    }
    assert len(sheets) == 3, "each author has a sheet"
    assert "巡查本由街道提供" in sheets[paper].answer and sheets[paper].reply_way == "door"
    bali, sheet = story.who("bali"), sheets[paper].id
    assert good(bali.get(f"/api/feedback/{sheet}"))["answer"] == sheets[paper].answer, "the station has it to bring"
    brought = bali.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "door"})
    assert brought.status_code in {200, 201}, brought.text
    read = app.test_client().get(f"/api/opinions/receipts/{web['receipt']}", headers=web["headers"])
    assert "巡查本由街道提供" in read.text, read.text
    thanked(app, story, draft_of(story), web)
    results = app.test_client().get(draft_of(story)).text
    assert "把本条写细" in results and "马有财" not in results
