"""Counting who saw the page of a code and who began to write there: how many on a day, never who."""

from __future__ import annotations

from backend.db import Prepared
from backend.db.prepared import Trip

COUNT = Prepared("zhitong_code", "select count_code(:code, :began)", code="bigint", began="boolean")


def count(trip: Trip, code_id: int, *, began: bool = False) -> None:
    """Count one more on today's page of a code, in one trip; the last moment may be forgotten when the power fails."""
    trip.run(COUNT, {"code": code_id, "began": began}, lasting=False)
