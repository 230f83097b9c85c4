"""Issuing, reading and revoking codes; opening a receipt with its query code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.categories import service as categories
from backend.clock import today
from backend.codes.domain import (
    Code,
    CodeCategory,
    CodeTarget,
    Derive,
    Kind,
    Preset,
    normal,
    opens,
    read,
    receipt_of,
    write,
)
from backend.codes.model import RepresentativeCode
from backend.deputies import service as deputies
from backend.errors import Conflict, NotFound
from backend.settings import Settings
from backend.stations import service as stations

KEY_ID = 1
NOBODY = UUID(int=0)
HELD = text("select report_id, case_id, area_code, submitted, spoken from receipt_of(:receipt)")
_derive: dict[str, Derive] = {}


@dataclass(frozen=True)
class Held:
    """A receipt that was opened with its query code: of a submission, of an opinion on a draft (`spoken`), or of one that became the other."""

    report_id: UUID
    case_id: UUID | None
    area_code: str
    submitted: bool = True
    spoken: bool = False


def use_keys(settings: Settings) -> None:
    """Take the keys of this process; called once at start."""
    _derive["now"] = settings.derive


def keys() -> Derive:
    """Return what makes the keys of codes and receipts."""
    return _derive["now"]


def resolve(session: Session, code_text: str) -> CodeTarget | None:
    """Return whom the code stands for, revoked or not; None when no such code was ever issued here."""
    said = read(code_text, keys())
    row = session.get(RepresentativeCode, said.serial) if said else None
    if said is None or row is None or (row.kind, row.key_id) != (said.kind, said.key_id):
        return None
    return _target(session, row)


def one_spelling(code_text: str) -> str:
    """Return the one spelling of a signed code however it was typed; empty for all that we never signed."""
    said = read(code_text, keys())
    return write(said, keys()) if said else ""


def preset(session: Session, target: CodeTarget) -> Preset:
    """Return what whoever scans the code today finds chosen beforehand: its category, the cell of its post.

    A category that is out of use is not chosen any more.
    """
    day = today()
    in_use = categories.all_current(session, day) if target.category else ()
    kind = next((each for each in in_use if each.code == target.category), None)
    post = target.station if target.kind == "post" else None
    return Preset(
        CodeCategory(kind.code, kind.name, kind.name_en) if kind else None,
        stations.cell_of_post(session, post.id, on=day) if post else None,
    )


def issue(session: Session, kind: Kind, target_id: int, category: str | None = None) -> str:
    """Return the code of a deputy, station or post (by id); the one that counts already, else a new one.

    `category`: the code of the category it asks about; it is another code than the one that asks about none.
    """
    column = RepresentativeCode.deputy_id if kind == "deputy" else RepresentativeCode.station_id
    found = select(RepresentativeCode).where(
        column == target_id,
        RepresentativeCode.category.is_not_distinct_from(category),
        RepresentativeCode.revoked_at.is_(None),
    )
    row = session.scalar(found)
    if row is None:
        row = RepresentativeCode(kind=kind, category=category, key_id=KEY_ID)
        setattr(row, column.key, target_id)
        session.add(row)
        session.flush()
        audit.append(session, "code.issued", "code", row.id, fields=["kind", column.key, "category"])
    return text_of(row)


def revoke(session: Session, code_text: str, reason: str) -> None:
    """End a code at once.

    Raises NotFound when there is no such code, Conflict when it was revoked before.
    """
    said = read(code_text, keys())
    row = session.get(RepresentativeCode, said.serial) if said else None
    if row is None:
        raise NotFound("没有这个码")
    if row.revoked_at:
        raise Conflict("这个码已经停用")
    row.revoked_at, row.revoked_reason = datetime.now(UTC), reason
    session.flush()
    audit.append(session, "code.revoked", "code", row.id, fields=["revoked_at", "revoked_reason"])


def text_of(row: RepresentativeCode) -> str:
    """Return the text of an issued code."""
    return write(Code(_kind(row), row.key_id, row.id), keys())


def good_codes(session: Session, *, station_id: int | None = None, deputy_id: int | None = None) -> Sequence[str]:
    """Return the codes that count, of one station, of one deputy, or all."""
    wanted = select(RepresentativeCode).where(RepresentativeCode.revoked_at.is_(None))
    if station_id is not None:
        wanted = wanted.where(RepresentativeCode.station_id == station_id)
    if deputy_id is not None:
        wanted = wanted.where(RepresentativeCode.deputy_id == deputy_id)
    return [text_of(row) for row in session.scalars(wanted.order_by(RepresentativeCode.id))]


def held(session: Session, receipt: str, query_code: str) -> Held | None:
    """Return the report and case of a receipt when the query code is its own.

    An unknown receipt and a wrong code look alike and take as long. Needs no context.
    """
    row = session.execute(HELD, {"receipt": normal(receipt)[:64].replace("\0", "")}).one_or_none()
    good = opens(row.report_id if row else NOBODY, query_code, keys())
    return Held(*row) if row and good else None


def receipt_number(report_id: UUID) -> str:
    """Return the number of the receipt of a report."""
    return receipt_of(report_id, keys()).number


def _kind(row: RepresentativeCode) -> Kind:
    for kind in ("deputy", "station", "post"):
        if row.kind == kind:
            return kind
    raise ValueError(row.kind)


def _target(session: Session, row: RepresentativeCode) -> CodeTarget | None:
    state: Literal["good", "revoked"] = "revoked" if row.revoked_at else "good"
    deputy = deputies.get(session, row.deputy_id) if row.deputy_id else None
    station_id = deputy.station_id if deputy else row.station_id
    station = stations.get(session, station_id) if station_id else None
    whom = deputy or station
    if whom is None:
        return None
    return CodeTarget(
        _kind(row), row.id, whom.name, deputy.id if deputy else None, station, whom.area_code, state, row.category
    )
