"""Each write about proposals for legislation: what the contracts try on another's, and each made once for the record."""

from __future__ import annotations

from typing import Any

from tests.contracts.deputy_writes import Write
from tests.contracts.world import HERE
from tests.make import Maker, new_id

ONE = "/api/proposals/<uuid:proposal_id>"


def bodies(ids: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return a good body of each write, by rule."""
    said = {"area": HERE, "title": "抢提的项目", "text": "抢着提出立法建议", "raised_on": "2026-01-02", "proposer": ""}
    return {
        "POST /api/proposals": {"id": new_id(), "station_id": None, "topics": ["law_gap"], "items": [], "cases": []} | said,
        f"POST {ONE}/sources": {"items": [], "cases": []},
        f"POST {ONE}/transitions": {"move": "withdraw", "words": "抢着撤回", "body_id": None, "plan": None},
    }  # fmt: skip


def filled(path: str, ids: dict[str, str]) -> str:
    """Return a rule's address with the id of somebody's proposal in it."""
    return path.replace("<uuid:proposal_id>", ids.get("proposal_id", new_id()))


def proposing(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's proposals, by rule."""
    return {rule: [Write("post", filled(rule.split()[1], ids), {"json": body})] for rule, body in bodies(ids).items()}


def posted(ids: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Return address and good body of each POST."""
    return [(filled(rule.split()[1], ids), body) for rule, body in bodies(ids).items()]


def keep_proposals(make: Maker) -> None:
    """Make each write of a proposal once."""
    lian, good = make.login("lian"), bodies({})
    one = good["POST /api/proposals"]
    path, case = (
        f"/api/proposals/{one['id']}",
        make.run("select min(number) from cases where area_code ^@ :area", area=HERE),
    )
    assert lian.post("/api/proposals", json=one).status_code == 200
    assert lian.post(f"{path}/sources", json={"items": [], "cases": [case]}).status_code == 200
    move = good[f"POST {ONE}/transitions"]
    assert lian.post(f"{path}/transitions", json=move, headers={"If-Match": '"1"'}).status_code == 200
