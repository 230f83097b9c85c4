"""民生实事 from what two people ask for to the answer each of them gets: 点单, 定单 by ballot, 买单, 验单 (F01–F03, F06, F07)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.projects.domain import BY_ID, MOVES, drawn
from tests import story
from tests.make import Browser, Maker, new_id

TOWN = "621124100"


def ok(answer: Any) -> Any:
    """Return what was told, if it went well."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


class Town:
    """A town, its people, and one project of theirs."""

    def __init__(self, make: Maker, app: Flask) -> None:
        story.people(make)
        make.account("dai", ("deputy", TOWN), name="李代表")
        make.account("daier", ("deputy", TOWN), name="王代表")
        make.account("jianer", ("deputy", TOWN), name="张代表")
        self.make, self.app, self.id = make, app, new_id()
        self.path = f"/api/projects/{self.id}"
        self.bodies = story.offices(make)
        names = ("lian", "ren", "zhang", "dai", "daier", "jianer", "zhu", "bali")
        self.who = {login: make.login(login) for login in names}

    def move(self, login: str, move: str, **more: Any) -> Any:
        """Make a move at the version it has now."""
        headers = {"If-Match": f'"{ok(self.who["ren"].get(self.path))["version"]}"'}
        body = {"move": move, "words": f"{BY_ID[move].label}，情况属实"} | more
        return self.who[login].post(f"{self.path}/transitions", json=body, headers=headers)

    def ballot(self, votes: str) -> None:
        """Hold a ballot of three deputies on the project, all of whom mark it so."""
        ballot, clerk = new_id(), self.who["ren"]
        path = f"/api/ballots/{ballot}"
        ok(clerk.post("/api/ballots", json={
            "id": ballot, "area": TOWN, "kind": "town", "meeting": "镇人大会议", "title": "项目票决", "held_on": "2026-12-20", "contested": False,
            "seats": 1, "candidates": [{"title": "修渠", "subject_id": self.id}], "from_deputies": False, "names": ["甲", "乙", "丙"],
            "tellers": ["dai", "jianer"],
        }))  # fmt: skip
        self.step(clerk, path, "open")
        for n, member in enumerate(ok(clerk.get(path))["members"]):
            code = ok(clerk.post(f"{path}/issues", json={"member_id": member["id"], "way": "link"}))["code"]
            phone = self.app.test_client()
            phone.get("/vote")
            booth = phone.post("/vote", data={"code": code}).location
            assert phone.post(booth, data={"step": "submit", "c1": votes[n]}).status_code == 200
        self.step(clerk, path, "closed")
        for deed in ("unseal", "sign"):
            for login in ("dai", "jianer"):
                ok(self.who[login].post(f"{path}/tellers", json={"deed": deed}))
        self.step(clerk, path, "published")

    def step(self, clerk: Browser, path: str, to: str) -> None:
        """Let the ballot go a step."""
        headers = {"If-Match": f'"{ok(clerk.get(path))["version"]}"'}
        ok(clerk.post(f"{path}/transitions", json={"to": to}, headers=headers))


@pytest.fixture
def town(make: Maker, app: Flask) -> Town:
    """The town."""
    return Town(make, app)


