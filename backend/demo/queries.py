"""Typed callers of the room's named SQL; run as the owner."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.demo.domain import WORDS

Q = NamedSql.beside(__file__)
# What people quarrel about, and what else they report; how often each is made up.
DISPUTES = ("neighbours", "land", "family", "relocation", "property", "labour")
CATEGORIES = ("neighbours", "land", "public_service", *DISPUTES, "public_service", "environment", "traffic", "other")


@dataclass(frozen=True)
class Plan:
    """How many reports to make up for a county, over how many days, around which cells.

    `least`: days since the last of them; `categories`: each as often as it is named.
    """

    county: str
    count: int
    days: int
    hot: tuple[str, ...] = ()
    least: int = 0
    categories: tuple[str, ...] = CATEGORIES


def reports(session: Session) -> int:
    """Return how many reports there are."""
    return int(session.scalar(Q["reports"]) or 0)


def make_up(
    session: Session, plan: Plan, *, signer: int, receipt: Callable[[UUID], str], due: Mapping[str, Mapping[str, str]]
) -> None:
    """Make up the reports of a county with their cases, events and answers.

    `signer`: the account that signs; `receipt`: the receipt of a submission by its id; `due`: by state and the day on
    which it began (in China) the last day of the time it may last.
    """
    session.execute(Q["seed"], {"seed": 0.42})
    values = asdict(plan) | {"hot": list(plan.hot), "categories": list(plan.categories)}
    session.execute(Q["make_reports"], values)
    session.execute(Q["finish_reports"], {"county": plan.county})
    receipts = {str(report): receipt(report) for report in session.scalars(Q["submissions_of_table"])}
    words = {category: list(texts) for category, (texts, _) in WORDS.items()}
    answers = {category: answer for category, (_, answer) in WORDS.items()}
    session.execute(
        Q["store_reports"],
        {
            "county": plan.county,
            "words": json.dumps(words),
            "receipts": json.dumps(receipts),
            "due": json.dumps(due),
        },
    )
    session.execute(Q["store_events"])
    session.execute(Q["store_sheets"], {"answers": json.dumps(answers), "signer": signer})
    session.execute(Q["drop_table"])


def scan(session: Session, days: int) -> None:
    """Make up how often each code was scanned in the last days, by what came of it."""
    session.execute(Q["seed"], {"seed": 0.19})
    session.execute(Q["issue_early"], {"days": days})
    session.execute(Q["scan"], {"days": days})


def resolved(session: Session, area: str) -> int:
    """Return how many disputes of an area are settled and closed."""
    return int(session.scalar(Q["resolved"], {"area": area, "disputes": list(DISPUTES)}) or 0)


def fresh_cases(session: Session, area: str, most: int) -> list[UUID]:
    """Return open cases of an area that nobody has accepted yet, the newest first, none of them hidden."""
    return list(session.scalars(Q["fresh_cases"], {"area": area, "most": most}))


def station_in(session: Session, village: str) -> int:
    """Return the station of a village that is asked first."""
    return int(session.scalar(Q["station_in"], {"village": village}) or 0)


@dataclass(frozen=True)
class DemoDraft:
    """A draft with its newest version; `articles`: id and label of each; `finished`: its results are in."""

    id: UUID
    version_id: UUID
    finished: bool
    articles: Sequence[tuple[str, str]]


def drafts_of(session: Session, area: str) -> list[DemoDraft]:
    """Return the drafts that concern an area."""
    return [DemoDraft(*row) for row in session.execute(Q["drafts_of"], {"area": area})]


def stations_of(session: Session, codes: Sequence[str]) -> Sequence[int]:
    """Return the ids of stations by their codes."""
    return session.scalars(Q["stations_of"], {"codes": list(codes)}).all()


def raised(session: Session, area: str) -> tuple[int, int, int]:
    """Return how many opinions on the drafts of an area were raised, reported and adopted."""
    row = session.execute(Q["raised"], {"area": area}).one()
    return row.raised, row.reported, row.adopted


def store_activities(session: Session, rows: str, signer: int) -> None:
    """Store held activities; `rows`: JSON."""
    session.execute(Q["store_activities"], {"rows": rows, "signer": signer})


def store_experts(session: Session, rows: str, signer: int) -> None:
    """Store experts, each with a speciality; `rows`: JSON."""
    session.execute(Q["store_experts"], {"rows": rows, "signer": signer})


def store_voices(session: Session, opinions: str, items: str, signer: int) -> None:
    """Store opinions with the digest items they stand in and what became of them; both JSON."""
    values = {"opinions": opinions, "items": items, "signer": signer}
    session.execute(Q["begin_voices"])
    for name in (
        "store_items",
        "store_item_events",
        "store_voices",
        "store_said",
        "store_voice_events",
        "store_joined",
        "store_notices",
    ):
        session.execute(Q[name], values)
    session.execute(text("set constraints all immediate"))
    session.execute(Q["end_voices"])
