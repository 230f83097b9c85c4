"""Writes about ballots and projects: what one could try at somebody else's, and each made once for the record."""

from __future__ import annotations

import re
from typing import Any

from tests.make import Maker, new_id

HERE = "621124100"
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
    }


def voting(ids: dict[str, str]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return what one could try at somebody else's ballot, by rule: verb, address, body."""
    known = {"ballot_id": new_id()} | ids
    found = {}
    for path, body in bodies().items():
        verb = "put" if path.endswith("_id}") else "post"
        rule = re.sub(r"\{(\w+)\}", r"<uuid:\1>", path)
        found[f"{verb.upper()} {rule}"] = [(verb, path.format_map(known), {"json": body})]
    found["POST /vote"] = [("post", "/vote", {"data": {"code": "AAAA"}})]
    found["POST /vote/<uuid:member_id>"] = [("post", f"/vote/{new_id()}", {"data": {"step": "submit", "c1": "f"}})]
    return found


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