def test_two_people_ask_and_both_are_answered_when_it_is_built(town: Town, make: Maker, app: Flask) -> None:
    asked = [story.submit(app, category="livelihood", text=f"{n}组的渠要修，建议列入民生实事") for n in (3, 4)]
    derived = story.submit(app, text="水渠漏水，浇不上地")
    wishes = ok(town.who["ren"].get("/api/project-wishes"))["items"]
    assert [each["number"] for each in wishes] == [each["number"] for each in asked]
    assert ok(town.who["bali"].get("/api/project-wishes"))["items"] == []
    new = {
        "id": town.id,
        "area": TOWN,
        "year": 2027,
        "title": "三四组水渠改造",
        "text": "整修水渠两公里，改一百米涵管",
        "cases": [asked[0]["number"]],
    }
    assert town.who["dai"].post("/api/projects", json=new).status_code == 403
    assert ok(town.who["lian"].post("/api/projects", json=new)) == ok(town.who["lian"].post("/api/projects", json=new))
    more = {"cases": [asked[1]["number"], derived["number"]]}
    assert ok(town.who["lian"].post(f"{town.path}/sources", json=more))["sources"] == 3, "merged, each kept"
    other = town.who["lian"].post("/api/projects", json=new | {"id": new_id()})
    assert (other.status_code, other.get_json()["field"]) == (422, "cases"), "it stands in one project already"
    assert town.who["bali"].get(town.path).status_code == 404, "not public yet"
    assert app.test_client().get(f"/projects/{town.id}").status_code == 404

    assert town.move("ren", "screen").status_code == 403, "arguing it is the government's"
    ok(town.move("zhang", "screen"))
    ok(town.move("zhang", "nominate"))
    assert town.move("zhang", "break_down").status_code == 409, "nobody passes by the ballot"
    ok(town.move("ren", "endorse"))
    ok(town.move("ren", "deliberate"))
    ok(town.move("ren", "put_to_ballot"))
    early = town.move("ren", "win")
    assert (early.status_code, early.get_json()["code"]) == (409, "not_decided")
    with pytest.raises(DBAPIError, match="published ballot decides"), make.owner.transaction() as session:
        session.execute(text(
            "insert into project_event (project_id, version, move, actor_id, actor_name, actor_role, words)"
            " values (:id, 7, 'win', 1, 'x', 'town_congress', 'x')"), {"id": town.id})  # fmt: skip
        session.execute(
            text("update project set state = 'elected', version = 7, round = 0 where id = :id"), {"id": town.id}
        )
    town.ballot("ffa")
    ok(town.move("ren", "win", words="代表票决通过，列入明年民生实事"))
    told = app.test_client().post(f"/t/{asked[0]['receipt']}", data={"query_code": asked[0]["query_code"]})
    assert "代表票决通过，列入明年民生实事" in told.get_data(as_text=True)

    lacking = town.move("zhang", "break_down", body_id=int(town.bodies["zhu"]), due_on="2099-01-01")
    assert (lacking.status_code, lacking.get_json()["field"]) == (422, "planned_yuan")
    plan = {"body_id": int(town.bodies["zhu"]), "planned_yuan": 800_000, "due_on": "2099-01-01"}
    ok(town.move("zhang", "break_down", **plan))
    ok(town.move("zhang", "begin"))
    builder = town.who["zhu"]
    report = {"id": new_id(), "quarter": "2027Q1", "percent": 30, "paid_yuan": 200_000, "words": "主渠已清淤"}
    ok(builder.post(f"{town.path}/progress", json=report))
    assert len(ok(builder.post(f"{town.path}/progress", json=report))["progress"]) == 1
    less = builder.post(f"{town.path}/progress", json=report | {"id": new_id(), "paid_yuan": 1})
    assert (less.status_code, less.get_json()["field"]) == (422, "paid_yuan")
    assert town.who["lian"].post(f"{town.path}/progress", json=report | {"id": new_id()}).status_code == 403
    assert ok(town.who["ren"].put(f"{town.path}/flag", json={"flag": "yellow"}))["flag"] == "yellow"
    ok(town.move("zhang", "ask_to_adjust", planned_yuan=900_000))
    assert town.move("zhang", "grant").status_code == 403, "more money needs the congress"
    assert ok(town.move("ren", "grant"))["planned_yuan"] == 900_000
    with pytest.raises(DBAPIError, match="consent"), make.owner.transaction() as session:
        session.execute(text("update project set planned_yuan = 1 where id = :id"), {"id": town.id})
    ok(town.move("zhang", "finish"))
    inspected(town)
    ok(town.move("ren", "tell", words="水渠已经修好，通水到四组"))
    for each in (*asked, derived):
        page = app.test_client().post(f"/t/{each['receipt']}", data={"query_code": each["query_code"]})
        assert "水渠已经修好，通水到四组" in page.get_data(as_text=True), "everybody who had asked is answered"
    ok(town.move("zhang", "archive"))


