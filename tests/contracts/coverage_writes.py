"""Writes of coverage: a good body, and each made once."""

from __future__ import annotations

from typing import Any

from tests.make import Maker, new_id


def coverage_plan(area: str) -> dict[str, Any]:
    """Return a plan of two trial posts in `area`."""
    return {
        "id": new_id(), "area": area, "name": "东片两个点", "sites": "103.81,35.39;103.82,35.4", "reach_m": 900, "households": 1, "reports": 2,
        "opinions": 0.5, "harder": 3,
    }  # fmt: skip


def keep_plans(make: Maker) -> None:
    """Make each write once."""
    area = "621124100"
    make.account("budian", ("town_head", area))
    head, plan = make.login("budian"), coverage_plan(area)
    assert head.post("/api/coverage/plans", json=plan).status_code == 201
    assert head.delete(f"/api/coverage/plans/{plan['id']}").status_code == 204
