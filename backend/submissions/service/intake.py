"""Taking in a submission exactly once, and telling how far it is."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import service as cases
from backend.clock import CHINA, today
from backend.codes import service as codes
from backend.codes.domain import CodeTarget, receipt_of
from backend.codes.service import Held
from backend.contacts import service as contacts
from backend.contacts.service import consents
from backend.db import Context
from backend.errors import Conflict, Invalid, NotFound
from backend.geo.place import wgs84_place
from backend.reports import service as reports
from backend.submissions import queries
from backend.submissions.domain import Accepted, NewSubmission, Progress, Spot, Station, Step
from backend.submissions.queries import Taken

TAKEN = "这个编号已经用在别的内容上"


def context_of(new: NewSubmission) -> Context:
    """Return the context to store `new` in: nobody's, bound to this one report and its draft ticket."""
    return Context(receipt=new.id, ticket=new.ticket)


def way_in(new: NewSubmission) -> str:
    """Return by what `new` comes in, for the limits: its code in the one spelling, its station, or the place alone."""
    if new.code is not None:
        return codes.one_spelling(new.code) or "no code of ours"
    return f"station {new.station_id}" if new.station_id is not None else "place"


def record(session: Session, new: NewSubmission) -> Accepted:
    """Store `new` once, in the cell of its place, at its station, and open its case.

    The session's context must be `context_of(new)`. Returns the same for every resend.
    Raises Invalid naming the field, Conflict when the id holds something else or another's.
    """
    digest = new.digest(codes.keys()("submission digest"))
    try:
        target = _target(session, new.code)
    except Invalid:
        if (known := queries.stored(session, new.id)) is None:
            raise
        return _as_before(new, known, digest)  # what became of the code since changes nothing of what was received
    taken = queries.take_in(session, _values(session, new, target, digest))
    if taken.new_answer is not None:
        fields = ["text", "place", "reply", "attachments"]
        if new.written is None:
            consents.record(
                session,
                new.id,
                taken.area_code or "",
                needed=new.needs_consent(),
                ticked=new.consents,
                language=new.language,
            )
        audit.append(session, "submission.received", "report", new.id, area=taken.area_code, fields=fields)
        return _accepted(new, taken.new_answer, again=False)
    if taken.old_digest is None and not taken.has_station:
        raise Invalid("写明位置，或选一个站点", field="place")
    if taken.old_digest is None and not taken.has_cell and named_cell(new):
        raise Invalid("这个网格不是这个信息采集点的。重新选，或写下地点。", field="cell_code")
    if taken.old_digest is None and not taken.was_judged:
        raise Invalid("选一类，拿不准就选“说不清”", field="category")
    return _as_before(new, taken if taken.old_digest is not None else queries.stored(session, new.id), digest)


def received_before(session: Session, new: NewSubmission) -> Accepted | None:
    """Return what was stored when this very submission came before, None when nothing or something else is stored.

    The session's context must be `context_of(new)`.
    """
    digest = new.digest(codes.keys()("submission digest"))
    try:
        return _as_before(new, queries.stored(session, new.id), digest)
    except Conflict:
        return None


def repeated(session: Session, new: NewSubmission) -> Accepted | None:
    """Return what was stored under the id before, None when nothing was.

    Raises Conflict when it holds something else or another's.
    """
    known = queries.stored(session, new.id)
    return _as_before(new, known, new.digest(codes.keys()("submission digest"))) if known else None


def named_cell(new: NewSubmission) -> str | None:
    """Return the cell that is said instead of a point; a point says more and goes first."""
    return None if new.spot else new.cell_code


def foretell(session: Session, code: str | None, station_id: int | None, spot: Spot | None) -> Station | None:
    """Return the station that would get a submission through `code` or `station_id` from `spot`, and why.

    Raises Invalid as `record` does.
    """
    row = queries.foretell(session, _way_there(_target(session, code), station_id, spot))
    return Station(**row) if row else None


def progress(session: Session, held: Held) -> Progress:
    """Return how far the matter is. The session's context must be bound to the report and the case of `held`.

    Raises NotFound when the context opens nothing.
    """
    row = queries.progress(session, held.report_id)
    if row is None or held.case_id is None:
        raise NotFound("回执号或查询码不对。两个号都在“已收到”那一页。")
    steps = [Step(step["at"], step["state"], step["role"]) for step in queries.steps(session, held.case_id)]
    return Progress(
        receipt=row["receipt"], number=row["number"], state=row["state"], state_since=row["state_since"],
        due_on=row["due_on"], station=row["station"], phone=row["phone"], category=row["category"],
        category_en=row["category_en"], received_at=row["received_at"], steps=tuple(steps),
        told=queries.told(session, held.case_id), said=tuple(reports.contents(session, held.report_id)),
        erased_at=next((each.at for each in reports.erased(session, held.report_id) if each.what == "words"), None),
    )  # fmt: skip


