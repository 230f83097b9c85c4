"""What one could try with somebody else's activity, and where a mobile station stands: bodies that their schemas take."""

from __future__ import annotations

from typing import Any

from tests.contracts.world import HERE, NEXT, where
from tests.make import new_id

OTHER = "00000000-0000-0000-0000-000000000007"


def attempts(activity: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return address and body of each write about what was done, promised, and who was there, by the end of its rule."""
    at, shown = f"/api/activities/{activity}", f"/activities/{activity}"
    vow = {"id": OTHER, "text": "抢着答应", "body_id": 1, "due_on": "2099-01-01"}
    api: dict[str, dict[str, Any]] = {
        "evidence": {"id": OTHER, "step": "notice", "words": "抢着记"},
        "commitments": vow,
        "attendance": {"people": [{"id": OTHER, "name": "抢签"}]},
        "sign-in": {"id": OTHER, "code": "S0"},
    }
    rule = "/activities/<uuid:activity_id>"
    said = {f"/api{rule}/{what}": (f"{at}/{what}", {"json": body}) for what, body in api.items()}
    return said | {
        f"{rule}/in/<code>": (f"{shown}/in/S0", {"data": {"name": "抢签"}}),
        f"{rule}/how/<code>": (f"{shown}/how/R0", {"data": {"verdict": "fair"}}),
    }


def standing(station: int) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return address and body of the writes that say where a mobile station stands, by rule."""
    body = {
        "id": new_id(), "station_id": station, "starts_at": "2099-01-01T01:00:00Z", "ends_at": "2099-01-01T03:00:00Z", "place": "集市",
        "point": {"type": "Point", "coordinates": where(NEXT)["place"]["coordinates"]}, "crs": "wgs84",
    }  # fmt: skip
    rule = "/api/station-sessions"
    off = (f"{rule}/{new_id()}/cancel", {"json": {"reason": "下雨"}})
    return {rule: (rule, {"json": body}), f"{rule}/<uuid:session_id>/cancel": off}


def fund_entry() -> dict[str, Any]:
    """Return money that comes into a fund, as its schema takes it."""
    body = {"id": new_id(), "area_code": HERE, "fund": "助学基金", "day": "2026-01-02", "way": "in"}
    return body | {"amount": "100.50", "purpose": "企业捐赠", "party": "镇商会"}
