"""The kinds of what is kept for a while, in the order in which a run goes through them; the digest that seals a deletion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

# Kinds of a report's contents, counted in days after its matter came to an end.
OF_REPORTS = ("contacts", "attempts", "photos", "recordings", "words")
# Who came to receptions and what was said there, counted after the day.
OF_RECEPTIONS = ("reception_contacts", "reception_words")
# What was said of drafts, counted after it came to its end; kinds that no report names, counted in days after they ended or came.
OTHERS = ("opinions", *OF_RECEPTIONS, "orphans", "sessions", "throttle")


@dataclass(frozen=True)
class Batch:
    """What one batch found and deleted. `subjects`: ids of reports or attachments; `counts`: rows by table, `files` on disk."""

    kind: str
    days: int
    subjects: Sequence[UUID]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Due:
    """How many reports are due by one rule, and since when the first matter is at its end; `since` is None when there is none."""

    kind: str
    days: int
    reports: int
    since: datetime | None


def digest(run: UUID, batch: Batch, backups_until: date) -> str:
    """Return what an entry of the audit says of a row of the register, so that a change of that row is found."""
    parts = [
        str(run), batch.kind, batch.days, dict(sorted(batch.counts.items())), [str(each) for each in batch.subjects],
        backups_until.isoformat(),
    ]  # fmt: skip
    return f"sha256:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}"
