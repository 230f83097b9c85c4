"""Correcting a sighting and adding to it: facts stay, what comes later is a report of its own that names the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import AUTHOR, OVER, Actor
from backend.categories.model import Category
from backend.clock import today
from backend.db import apply_context, current_context, one_at_a_time
from backend.errors import Clash, Conflict, Forbidden, Invalid, NotFound, Refusal
from backend.feedback import service as feedback
from backend.feedback.queries import Asked
from backend.reports import service as reports
from backend.reports.model import CaseReport, Report, ReportAttachment, ReportText
from backend.sightings import queries
from backend.sightings.domain import MOST_AMENDMENTS, Addition, Correction, Version, clashing, taken
from backend.sightings.domain.amendment import last_change
from backend.sightings.model import Amendment, Sighting

NUMBER = select(func.paper_number("", func.now(), func.nextval("report_number")))


@dataclass(frozen=True)
class Opened:
    """A sighting that somebody may amend: the first report, its case, and as what they act."""

    first: UUID
    case_id: UUID
    actor: Actor
    role: str


def asked(session: Session) -> list[Asked]:
    """Return what stations ask of the viewer's own sightings now, the soonest due first."""
    viewer = current_context(session).viewer
    return feedback.asked_of(session, viewer) if viewer is not None else []


def history(session: Session, first: UUID, actor: Actor) -> tuple[list[Version], bool]:
    """Return the versions of a sighting, oldest first, and whether it may still be corrected, to its author or a liaison of its place.

    Raises NotFound when it is neither's.
    """
    opened = _open(session, first, actor)
    return queries.versions(session, first), cases.head_of(session, opened.case_id).state not in OVER


def correct(session: Session, first: UUID, actor: Actor, new: Correction) -> tuple[Mapping[str, Any], bool]:
    """Say fields of a sighting anew, beside what others changed meanwhile; return what the sender is told and whether it was there before.

    Raises NotFound, Forbidden, Invalid (fields `changes`, `changes.category`, `based_on`), Clash when somebody changed one of the same
    fields since the version this one is based on, Conflict when the matter is over, erased, or was amended too often.
    """
    opened = _open(session, first, actor)
    one_at_a_time(session, f"sighting {first}")
    if (known := _known(session, new.id, new.digest(first))) is not None:
        return known, True
    versions = _standing(session, opened)
    if cases.head_of(session, opened.case_id).state in OVER:
        raise Conflict("已经答复或办结，不能再更正", code="over")
    _may_be_said(session, new)
    base = next((each for each in versions if each.id == new.based_on), None)
    if base is None:
        raise Invalid("没有这一版，请刷新后再改", field="based_on", code="unknown_version")
    now = versions[-1].state
    if names := clashing(base.state, now, new.changes):
        raise Clash(
            "别人先改了同一项，请选一个",
            field="changes",
            clashes=_told(versions, names, new),
            head=str(versions[-1].id),
        )
    after = now.with_(new.changes)
    row = _Row(
        new.id, new.digest(first), new.made_at, new.based_on, tuple(sorted(new.changes)), after.text, len(versions)
    )
    return _store(session, opened, row, replace(versions[-1], state=after)), False


def add(session: Session, first: UUID, actor: Actor, new: Addition) -> tuple[Mapping[str, Any], bool]:
    """Take more of one's own sighting, words and photos; return what the sender is told and whether it was there before.

    Where the station had asked for it, the case goes back to be judged; what comes too late is kept all the same. Raises as
    `correct` does, Forbidden for anybody but the author.
    """
    opened = _open(session, first, actor)
    if opened.role != AUTHOR:
        raise Forbidden("只有登记的人自己补充")
    one_at_a_time(session, f"sighting {first}")
    if (known := _known(session, new.id, new.digest(first))) is not None:
        return known, True
    versions = _standing(session, opened)
    row = _Row(new.id, new.digest(first), new.made_at, versions[-1].id, (), new.text, len(versions), new.attachments)
    answer = _store(session, opened, row, versions[-1])
    cases.by_author(session, opened.case_id, opened.actor, new.text)
    return answer, False


@dataclass(frozen=True)
class _Row:
    """What is to be stored of an amendment besides the state it leaves."""

    id: UUID
    digest: bytes
    made_at: datetime
    based_on: UUID
    fields: tuple[str, ...]
    text: str
    nth: int
    attachments: tuple[str, ...] = ()


