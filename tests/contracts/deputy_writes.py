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
