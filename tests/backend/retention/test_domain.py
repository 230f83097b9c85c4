"""The digest of a deletion changes with everything that the register says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from backend.retention.domain import Batch, digest

RUN, DAY = UUID(int=1), date(2026, 12, 22)
BATCH = Batch("words", 1095, [UUID(int=2)], {"report": 1, "report_text": 2})


def test_the_digest_binds_each_part() -> None:
    changed = {"kind": "photos", "days": 1, "subjects": [], "counts": {"report": 1}}
    digests = {digest(RUN, replace(BATCH, **{name: value}), DAY) for name, value in changed.items()}
    digests |= {digest(RUN, BATCH, DAY), digest(RUN, BATCH, date(2026, 12, 23)), digest(UUID(int=3), BATCH, DAY)}
    assert len(digests) == 7
    again = replace(BATCH, counts=dict(reversed(BATCH.counts.items())))
    assert digest(RUN, again, DAY) == digest(RUN, BATCH, DAY), "whatever order the database gives them in"
