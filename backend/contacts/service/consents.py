"""To what a person has agreed: kept with the submission, by the text that was shown, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.contacts.domain import CONSENT_TEXTS, CONSENT_VERSION, consent_digest
from backend.contacts.model import Consent

How = Literal["ticked", "sending", "told"]
HANDOVER = "handover"


@dataclass(frozen=True)
class Given:
    """One consent. `whom`: the body a matter is handed to, empty else; `given`: ticked, by sending alone, or told to staff."""

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


def may_hand_over(session: Session, report_id: UUID, whom: str) -> bool:
    """Return whether the person agreed that this body gets the matter with what is personal in it; each body is asked about anew."""
    return session.get(Consent, (report_id, HANDOVER, whom)) is not None


def agree_to_hand_over(
    session: Session, report_id: UUID, whom: str, *, area: str, hidden: bool, how: How, language: str = "zh-CN"
) -> None:
    """Keep that the person agreed to a handover to the body `whom`: `ticked` behind the receipt, or `told` to staff. May be repeated."""
    if _add(session, report_id, area, HANDOVER, whom, how, language=language, hidden=hidden):
        audit.append(session, "consent.given", "report", report_id, area=area, fields=(HANDOVER,))


def consents_of(session: Session, report_id: UUID) -> list[Given]:
    """Return what a person has agreed to, oldest first, with the text as this version words it."""
    rows = session.scalars(select(Consent).where(Consent.report_id == report_id).order_by(Consent.at, Consent.purpose))
    return [
        Given(row.purpose, row.whom, row.given, CONSENT_TEXTS[row.purpose], row.text_version, row.language, row.at)
        for row in rows
    ]


def _add(
    session: Session, report_id: UUID, area: str, purpose: str, whom: str, how: How, *, language: str, hidden: bool
) -> bool:
    made = session.execute(
        insert(Consent)
        .values(
            report_id=report_id, purpose=purpose, whom=whom, given=how, text_version=CONSENT_VERSION,
            text_digest=consent_digest(purpose), language=language, area_code=area, hidden=hidden,
        )
        .on_conflict_do_nothing(index_elements=["report_id", "purpose", "whom"])
        .returning(Consent.purpose)
    )  # fmt: skip
    return made.first() is not None
