"""Writes about ballots and projects: what one could try at somebody else's, and each made once for the record."""

from __future__ import annotations

import re
from typing import Any

from tests.make import Maker, new_id

HERE = "621124100"
PROJECT = "/api/projects/{project_id}"
SETTINGS: dict[str, Any] = {
    "meeting": "镇人大会议", "title": "民生实事票决", "held_on": "2026-12-20", "way": "each", "contested": False, "seats": 1,
    "rule": "half_all", "quorum": "half", "candidates": [{"title": "修桥"}], "from_deputies": False, "names": ["甲"],
    "tellers": ["jipiao-a", "jipiao-b"],
}  # fmt: skip


def bodies() -> dict[str, dict[str, Any]]:
    """Return a good body of each write in JSON, by its address."""
    one = "/api/ballots/{ballot_id}"
    return {
        "/api/ballots": SETTINGS | {"id": new_id(), "area": HERE, "kind": "town"},
        one: SETTINGS,
        f"{one}/transitions": {"to": "open", "words": ""},
        f"{one}/issues": {"member_id": new_id(), "way": "link"},
        f"{one}/tellers": {"deed": "papers", "papers": ["f"]},
        f"{one}/objections": {"id": new_id(), "member_id": new_id(), "words": "不是本人投的"},
        "/api/projects": {
            "id": new_id(),
            "area": HERE,
            "year": 2027,
            "title": "修渠",
            "text": "整修水渠两公里",
            "cases": [],
        },
        f"{PROJECT}/sources": {"cases": ["2026-000001"]},
        f"{PROJECT}/transitions": {"move": "screen", "words": "开始论证"},
        f"{PROJECT}/progress": {"id": new_id(), "quarter": "2027Q1", "percent": 10, "paid_yuan": 1, "words": "开工了"},
        f"{PROJECT}/flag": {"flag": "red"},
        f"{PROJECT}/scores": {"scores": {"quality": 90}},
        f"{PROJECT}/survey": {},
        f"{PROJECT}/survey/answers": {"id": new_id(), "cell_code": "X", "household": 1, "verdict": "fair"},
    }


def voting(ids: dict[str, str]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return what one could try at somebody else's ballot, by rule: verb, address, body."""
    known = {"ballot_id": new_id(), "project_id": new_id()} | ids
    found = {}
    for path, body in bodies().items():
        verb = "put" if path.endswith(("_id}", "/flag", "/scores")) else "post"
        rule = re.sub(r"\{(\w+)\}", r"<uuid:\1>", path)
        found[f"{verb.upper()} {rule}"] = [(verb, path.format_map(known), {"json": body})]
    found["POST /vote"] = [("post", "/vote", {"data": {"code": "AAAA"}})]
    found["POST /vote/<uuid:member_id>"] = [("post", f"/vote/{new_id()}", {"data": {"step": "submit", "c1": "f"}})]
    page = "/projects/<uuid:project_id>"
    found[f"POST {page}"] = [("post", f"/projects/{known['project_id']}", {"data": {"verdict": "satisfied"}})]
    return found


def keep_projects(make: Maker) -> None:
    """Make each write of a project once; where it stands is put by hand, as the way there is told elsewhere."""
    make.account("zhenzhang", ("town_head", HERE))
    make.account("dengfen", ("deputy", HERE))
    head, project = make.login("zhenzhang"), new_id()
    path, said = PROJECT.format(project_id=project), {each.rpartition("/")[2]: body for each, body in bodies().items()}
    number = make.run(
        "select number from cases where not hidden and not restricted and area_code ^@ :here order by number limit 1",
        here=HERE,
    )
    assert head.post("/api/projects", json=said["projects"] | {"id": project}).status_code == 200
    merged = head.post(f"{path}/sources", json={"cases": [number]})
    assert merged.status_code == 200, merged.text
    screened = {"move": "screen", "words": "开始论证"}
    assert head.post(f"{path}/transitions", json=screened, headers={"If-Match": '"1"'}).status_code == 200
    stand = "update project set state = '{state}', body_id = (select min(id) from body), planned_yuan = 1, due_on = '2099-01-01', round = 1 where id = '{id}'"
    make.unwatched(stand.format(state="running", id=project))
    assert head.post(f"{path}/progress", json=said["progress"]).status_code == 200
    congress = make.login("zhuxi")
    assert congress.put(f"{path}/flag", json=said["flag"]).status_code == 200
    make.unwatched(stand.format(state="inspecting", id=project))
    codes = [row.code for row in make.rows("select code from score_dimension")]
    given = make.login("dengfen").put(f"{path}/scores", json={"scores": dict.fromkeys(codes, 90)})
    assert given.status_code == 200, given.text
    drawn = congress.post(f"{path}/survey", json={}).get_json()["cells"][0]
    said = {"id": new_id(), "cell_code": drawn["code"], "household": drawn["asked"][0], "verdict": "fair"}
    assert congress.post(f"{path}/survey/answers", json=said).status_code == 200
    resident = make.app.test_client()
    resident.get(f"/projects/{project}")
    assert resident.post(f"/projects/{project}", data={"verdict": "satisfied"}).status_code == 200


def keep_ballots(make: Maker) -> None:
    """Make each write of a ballot once, from its draft to a contested vote and the tellers' papers."""
    for login, role in {"zhuxi": "town_congress", "jipiao-a": "deputy", "jipiao-b": "deputy"}.items():
        make.account(login, (role, HERE))
    clerk, teller = make.login("zhuxi"), make.login("jipiao-a")
    ballot, phone = new_id(), make.app.test_client()
    path = f"/api/ballots/{ballot}"
    made = clerk.post("/api/ballots", json=SETTINGS | {"id": ballot, "area": HERE, "kind": "town"})
    assert made.status_code == 200, made.text
    changed = clerk.put(path, json=SETTINGS | {"names": ["甲", "乙"]}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert clerk.post(f"{path}/transitions", json={"to": "open"}, headers={"If-Match": '"2"'}).status_code == 200
    member = clerk.get(path).get_json()["members"][0]["id"]
    code = clerk.post(f"{path}/issues", json={"member_id": member, "way": "link"}).get_json()["code"]
    phone.get("/vote")
    assert phone.post("/vote", data={"code": code}).status_code == 303
    cast = phone.post(f"/vote/{member}", data={"step": "submit", "c1": "f"})
    assert cast.status_code == 200, cast.text
    said = {"id": new_id(), "member_id": member, "words": "不是本人投的"}
    assert clerk.post(f"{path}/objections", json=said).status_code == 200
    assert clerk.post(f"{path}/transitions", json={"to": "closed"}, headers={"If-Match": '"3"'}).status_code == 200
    assert teller.post(f"{path}/tellers", json={"deed": "unseal"}).status_code == 200
