"""What stations say of themselves, the records they name, and telling who has to hear of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.activities.model import Activity
from backend.cases.model import Case
from backend.clock import midnight
from backend.db import NamedSql
from backend.evaluation.model import EvaluationClaim, EvaluationEvidence
from backend.grid.domain import Scope
from backend.opinions.model import Opinion
from backend.plain import holding
from backend.visits.model import VisitTask

SQL = NamedSql.beside(str(Path(__file__).parent))
# Who checks hears of a claim, who said it hears that it was checked.
TELLS = {
    name: text(f"select notice_id, account_id from {name}(:evaluation, :station)")
    for name in ("tell_claim", "tell_claim_checked")
}


@dataclass(frozen=True)
class Evidence:
    """A record that a station named."""

    kind: str
    ref: UUID
    label: str


@dataclass(frozen=True)
class Found:
    """A record that a station may name."""

    kind: str
    ref: UUID
    day: date
    label: str


@dataclass(frozen=True)
class Claim:
    """The last word of a station on its own value; `evidence`: as far as the viewer may read it."""

    nth: int
    value: Decimal
    reason: str
    made_by: int
    made_name: str
    made_at: datetime
    evidence: tuple[Evidence, ...]


def claims(session: Session, evaluation: UUID) -> dict[int, dict[str, Claim]]:
    """Return the last word of each station on its own values, with the records that the viewer may read."""
    said, shown = EvaluationClaim, EvaluationEvidence
    named: dict[tuple[Any, ...], list[Evidence]] = defaultdict(list)
    open_ = select(Case.id).where(Case.id == shown.ref, ~Case.hidden, ~Case.restricted)
    of = select(shown).where(shown.evaluation_id == evaluation, (shown.kind != "case") | open_.exists())
    for each in session.scalars(of.order_by(shown.position)):
        named[each.station_id, each.indicator, each.nth].append(Evidence(each.kind, each.ref, each.label))
    found: dict[int, dict[str, Claim]] = defaultdict(dict)
    last = select(said).where(said.evaluation_id == evaluation).order_by(said.nth)
    for one in session.scalars(last):
        evidence = tuple(named[one.station_id, one.indicator, one.nth])
        found[one.station_id][one.indicator] = Claim(
            one.nth, one.value, one.reason, one.made_by, one.made_name, one.made_at, evidence
        )
    return found


def records(session: Session, named: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Evidence]:
    """Return the records that somebody names by kind and id, without those that the viewer does not see, hidden and restricted ones."""
    of: dict[str, tuple[Any, ...]] = {
        "case": (Case.id, Case.number, ~Case.hidden, ~Case.restricted),
        "opinion": (Opinion.id, Opinion.number),
        "activity": (Activity.id, Activity.title, Activity.type != "reception"),
        "reception": (Activity.id, Activity.title, Activity.type == "reception"),
        "visit": (VisitTask.id, VisitTask.what, VisitTask.state == "done"),
    }
    found: dict[tuple[str, UUID], Evidence] = {}
    for kind in {kind for kind, _ in named}:
        key, label, *rules = of[kind]
        refs = [ref for each, ref in named if each == kind]
        for ref, words in session.execute(select(key, label).where(key.in_(refs), label.is_not(None), *rules)):
            found[kind, ref] = Evidence(kind, ref, words[:200])
    return found


def found(session: Session, area: str, since: date, words: str, most: int) -> list[Found]:
    """Return records of an area since a day whose number or title holds `words`, the newest first."""
    asked = Scope((area,)).values | {"since": since, "moment": midnight(since), "words": holding(words), "most": most}
    return [Found(*row) for row in session.execute(SQL["found"], asked)]


def tell(session: Session, name: str, evaluation: UUID, station: int) -> list[tuple[UUID, int]]:
    """Tell who has to hear of what was just said or checked, by one of `TELLS`; return id and account of each message that is new."""
    told = session.execute(TELLS[name], {"evaluation": evaluation, "station": station})
    return [(row.notice_id, row.account_id) for row in told]