def _as_before(new: NewSubmission, known: Taken | None, digest: bytes) -> Accepted:
    if known is None or known.old_digest is None or known.old_answer is None or known.old_author is not None:
        raise Conflict(TAKEN, field="id")
    if not hmac.compare_digest(known.old_digest, digest):
        raise Conflict(TAKEN, field="id")
    return _accepted(new, known.old_answer, again=True)


def _target(session: Session, code: str | None) -> CodeTarget | None:
    if code is None:
        return None
    target = codes.resolve(session, code)
    if target is None:
        raise Invalid("没有这个码。对照海报检查最后4位，或找最近的站点。", field="code")
    if target.state == "revoked":
        raise Invalid("这个码已停用。请扫新海报，或找最近的站点。", field="code")
    return target


def _way_there(target: CodeTarget | None, station_id: int | None, spot: Spot | None) -> dict[str, Any]:
    """Return what the rule of the station asks: the place in WGS-84, the code's own station, the deputy's reach."""
    lon, lat = wgs84_place(spot.lon, spot.lat, spot.crs, field="place") if spot else (None, None)
    deputy = target if target and target.kind == "deputy" else None
    scanned = target.station.id if target and target.station and not deputy else None
    return {
        "lon": lon, "lat": lat, "station_id": scanned or station_id, "own_why": "scanned" if scanned else "chosen",
        "scope_area": deputy.area_code if deputy else None, "deputy": deputy.name if deputy else None,
        "home_id": deputy.station.id if deputy and deputy.station else None,
    }  # fmt: skip


def _values(session: Session, new: NewSubmission, target: CodeTarget | None, digest: bytes) -> dict[str, Any]:
    person = new.reply.name or new.reply.phone
    sealed = contacts.sealed(new.id, new.reply.name, new.reply.phone)
    came = _came(session, new, target)
    return vars(sealed) | _way_there(target, new.station_id, new.spot) | {
        "id": new.id, "category": new.category, "text": new.text, "place_words": new.place_words, "digest": digest,
        "cell_code": named_cell(new), "crs": new.spot.crs if new.spot else None, "accuracy_m": new.spot.accuracy_m if new.spot else None,
        "fixed_at": new.spot.fixed_at if new.spot else None,
        "code_id": target.code_id if target else None, "receipt": receipt_of(new.id, codes.keys()).number,
        "reply_way": new.reply.way, "contact_id": new.id if person or new.has_contact else None, "has_contact": new.has_contact, "language": new.language,
        "ticket": new.ticket, "attachments": list(new.attachments),
    } | came  # fmt: skip


def _came(session: Session, new: NewSubmission, target: CodeTarget | None) -> dict[str, Any]:
    """Return how it came: by a code, from the page, or written down by staff, perhaps for a day before; by when it is to be accepted."""
    by = new.written
    now = datetime.now(UTC)
    plain = {"written": by is not None, "village": None, "hidden": False, "kept": False, "seen_at": None}
    if by is None:
        way = {"channel": "scan" if target else "web", "deputy_id": target.deputy_id if target else None}
        return plain | way | {"accept_by": cases.accept_by(session, now)}
    seen = now if by.came_on == today() else datetime.combine(by.came_on, time(12), CHINA)
    said: dict[str, Any] = {
        "channel": by.channel,
        "village": by.village,
        "hidden": by.level == "hidden",
        "kept": by.kept,
        "seen_at": seen,
    }
    said |= {"accept_by": cases.accept_by(session, seen, "petition") if by.petition else cases.accept_by(session, now)}
    if by.deputy is None:
        return plain | said | {"deputy_id": None}
    deputy, name, area, home = by.deputy
    return plain | said | {"deputy_id": deputy, "deputy": name, "scope_area": area, "home_id": home}


def _accepted(new: NewSubmission, frozen: Mapping[str, Any], *, again: bool) -> Accepted:
    receipt = receipt_of(new.id, codes.keys())
    by = frozen["accept_by"]
    return Accepted(
        report_id=new.id,
        receipt=receipt.number,
        query_code=receipt.query_code,
        number=frozen["number"],
        station=Station(**frozen["station"]),
        cell=frozen["cell"],
        received_at=frozen["received_at"],
        accept_by=date.fromisoformat(by) if by else None,
        again=again,
    )
