"""Reading batches and notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true, tuple_
from sqlalchemy.orm import Session

from backend.digests.model import (
    AnswerNotice,
    AnswerNoticeOpinion,
    DigestItem,
    DigestOpinion,
    ReportBatch,
)
from backend.digests.queries.shapes import (
    BatchView,
    Moment,
    NoticeView,
)
from backend.solicitations.model import Solicitation


def batches(
    session: Session,
    *,
    solicitation: UUID | None = None,
    batch: UUID | None = None,
    after: Moment | None = None,
    most: int = 1,
) -> list[BatchView]:
    """Return batches, newest first."""
    row = ReportBatch
    held = select(func.count()).where(DigestItem.batch_id == row.id)
    said = select(func.count()).select_from(DigestOpinion).join(DigestItem).where(DigestItem.batch_id == row.id)
    rules: list[Any] = [true()]
    rules += [row.solicitation_id == solicitation] if solicitation else []
    rules += [row.id == batch] if batch else []
    rules += [tuple_(row.made_at, row.id) < tuple_(*after)] if after else []
    rows: Any = session.execute(
        select(
            row.id, row.number, row.solicitation_id, Solicitation.title, row.recipient, row.note, row.sent_on, row.receipt_number,
            row.receipt_on, row.receipt_by, row.area_code, row.made_by, row.made_name, row.made_at, row.asked, held.scalar_subquery(),
            said.scalar_subquery(),
        )
        .join(Solicitation, Solicitation.id == row.solicitation_id)
        .where(*rules).order_by(row.made_at.desc(), row.id.desc()).limit(most)
    )  # fmt: skip
    return [BatchView(*each) for each in rows]


def notices(
    session: Session, *, solicitation: UUID | None = None, notice: UUID | None = None, most: int = 200
) -> list[NoticeView]:
    """Return the notices of a draft, newest first."""
    row = AnswerNotice
    told = select(func.count()).where(AnswerNoticeOpinion.notice_id == row.id).scalar_subquery()
    rules: list[Any] = [true()]
    rules += [row.solicitation_id == solicitation] if solicitation else []
    rules += [row.id == notice] if notice else []
    columns = (
        row.id, row.solicitation_id, row.title, row.text, row.place, row.published_on, row.area_code, row.made_by, row.made_name,
        row.made_at, row.asked,
    )  # fmt: skip
    rows: Any = session.execute(
        select(*columns, told).where(*rules).order_by(row.published_on.desc(), row.id).limit(most)
    )
    return [NoticeView(*each) for each in rows]