def _open(session: Session, first: UUID, actor: Actor) -> Opened:
    """Return the sighting to its author, whose context then holds it and its case, or to a liaison who reads it."""
    own = queries.own_sighting(session, first, actor.id) if actor.id is not None else None
    if own is not None:
        context = current_context(session)
        apply_context(session, replace(context, receipt=first, case=own.case_id, holder=AUTHOR))
        return Opened(first, own.case_id, replace(actor, holds=frozenset({AUTHOR})), AUTHOR)
    seen = session.get(Report, first)
    link = session.scalar(select(CaseReport.case_id).where(CaseReport.report_id == first))
    if seen is None or link is None or seen.kind != "sighting" or seen.corrects_id is not None:
        raise NotFound("没有找到")
    if "liaison" not in actor.roles_at(seen.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return Opened(first, link, actor, "liaison")


def _standing(session: Session, opened: Opened) -> list[Version]:
    """Return the versions of what may still be amended here."""
    area = session.get_one(Report, opened.first).area_code
    if not area.startswith(current_context(session).file_areas):
        raise Forbidden("这个地方不在您的工作范围", code="out_of_scope")
    if any(each.what == "words" for each in reports.erased(session, opened.first)):
        raise Conflict("内容已经清除，不能再更正", code="erased")
    versions = queries.versions(session, opened.first)
    if len(versions) > MOST_AMENDMENTS:
        raise Conflict("更正的次数太多了，请直接找站点说", code="too_many")
    return versions


def _may_be_said(session: Session, new: Correction) -> None:
    if not new.changes:
        raise Invalid("没有要改的", field="changes", code="nothing_to_correct")
    category = new.changes.get("category")
    kind = session.get(Category, category) if category is not None else None
    if category is not None and (kind is None or (kind.retired_on is not None and kind.retired_on <= today())):
        raise Invalid("没有这个类别", field="changes.category", code="unknown_category")


def _told(versions: Sequence[Version], names: Sequence[str], new: Correction) -> list[dict[str, Any]]:
    """Return each clash as the person has to choose: both values, and who said the other one when."""
    told = []
    for name in names:
        other = last_change(versions, name)
        values = {
            "field": name,
            "yours": _plain(new.changes[name]),
            "theirs": _plain(getattr(versions[-1].state, name)),
        }
        told.append(values | {"by": other.actor_name, "at": _plain(other.at)})
    return told


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _known(session: Session, new_id: UUID, digest: bytes) -> Mapping[str, Any] | None:
    """Return the answer that was given when this very amendment came before, None when nothing did; else raises the fixed refusal."""
    row = queries.stored(session, new_id)
    if row is None:
        return None
    if row.author_id != current_context(session).viewer or row.digest != digest:
        refusal: Refusal = taken()
        raise refusal
    return row.answer


def _store(session: Session, opened: Opened, row: _Row, last: Version) -> dict[str, Any]:
    """Store an amendment where the first lies, in the same case, with what the sighting says from here on (`last.state`)."""
    first, seen = session.get_one(Report, opened.first), session.get_one(Sighting, opened.first)
    number, at = session.scalar(NUMBER) or "", datetime.now(UTC)
    answer = {"id": str(row.id), "number": number, "corrects": first.number, "received_at": _plain(at)}
    who = {"area_code": first.area_code, "hidden": first.hidden, "author_id": opened.actor.id}
    state = last.state
    session.add(Report(
        id=row.id, number=number, kind=first.kind, cell_id=first.cell_id, station_id=first.station_id, category=state.category,
        channel=first.channel, seen_at=state.seen_at, received_at=at, corrects_id=first.id, digest=row.digest, answer=answer, **who,
    ))  # fmt: skip
    session.flush()
    session.add_all([
        ReportText(report_id=row.id, body=row.text, place_words=state.place_words if row.fields else "", **who),
        Sighting(report_id=row.id, noticed_by=state.noticed_by, risk=state.risk, out_of_cell=seen.out_of_cell,
                 out_of_cell_reason=seen.out_of_cell_reason, visit_id=seen.visit_id, **who),
        Amendment(report_id=row.id, first_id=first.id, nth=row.nth, based_on=row.based_on, fields=list(row.fields), actor_id=opened.actor.id,
                  actor_name=opened.actor.name, actor_role=opened.role, made_at=row.made_at),
        CaseReport(case_id=opened.case_id, report_id=row.id, **who),
        *(ReportAttachment(report_id=row.id, nth=nth, sent_sha256=bytes.fromhex(each), **who) for nth, each in enumerate(row.attachments, 1)),
    ])  # fmt: skip
    session.flush()
    action = "sighting.corrected" if row.fields else "sighting.added_to"
    audit.append(session, action, "report", row.id, area=first.area_code, fields=row.fields or ("text", "attachments"))
    return answer
