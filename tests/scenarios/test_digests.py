"""A draft from its opinions to the sheets: two stations, an expert who stands back and one who does not, one author only on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from backend.db import Database
from backend.digests import tasks
from tests.make import Browser, Maker, new_id
from tests.story import Story, offices, people

DAY, LATER, PAST = (str(today() + timedelta(days=n)) for n in (0, 9, -1))
WORDS = (
    "幼儿园收费应当公开，不能另外再收兴趣班的费用",
    "幼儿园收费要公开，兴趣班不能再另收费用",
    "幼儿园食堂应当公开食材来源，家长可以查看",
)
LAW = UUID(int=0x32)
ARTICLES = [UUID(int=0x3200 + n) for n in (1, 2)]


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("field") or answer.get_json()["code"]


def draft(make: Maker, by: int) -> None:
    """Make a draft of two articles that takes opinions in the county of 临洮."""
    values = {"law": LAW, "by": by, "version": UUID(int=0x33)}
    make.run(
        "insert into solicitation (id, number, kind, title, about, issuer, issued_on, state, area_code, opens_on, closes_on, made_as, made_by, asked)"
        " values (:law, 'ZQ-1', 'draft_law', '学前教育条例（草案）', '请大家提意见', '省人大法工委', china_today(), 'collecting', '621124',"
        " china_today(), china_today() + 9, 'working_body', :by, 'x')", **values,
    )  # fmt: skip
    make.run(
        "insert into draft_version (id, solicitation_id, nth, title, made_by, asked) values (:version, :law, 1, '学前教育条例（草案）', :by, 'x')",
        **values,
    )
    for n, (one, label, text) in enumerate(
        zip(ARTICLES, ("第一条", "第二条"), ("幼儿园收费应当公示。", "幼儿园应当保证食品安全。"), strict=True), 1
    ):
        make.run(
            "insert into draft_article (id, version_id, solicitation_id, position, label, text) values (:id, :version, :law, :n, :label, :text)",
            id=one, version=UUID(int=0x33), law=LAW, n=n, label=label, text=text,
        )  # fmt: skip


def say(make: Maker, said: str, *, at: str = "621124100001", **more: Any) -> str:
    """Store an opinion that is registered; return its id."""
    given = {"id": UUID(new_id()), "unit": "", "author": None, "way": "receipt", "article": ARTICLES[0]} | more
    number = make.run("select nextval('opinion_number')")
    station = make.run(
        "select id from station where area_code ^@ left(:at, 6) order by area_code ^@ left(:at, 9) desc, id limit 1",
        at=at,
    )
    make.run(
        "insert into opinion (id, number, solicitation_id, version_id, article_id, area_code, station_id, channel, author_id, unit_name, said_at,"
        " state, reply_way, receipt, digest, answer) values (:id, :number, :law, :version, :article, :at, :station, 'web', :author, :unit, now(),"
        " 'registered', :way, :receipt, sha256('x'), '{}')",
        **given, number=f"Y-{number}", law=LAW, version=UUID(int=0x33), at=at, station=station, receipt=f"{number:012d}",
    )  # fmt: skip
    make.run(
        "insert into opinion_text (opinion_id, area_code, said) values (:id, :at, :said)",
        id=given["id"],
        at=at,
        said=said,
    )
    return str(given["id"])


def act(who: Browser, item: Any, what: str, **body: Any) -> Any:
    """Do something with an item as this person reads it now."""
    at = f"/api/digest-items/{item['id']}"
    version = who.get(at).get_json()["version"]
    return who.post(f"{at}/{what}", json=body, headers={"If-Match": f'"{version}"'})


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    offices(make)
    make.account("xian", ("liaison", "621124"), name="县联络员")
    make.account("zhuren", ("town_congress", "621124"), name="站点负责人")
    for login, kind, code in (("zu", "leading_group", "LD"), ("fagong", "working_body", "XF")):
        body = make.run(
            "insert into body (code, name, kind, area_code) values (:code, :code, :kind, '621124') returning id",
            code=code,
            kind=kind,
        )
        make.run(
            "insert into body_member (body_id, account_id, from_day) values (:body, :who, china_today())",
            body=body, who=make.account(login, name=login),
        )  # fmt: skip
    draft(make, make.account("yinfa"))
    return Story(make)


def written(story: Story, opinions: list[str], **more: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "solicitation_id": str(LAW), "article_id": str(ARTICLES[0]), "title": "收费公开，不得另收费",
        "text": "第一条应当写明收费公开，兴趣班不得另外收费。", "opinions": opinions,
    } | more  # fmt: skip


def expert(story: Story, name: str, **more: Any) -> dict[str, Any]:
    body = {"id": new_id(), "name": name, "employer": "某大学", "specialities": ["law"], "area": "621124"} | more
    return dict(good(story.who("xian").post("/api/experts", json=body)))


def test_from_opinions_to_sheets(app: Flask, make: Maker, story: Story, worker_database: Database) -> None:
    teacher = make.account("laoshi", ("grid_worker", "621124100001"), name="教师")
    first = say(make, WORDS[0])
    paper = say(make, WORDS[1], at="621124101001", way="door")
    unit = [say(make, f"{WORDS[0]}，第{n}次说", unit="某幼儿园") for n in range(2)]
    own = say(make, "收费标准每年公布一次", author=teacher)
    food = say(make, WORDS[2], article=ARTICLES[1])
    xian, base = story.who("xian"), f"/api/digest-drafts/{LAW}"

    (row,) = good(xian.get("/api/digest-drafts"))["items"]
    assert (row["raised"], row["free"], row["items"]) == (6, 6, 0)
    assert good(story.who("fuquan").get("/api/digest-drafts"))["items"] == []
    (group,) = good(xian.get(f"{base}/suggestions?article={ARTICLES[0]}"))["items"]
    assert {each["id"] for each in group["opinions"]} == {first, paper, *unit}
    assert any("兴趣班" in each for each in group["words"])

    new = written(story, [each["id"] for each in group["opinions"]])
    assert refused(story.who("ren").post("/api/digest-items", json=new))[0] == 403
    made, again = (good(xian.post("/api/digest-items", json=new)) for _ in range(2))
    assert made == again and (made["state"], made["opinions"], made["article_label"]) == ("drafted", 4, "第一条")
    assert refused(xian.post("/api/digest-items", json=new | {"title": "别的标题"})) == (409, "id")
    second = good(xian.post("/api/digest-items", json=written(story, [own, unit[0]], title="每年公布")))
    assert (second["opinions"], good(xian.get(f"/api/digest-items/{made['id']}"))["opinions"]) == (2, 3), "split off"
    merged = good(act(xian, second, "merge", into=made["id"], words="说的是一件事"))
    assert (merged["state"], merged["merged_into"], merged["opinions"]) == ("merged", made["id"], 0)
    assert good(xian.get(f"{base}/opinions?item={made['id']}"))["items"][0]["said"] == WORDS[0], "the original stays"
    kitchen = good(
        xian.post("/api/digest-items", json=written(story, [food], article_id=str(ARTICLES[1]), title="食堂公开"))
    )
    assert story.who("bali").get(f"/api/digest-items/{kitchen['id']}").status_code == 404, "another's area"

    reviewed(make, story, made, teacher, worker_database)
    assert good(act(story.who("zhuren"), made, "transitions", move="propose"))["state"] == "proposed"
    assert refused(act(story.who("zhuren"), made, "transitions", move="approve"))[0] == 403
    assert good(act(story.who("zu"), made, "transitions", move="approve"))["label"] == "入选上报"
    other = expert(story, "第三位")
    good(act(xian, kitchen, "experts", experts=[other["id"]], due_on=LATER))
    good(act(xian, kitchen, "verdict", verdict="pass", reasons="可以", expert_id=other["id"]))
    assert refused(act(story.who("zhuren"), kitchen, "transitions", move="drop")) == (422, "words")
    good(act(story.who("zhuren"), kitchen, "transitions", move="drop", words="条例草案第二条已经写了"))

    sent(story, made, kitchen)
    settled(story, made)
    answered(make, story, made, kitchen, paper, own)
    public = app.test_client().get(f"/drafts/{LAW}/results")
    page = public.get_data(as_text=True)
    assert public.status_code == 200 and "收费公开，不得另收费" in page and "某幼儿园" not in page
    figures = good(xian.get("/api/digest-funnel?by=all"))["total"]
    assert {each: figures[each] for each in ("raised", "reported", "adopted", "due", "answered")} == {
        "raised": 6, "reported": 5, "adopted": 5, "due": 6, "answered": 6,
    }  # fmt: skip
    assert figures["report_rate"] == 0.8333
    for by in ("station", "draft"):
        named = [each["name"] for each in good(xian.get(f"/api/digest-funnel?by={by}"))["items"]]
        assert named and all(named), "each row by its name"


def reviewed(make: Maker, story: Story, made: dict[str, Any], teacher: int, worker: Database) -> None:
    """Ask experts: one stands back, one is an author, one answers late and sends it back, then passes it."""
    xian = story.who("xian")
    make.account("jiaoshou", name="周教授")
    back, author, free = (
        expert(story, "吴主任"),
        expert(story, "教师", login="laoshi"),
        expert(story, "周教授", login="jiaoshou"),
    )
    at = f"/api/experts/{back['id']}/conflicts"
    body = {"solicitation_id": str(LAW), "reason": "参与了草案起草"}
    assert good(xian.post(at, json=body))["conflicts"] == [body] == good(xian.post(at, json=body))["conflicts"]
    for wrong in (back, author):
        assert refused(act(xian, made, "experts", experts=[wrong["id"]], due_on=LATER)) == (422, "experts")
    assert refused(act(xian, made, "experts", experts=[free["id"]], due_on=PAST)) == (422, "due_on")
    with pytest.raises(DBAPIError) as caught:
        make.run(
            "insert into expert_assignment (item_id, expert_id, due_on, assigned_by) values (:item, :who, china_today(), :by)",
            item=UUID(made["id"]), who=UUID(author["id"]), by=teacher,
        )  # fmt: skip
    assert getattr(caught.value.orig, "pgcode", None) == "ZT046", "whoever asks"

    good(act(xian, made, "experts", experts=[free["id"]], due_on=DAY))
    held = good(xian.get(f"/api/digest-drafts/{LAW}/opinions?item={made['id']}"))["items"][0]["id"]
    assert refused(act(xian, made, "opinions", put=[], take=[held])) == (409, "no_such_move"), "it is with the expert"
    zhou = story.who("jiaoshou")
    (waits,) = good(zhou.get("/api/digest-items?waiting=me"))["items"]
    assert (waits["id"], waits["asks_me"]) == (made["id"], True)
    assert len(good(zhou.get(f"/api/digest-drafts/{LAW}/opinions?item={made['id']}"))["items"]) == 5, (
        "the originals, nobody's name"
    )
    assert good(zhou.get("/api/notices"))["items"][0]["url"] == f"/desk/digests/items/{made['id']}"
    make.run("update expert_assignment set due_on = china_today() - 1")
    assert refused(act(xian, made, "verdict", verdict="pass", reasons="可以", expert_id=free["id"]))[0] == 403
    sent_back = good(act(zhou, made, "verdict", verdict="send_back", reasons="请写明处罚"))
    assert sent_back["state"] == "returned"
    assert refused(act(zhou, made, "verdict", verdict="pass", reasons="可以")) == (409, "not_asked")
    put = xian.put(
        f"/api/digest-items/{made['id']}", json={"title": made["title"], "text": f"{made['text']}违反的责令退还。"},
        headers={"If-Match": f'"{sent_back["version"]}"'},
    )  # fmt: skip
    assert good(put)["state"] == "returned"
    good(act(xian, made, "experts", experts=[free["id"]], due_on=DAY))
    make.run("update expert_assignment set due_on = china_today() - 1 where ended_at is null")
    for _ in range(2):
        tasks.remind(worker)
    late = [each for each in good(zhou.get("/api/notices"))["items"] if each["title"].startswith("把关意见过期未回")]
    assert len(late) == 1, "once a day"
    good(act(zhou, made, "verdict", verdict="pass", reasons="改得清楚"))


def sent(story: Story, made: dict[str, Any], kitchen: dict[str, Any]) -> None:
    """Report what was approved, and note that it arrived."""
    xian = story.who("xian")
    body = {
        "id": new_id(),
        "solicitation_id": str(LAW),
        "recipient": "省人大法工委",
        "sent_on": DAY,
        "items": [made["id"]],
    }
    assert refused(xian.post("/api/report-batches", json=body | {"items": [made["id"], kitchen["id"]]})) == (
        422,
        "items",
    )
    batch, again = (good(xian.post("/api/report-batches", json=body)) for _ in range(2))
    assert batch == again and (batch["items"], batch["opinions"]) == (1, 5)
    at = f"/api/report-batches/{batch['id']}"
    receipt = {"number": "收〔2026〕1号", "received_on": DAY, "received_by": "省人大法工委办公室"}
    assert refused(xian.post(f"{at}/receipt", json=receipt | {"received_on": PAST})) == (422, "received_on")
    assert good(xian.post(f"{at}/receipt", json=receipt))["receipt_number"] == receipt["number"]
    assert refused(xian.post(f"{at}/receipt", json=receipt | {"number": "另一号"})) == (409, "received")
    wanted = {"format": "csv", "code": "000000"}
    assert refused(xian.post(f"{at}/export", json=wanted)) == (403, "second_factor_missing")
    code = story.make.second_factor(int(str(story.make.run("select id from account where login = 'xian'")))).now()
    assert refused(xian.post(f"{at}/export", json=wanted)) == (403, "code")
    file = xian.post(f"{at}/export", json=wanted | {"code": code})
    assert file.headers["Zhitong-Rows"] == "1" and "共1条" in file.get_data(as_text=True)
    assert xian.get(f"{at}/list.pdf").get_data().startswith(b"%PDF")
    assert refused(xian.post(f"{at}/export", json=wanted | {"code": code})) == (403, "code"), "a code is for one file"
    assert story.who("bali").post(f"{at}/export", json=wanted).status_code == 404


def settled(story: Story, made: dict[str, Any]) -> None:
    """Note the result: late first, then partly adopted, with the reason and the final article."""
    fagong = story.who("fagong")
    assert refused(act(story.who("zhuren"), made, "outcome", outcome="overdue"))[0] == 403
    assert good(act(fagong, made, "outcome", outcome="overdue"))["label"] == "逾期未回"
    for wrong, field in (
        ({"outcome": "partly", "article_id": str(ARTICLES[0])}, "reason"),
        ({"outcome": "adopted"}, "article_id"),
        ({"outcome": "nonsense"}, "outcome"),
    ):
        assert refused(act(fagong, made, "outcome", **wrong)) == (422, field)
    done = good(act(fagong, made, "outcome", outcome="partly", reason="兴趣班另行规定", article_id=str(ARTICLES[0])))
    assert (done["label"], done["final_label"]) == ("部分采纳", "第一条")


def answered(make: Maker, story: Story, made: dict[str, Any], kitchen: dict[str, Any], paper: str, own: str) -> None:
    """Answer everybody: a sheet each, one for the unit, by notice for the one that was dropped."""
    xian = story.who("xian")
    first, again = (good(act(xian, made, "answers")) for _ in range(2))
    assert (first, again) == ({"issued": 4, "left": 0}, {"issued": 0, "left": 0}), "the unit spoke twice"
    sheets = {
        str(row.report_id): row
        for row in make.rows("select * from feedback_sheet s join feedback_sheet_text t on t.sheet_id = s.id")
    }
    assert (
        "部分采纳" in sheets[paper].answer
        and "兴趣班另行规定" in sheets[paper].answer
        and "第一条" in sheets[paper].answer
    )
    assert (sheets[paper].reply_way, sheets[own].receipt) == ("door", None)
    assert good(story.who("laoshi").get("/api/notices"))["items"][0]["url"].endswith("/sheet")
    handed = xian.post(f"/api/feedback/{sheets[paper].sheet_id}/deliveries", json={"rung": "door"})
    assert handed.status_code in {200, 201}, handed.get_data(as_text=True)
    body = {
        "id": new_id(), "solicitation_id": str(LAW), "title": "意见办理公告", "text": "对食堂公开的意见，答复如下。", "place": "镇政府公告栏",
        "published_on": DAY, "items": [kitchen["id"]],
    }  # fmt: skip
    told, twice = (good(xian.post("/api/answer-notices", json=body)) for _ in range(2))
    assert told == twice and told["opinions"] == 1
    states = {row.state for row in make.rows("select state from opinion")}
    assert states == {"answered"}
    assert make.run("select count(*) from opinion_event") > len(sheets)