def surveyed(town: Town) -> None:
    """Ask households of every cell in proportion; say that there are too few; each counts once."""
    path = f"{town.path}/survey"
    assert [town.who[login].get(path).status_code for login in ("lian", "bali")] == [404] * 2, "nobody is asked yet"
    assert [town.who[login].post(path, json={}).status_code for login in ("bali", "lian", "ren")] == [403, 403, 200]
    found = ok(town.who["ren"].post(path, json={}))
    assert found == ok(town.who["ren"].post(path, json={})), "drawn once"
    assert town.who["bali"].get(path).status_code == 404 and found["asked"] == 100
    cell = found["cells"][0]
    answer = {"id": new_id(), "cell_code": cell["code"], "household": cell["asked"][0], "verdict": "fair"}
    away = next(n for n in range(1, cell["households"] + 1) if n not in cell["asked"])
    assert (
        town.who["lian"].post(f"{path}/answers", json=answer | {"household": away}).get_json()["field"] == "household"
    )
    for _ in range(2):
        told = ok(town.who["lian"].post(f"{path}/answers", json=answer))
    assert (
        town.who["lian"].post(f"{path}/answers", json=answer | {"id": new_id()}).get_json()["code"] == "answered_before"
    )
    assert town.who["dai"].post(f"{path}/answers", json=answer | {"id": new_id()}).status_code == 404
    assert (told["answered"], told["warning"]) == (1, "只收到1份回答，不足30份，样本太小，不能代表全部住户。")
    assert [each["n"] for each in told["cells"][0]["voices"]] == [0, 1, 0] and cell["asked"][0] not in told["cells"][0][
        "left"
    ]


def inspected(town: Town) -> None:
    """Let deputies judge it twice, residents once a device, and read the public page."""
    codes = [each["dimension"] for each in ok(town.who["dai"].get(town.path))["scores"]]
    good = {"scores": dict.fromkeys(codes, 90)}
    assert town.who["dai"].put(f"{town.path}/scores", json=good).status_code == 409, "no inspection yet"
    ok(town.move("ren", "inspect"))
    assert town.move("ren", "pass").get_json()["code"] == "no_scores"
    part = town.who["dai"].put(f"{town.path}/scores", json={"scores": {codes[0]: 90}})
    assert (part.status_code, part.get_json()["field"]) == (422, "scores")
    ok(town.who["dai"].put(f"{town.path}/scores", json={"scores": dict.fromkeys(codes, 50)}))
    ok(town.move("ren", "mend"))
    ok(town.move("zhang", "mended"))
    ok(town.who["dai"].put(f"{town.path}/scores", json=good))
    told = ok(town.who["daier"].put(f"{town.path}/scores", json={"scores": dict.fromkeys(codes, 80)}))
    assert {(each["n"], each["mean"], each["mine"]) for each in told["scores"]} == {(2, 85.0, 80)}, (
        "of the last inspection"
    )
    assert len(codes) == 8
    resident = town.app.test_client()
    page = resident.get(f"/projects/{town.id}").get_data(as_text=True)
    assert all(words in page for words in ("90万元", "20万元", "30%", "县住房和城乡建设局", "主渠已清淤", "镇人大会议"))
    said = resident.post(f"/projects/{town.id}", data={"verdict": "satisfied"})
    assert "记下了" in said.get_data(as_text=True)
    assert resident.post(f"/projects/{town.id}", data={"verdict": "dissatisfied"}).status_code == 409
    assert resident.post(f"/projects/{town.id}", data={"verdict": "x"}).status_code == 422
    assert ok(town.who["ren"].get(town.path))["voices"][0]["n"] == 1
    surveyed(town)
    listed = town.app.test_client().get(f"/projects/?area={TOWN}").get_data(as_text=True)
    assert "三四组水渠改造" in listed
    ok(town.move("ren", "pass"))


def test_a_sample_is_drawn_by_cell_and_the_same_again() -> None:
    cells = [("a", "甲", 300), ("b", "乙", 100), ("c", "丙", 0), ("d", "丁", 50)]
    one = drawn(cells, 9, 7)
    assert [(each.code, len(each.asked)) for each in one] == [("a", 6), ("b", 2), ("d", 1)]
    assert one == drawn(list(reversed(cells)), 9, 7) != drawn(cells, 9, 8)
    assert all(0 < n <= each.households for each in one for n in each.asked)
    assert sum(len(set(each.asked)) for each in drawn(cells, 10_000, 7)) == 450, "no more than there are"
    ties = drawn([(str(n), str(n), 10) for n in range(10)], 3, 5)
    assert [len(each.asked) for each in ties] == [1, 1, 1]
    assert drawn([("c", "丙", 0)], 9, 7) == []


def test_the_database_has_the_same_table_of_moves(make: Maker) -> None:
    rows = make.rows("select id, from_state, to_state, roles from project_move")
    there = {(row.id, row.from_state, row.to_state, frozenset(row.roles)) for row in rows}
    assert there == {(each.id, str(each.source), str(each.to), each.roles) for each in MOVES}
