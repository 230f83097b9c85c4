"""What the contracts send about opinions, and what one could try with somebody else's."""

from __future__ import annotations

from typing import Any

from tests.make import new_id


def speaking(ids: dict[str, str]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return what one could try with what somebody else said of a draft, by rule."""
    one, own = f"/api/opinions/{ids['opinion_id']}", f"/api/opinions/receipts/{ids['opinion_receipt']}"
    decision = {"ids": [ids["opinion_id"]], "to": "invalid", "words": "冒名的不收"}
    receipts = "/api/opinions/receipts/<string:receipt>"
    return {
        "POST /api/opinions/decisions": [("post", "/api/opinions/decisions", {"json": decision})],
        "POST /api/opinions/<uuid:opinion_id>/case": [("post", f"{one}/case", {"json": {"category": "land"}})],
        f"DELETE {receipts}/contents": [("delete", f"{own}/contents", {"json": {}})],
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
