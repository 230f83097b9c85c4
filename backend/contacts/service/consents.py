"""To what a person has agreed: kept with the submission, by the text that was shown, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.contacts.domain import CONSENT_TEXTS, CONSENT_VERSION, consent_digest
from backend.contacts.model import Consent
from backend.db import one_at_a_time

How = Literal["ticked", "sending", "door", "phone", "paper", "withdrawn"]
HANDOVER = "handover"


@dataclass(frozen=True)
class Given:
    """One consent. `whom`: the body a matter is handed to, empty else; `given`: how, or `withdrawn`."""

    purpose: str
    whom: str
    given: str
    text: str
    text_version: str
    language: str
    at: datetime


def record(
    session: Session, report_id: UUID, area: str, *, needed: Collection[str], ticked: Collection[str], language: str
) -> None:
    """Keep what a sender has agreed to: `ticked` beside its own text; what else the matter needed, by the act of sending alone."""
    for purpose in sorted({*needed, *ticked}):
        how: How = "ticked" if purpose in ticked else "sending"
        _add(session, report_id, area, purpose, "", how, language=language, hidden=False)


def noted(
    session: Session, report_id: UUID, area: str, purposes: Collection[str], how: How, *, noted_by: int, language: str, hidden: bool
) -> None:  # fmt: skip
    """Keep what a person has agreed to when staff told them what is kept: at the door, by phone or on paper (`how`)."""
    for purpose in sorted(purposes):
        _add(session, report_id, area, purpose, "", how, language=language, hidden=hidden, noted_by=noted_by)


def may_hand_over(session: Session, report_id: UUID, whom: str) -> bool:
    """Return whether the person agrees that this body gets what is personal in the matter; each body is asked about anew."""
    return _last(session, report_id, whom) not in {None, "withdrawn"}


def say_of_handover(
    session: Session, who: UUID, whom: str, *, area: str, hidden: bool, how: How, noted_by: int | None = None,
    language: str = "zh-CN",
) -> bool:  # fmt: skip
    """Keep that a person agreed to a handover to the body `whom`, or took it back; returns whether that is news. May be repeated.

    `who`: the report, or the party of a mediation. `how`: ticked behind the receipt, told to staff at the door, by phone or on
    paper, or withdrawn; `noted_by`: who of the staff noted it.
    """
    one_at_a_time(session, f"consent {who} {whom}")
    last = _last(session, who, whom)
    if last == how or (how == "withdrawn" and last is None):
        return False
    nth = session.scalar(select(func.count()).where(*_handover(who, whom))) or 0
    _add(session, who, area, HANDOVER, whom, how, language=language, hidden=hidden, nth=nth + 1, noted_by=noted_by)
    action = "consent.withdrawn" if how == "withdrawn" else "consent.given"
    audit.append(session, action, "report", who, area=area, fields=(HANDOVER,))
    return True


def _handover(who: UUID, whom: str) -> tuple[ColumnElement[bool], ...]:
    return Consent.report_id == who, Consent.purpose == HANDOVER, Consent.whom == whom


def _last(session: Session, who: UUID, whom: str) -> str | None:
    return session.scalar(select(Consent.given).where(*_handover(who, whom)).order_by(Consent.nth.desc()).limit(1))


def consents_of(session: Session, report_id: UUID) -> list[Given]:
    """Return what a person has agreed to, oldest first, with the text as this version words it."""
    rows = session.scalars(
        select(Consent).where(Consent.report_id == report_id).order_by(Consent.at, Consent.purpose, Consent.nth)
    )
    return [
        Given(row.purpose, row.whom, row.given, CONSENT_TEXTS[row.purpose], row.text_version, row.language, row.at)
        for row in rows
    ]


def _add(
    session: Session, report_id: UUID, area: str, purpose: str, whom: str, how: How, *, language: str, hidden: bool,
    nth: int = 1, noted_by: int | None = None,
) -> None:  # fmt: skip
    session.execute(
        insert(Consent)
        .values(
            report_id=report_id, purpose=purpose, whom=whom, given=how, text_version=CONSENT_VERSION,
            text_digest=consent_digest(purpose), language=language, area_code=area, hidden=hidden, nth=nth, noted_by=noted_by,
        )
        .on_conflict_do_nothing(index_elements=["report_id", "purpose", "whom", "nth"])
    )  # fmt: skip
