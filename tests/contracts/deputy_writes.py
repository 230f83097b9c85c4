"""Recipes for the writes about deputies, their homes, receptions and appointments."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.make import new_id


class Write(NamedTuple):
    """One request: method, address, and its body as the test client takes it (`json`, `data`)."""

    verb: str
    path: str
    body: dict[str, Any]


def placing(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with deputies of nobody's and their homes, by rule; who may, may for everybody there."""
    since, nobody = "2026-11-20", ids.get("deputy_id", "0")
    bodies: dict[str, dict[str, Any]] = {
        f"/api/deputies/{nobody}/places": {"id": new_id(), "cell": "X", "since": since},
        f"/api/deputy-homes/{nobody}/officers": {"id": new_id(), "duty": "head", "name": "冒名", "since": since},
        f"/api/deputy-places/{new_id()}/end": {"until": since},
    }
    rules = (
        "deputies/<int:deputy_id>/places",
        "deputy-homes/<int:station_id>/officers",
        "deputy-places/<uuid:row_id>/end",
    )
    return {
        f"POST /api/{rule}": [Write("post", path, {"json": body})]
        for rule, (path, body) in zip(rules, bodies.items(), strict=True)
    }


def receiving(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's receptions and appointments, by rule."""
    reception, appointment = (ids.get(name, new_id()) for name in ("reception_id", "appointment_id"))
    at = {"starts_at": "2099-01-05T01:00:00Z", "ends_at": "2099-01-05T02:00:00Z", "slot_minutes": 20}
    plan = {"id": reception, "title": "抢开的接待", "station_id": 1, "hosts": [{"kind": "judge", "name": "冒名"}]} | at
    came = {"id": new_id(), "slot": 0, "about": "冒名的预约", "name": "冒名", "phone": ""}
    talk = {"to": "talked", "outcome": "answered", "said": "冒名的话一句", "answer": "冒名的答复一条"}
    idea = {"id": ids.get("initiative_id", new_id()), "title": "抢提的建议", "text": "抢着提出来的"}
    return {
        "POST /api/suggestions": [Write("post", "/api/suggestions", {"json": idea})],
        "POST /api/receptions": [Write("post", "/api/receptions", {"json": plan})],
        "POST /api/receptions/<uuid:activity_id>/cancel": [
            Write("post", f"/api/receptions/{reception}/cancel", {"json": {"reason": "抢着取消"}})
        ],
        "POST /api/receptions/<uuid:activity_id>/appointments": [
            Write("post", f"/api/receptions/{reception}/appointments", {"json": came})
        ],
        "POST /api/appointments/<uuid:appointment_id>/settle": [
            Write("post", f"/api/appointments/{appointment}/settle", {"json": body})
            for body in (talk, {"to": "absent"}, {"to": "cancelled", "reason": "抢着取消"})
        ],
    }
