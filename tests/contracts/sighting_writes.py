"""What one could try with somebody else's sighting."""

from __future__ import annotations

from typing import Any

from tests.make import new_id


def amending(report: str) -> dict[str, dict[str, Any]]:
    """Return a correction of a sighting and an addition to it, by the last part of their addresses."""
    at = "2026-11-21T09:00:00Z"
    return {
        "corrections": {
            "id": new_id(),
            "made_at": at,
            "based_on": report,
            "changes": {"text": "抢着更正", "risk": "high"},
        },
        "additions": {"id": new_id(), "made_at": at, "text": "抢着补充", "attachments": []},
    }
