"""Writes of stations' files and of wishes: what one could try with another's, good bodies of each, and each made once."""

from __future__ import annotations

import re
from typing import Any

from tests.contracts.deputy_writes import Write
from tests.make import Maker, new_id

AREA = "621124100"
WISH = {
    "station_id": 2, "hardship": "illness", "words": "想要一张书桌", "name": "冒名人", "address": "某处", "story": "家里有困难",
}  # fmt: skip
WORDS = {"title": "院墙滴水", "body": "两户人家为院墙滴水争执，调解员量清了尺寸，各让一步。"}
STORY = WORDS | {"kind": "case", "area": AREA}
FACT = {"after": 0, "kind": "host", "value": "community"}
WALL = {"name": "冒名大厅"}
HINTS = Write("post", "/api/story-hints", {"json": {"body": "王建国家"}})


def wishing(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's wish, by rule; it hangs on no tree yet."""
    one, wish, number = new_id(), ids["wish_id"], ids["wish_number"]
    sent: dict[str, dict[str, Any]] = {
        "POST /api/stations/<int:station_id>/facts": FACT | {"id": one},
        "POST /api/stations/<int:station_id>/walls": WALL | {"id": one},
        "DELETE /api/stations/<int:station_id>/walls/<uuid:wall_id>": {},
        "POST /api/wall-board": {"token": "t" * 43},
        "POST /api/wishes": WISH | {"id": one},
        "POST /api/wishes/<uuid:wish_id>/transitions": {"to": "verified"},
        "POST /api/wishes/<uuid:wish_id>/person": {"reason": "想知道是谁"},
        "POST /api/wishes/<uuid:wish_id>/claimer": {"reason": "想知道是谁"},
        "POST /api/wishes/<uuid:wish_id>/introduction": {"reason": "抢着引见"},
        "POST /api/stories": STORY | {"id": one},
        "POST /api/stories/<uuid:story_id>/transitions": {"to": "public"},
        "PUT /api/stories/<uuid:story_id>": WORDS,
        "POST /api/wish-claims": {"id": one, "number": number},
    }
    return {
        rule: [
            Write(
                rule.split()[0].lower(),
                re.sub("<uuid:.*?>", one, rule.split()[1].replace("<uuid:wish_id>", wish)).replace(
                    "<int:station_id>", "2"
                ),
                {"json": body},
            )
        ]
        for rule, body in sent.items()
    } | {
        "POST /wishes/<number>": [
            Write("post", f"/wishes/{number}", {"data": {"id": one, "name": "冒名", "phone": "13912345678"}})
        ]
    }


def good_bodies() -> dict[str, Any]:
    """Return a body of each that its schema takes, by its path in the description."""
    return {
        "/api/stations/{station_id}/facts": {"id": new_id()} | FACT,
        "/api/stations/{station_id}/walls": {"id": new_id()} | WALL,
        "/api/wall-board": {"token": "t" * 43},
        "/api/wishes": {"id": new_id()} | WISH,
        "/api/wishes/{wish_id}/transitions": {"to": "verified"},
        "/api/wishes/{wish_id}/person": {"reason": "核实情况"},
        "/api/wishes/{wish_id}/claimer": {"reason": "打电话约定"},
        "/api/wishes/{wish_id}/introduction": {"reason": "看过证件"},
        "/api/wish-claims": {"id": new_id(), "number": "X1"},
        "/api/stories": {"id": new_id()} | STORY,
        "/api/stories/{story_id}": WORDS,
        "/api/stories/{story_id}/transitions": {"to": "public"},
        "/api/story-hints": {"body": "王建国家"},
    }


def keep_stations(make: Maker) -> None:
    """Make each write once, as the person who makes it."""
    make.account("fuze", ("town_congress", AREA))
    renda = make.login("fuze")
    fact = {"id": new_id(), "after": 0, "kind": "host", "value": "community"}
    assert renda.post("/api/stations/2/facts", json=fact).status_code == 200
    wall = {"id": new_id()} | WALL
    made = renda.post("/api/stations/2/walls", json=wall)
    assert made.status_code == 201, made.text
    token = made.get_json()["url"].partition("#")[2]
    assert make.app.test_client().post("/api/wall-board", json={"token": token}).status_code == 200
    assert renda.delete(f"/api/stations/2/walls/{wall['id']}").status_code == 204
    wish = renda.post("/api/wishes", json={"id": new_id()} | WISH)
    assert wish.status_code == 201, wish.text
    make.account("hecha", ("liaison", AREA))
    at, liaison_ = f"/api/wishes/{wish.get_json()['id']}", make.login("hecha")
    for version, to in ((1, "verified"), (2, "on_tree")):
        gone = liaison_.post(f"{at}/transitions", json={"to": to}, headers={"If-Match": f'"{version}"'})
        assert gone.status_code == 200, gone.text
    assert liaison_.post(f"{at}/person", json={"reason": "核实情况"}).status_code == 200
    number = wish.get_json()["number"]
    assert renda.post("/api/wish-claims", json={"id": new_id(), "number": number}).status_code == 200
    back = renda.post(f"{at}/transitions", json={"to": "on_tree", "note": "先退回"}, headers={"If-Match": '"4"'})
    assert back.status_code == 200, back.text
    form = {"id": new_id(), "name": "爱心人", "phone": "13912345678"}
    assert make.app.test_client().post(f"/wishes/{number}", data=form).status_code == 201
    for what in ("claimer", "introduction"):
        looked = liaison_.post(f"{at}/{what}", json={"reason": "看过证件"})
        assert looked.status_code == 200, looked.text
    story = renda.post("/api/stories", json={"id": new_id()} | STORY)
    assert story.status_code == 201, story.text
    told = f"/api/stories/{story.get_json()['id']}"
    assert renda.put(told, json=WORDS | {"title": "院墙滴水怎么办"}, headers={"If-Match": '"1"'}).status_code == 200
    gone = liaison_.post(f"{told}/transitions", json={"to": "public"}, headers={"If-Match": '"2"'})
    assert gone.status_code == 200, gone.text


def keep_editions(make: Maker) -> None:
    """Take back an edition that is ahead."""
    ahead = make.edition("621124100", "2099-01-01")
    make.account("wangban", ("liaison", "621124100"))
    answer = make.login("wangban").post(f"/api/editions/{ahead}/withdrawal", json={"reason": "画错了一条界"})
    assert answer.status_code == 200, answer.text
