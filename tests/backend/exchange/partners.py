"""Making partners and looking at what became of their messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from backend.settings import Settings
from tests.make import Browser, Maker, new_id
from tests.partner_system import PartnerSystem

ALL = [
    "id",
    "number",
    "state",
    "former_state",
    "version",
    "category",
    "area",
    "area_level",
    "station",
    "opened_at",
    "opening",
]


def terms(endpoint: str, **more: Any) -> dict[str, Any]:
    """Return a partner to be made."""
    return {
        "id": new_id(), "name": "临洮县信访局", "area": "621124", "endpoint": endpoint, "events": ["case.moved"],
        "fields": ["number", "state"], "hidden": False,
    } | more  # fmt: skip


@dataclass
class Office:
    """Who keeps the partners, the installation, and the other system."""

    make: Maker
    app: Flask
    settings: Settings
    system: PartnerSystem
    guan: Browser

    def partner(self, path: str = "/hook", **more: Any) -> str:
        """Make a partner at `path` of the other system, which is told the secret; return its id."""
        answer = self.guan.post("/api/partners", json=terms(self.system.origin + path, **more))
        assert answer.status_code == 201, answer.get_data(as_text=True)
        self.system.secrets[path] = answer.get_json()["secret"]
        return str(answer.get_json()["id"])

    def sent(self, partner: str, **query: str) -> list[dict[str, Any]]:
        """Return the deliveries of a partner, oldest first."""
        answer = self.guan.get(f"/api/partners/{partner}/deliveries", query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return list(reversed(answer.get_json()["items"]))

    def make_due(self) -> None:
        """Let the time until the next tries pass."""
        self.make.run("update partner_delivery set next_at = now(), queued_until = now() where status = 'waiting'")
