"""What the contracts send about opinions, what one could try with somebody else's, and each write made once for the record."""

from __future__ import annotations

from typing import Any

from tests.drafts import draft
from tests.make import Maker, new_id


def speaking(ids: dict[str, str]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return what one could try with what somebody else said of a draft, by rule."""
    one, own = f"/api/opinions/{ids['opinion_id']}", f"/api/opinions/receipts/{ids['opinion_receipt']}"
    decision = {"ids": [ids["opinion_id"]], "to": "invalid", "words": "冒名的不收"}
    receipts = "/api/opinions/receipts/<string:receipt>"
    return {
        "POST /api/opinions/decisions": [("post", "/api/opinions/decisions", {"json": decision})],
        "POST /api/opinions/<uuid:opinion_id>/case": [("post", f"{one}/case", {"json": {"category": "land"}})],
        f"DELETE {receipts}/contents": [("delete", f"{own}/contents", {"json": {}})],
        f"PUT {receipts}/thanks": [("put", f"{own}/thanks", {"json": {"name": "冒名"}})],
        "DELETE /api/opinions/<uuid:opinion_id>/thanks": [("delete", f"{one}/thanks", {"json": {}})],
        f"POST {receipts}/withdrawal": [("post", f"{own}/withdrawal", {"json": {}})],
    }


def noted_opinion(**more: Any) -> dict[str, Any]:
    """Return an opinion on no draft at all, as somebody with an account writes it down."""
    facts = {"solicitation_id": new_id(), "text": "物业费要公示", "reply": {"way": "receipt"}}
    said = {"speaker": "other", "channel": "door", "said_at": "2026-11-20T08:30:00Z"}
    return {"id": new_id()} | facts | said | more


def spoken(**more: Any) -> dict[str, Any]:
    """Return an opinion on no draft at all, as a person without an account sends it."""
    return {"id": new_id(), "solicitation_id": new_id(), "text": "物业费要公示", "reply": {"way": "receipt"}} | more


def sitting(station: int, **more: Any) -> dict[str, Any]:
    """Return a box that was opened, as the desk sends it."""
    facts = {"held_on": "2026-01-02", "people": "李联络、何核查", "papers": 2, "station_id": station}
    return {"id": new_id(), "channel": "box"} | facts | more


def keep_opinions(make: Maker) -> None:
    """Make each write about an opinion once: said, noted, out of the box, sorted, made a matter, taken back, erased."""
    law, lian, guest = draft(make), make.login("lian"), make.app.test_client()
    station = make.run("select id from station where code = 'LT-WF'")
    said = [guest.post("/api/opinions", json=spoken(solicitation_id=law.id)) for _ in range(4)]
    assert [each.status_code for each in said] == [201] * 4, [each.text for each in said]
    counted, matter, back, erased = (each.get_json() for each in said)
    noted = noted_opinion(solicitation_id=law.id, cell_code="621124100001001")

    def behind(told: dict[str, Any], verb: str, what: str, **more: Any) -> Any:
        path = f"/api/opinions/receipts/{told['receipt']}/{what}"
        return getattr(guest, verb)(path, headers={"Query-Code": told["query_code"]}, **more)

    page, form = f"/drafts/{law.id}/say", {"step": "submit", "text": "物业费要公示", "way": "receipt"}
    made = [
        lian.post("/api/opinion-sittings", json=sitting(station)),
        guest.post(page, data=form | {"id": new_id()}),
        guest.post(f"{page}/{law.articles['第二条']}", data=form | {"id": new_id()}),
        lian.post("/api/opinions/batch", json={"items": [noted]}),
        lian.post("/api/opinions/decisions", json={"ids": [counted["id"]], "to": "registered", "words": ""}),
        lian.post(f"/api/opinions/{matter['id']}/case", json={"category": "land"}),
        behind(back, "post", "withdrawal"),
        behind(erased, "delete", "contents"),
    ]
    tell = (
        "insert into opinion_event (opinion_id, version, move, from_state, to_state, actor_name, actor_role, area_code) select id, 99, 'adopt',"
        " 'reported', 'adopted', '', 'system', area_code from opinion where id = cast(:id as uuid)"
    )
    make.run(tell, id=counted["id"])
    made.append(behind(counted, "put", "thanks", json={"name": "王兰"}))
    assert lian.delete(f"/api/opinions/{counted['id']}/thanks").status_code == 204
    assert [each.status_code for each in made] == [201, 201, 201, *[200] * 6], [each.text for each in made]
    assert [each["status"] for each in made[3].get_json()["items"]] == [201]
