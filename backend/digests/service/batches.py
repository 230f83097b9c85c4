"""What goes up at one time: to whom, what, and that it has arrived; the list of it as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.digests import queries
from backend.digests.domain import NewBatch, State
from backend.digests.model import ReportBatch
from backend.digests.queries import BatchView, ItemView, Moment, Wanted
from backend.digests.service.items import TAKEN
from backend.digests.service.stepping import held, makers, step
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.exports import service as exports
from backend.exports.domain import Kind
from backend.exports.service import Cell, Sheet, Written
from backend.plain import digest_of

MOST_ITEMS = 200


def batches(session: Session, *, solicitation: UUID | None, after: Moment | None, most: int) -> list[BatchView]:
    """Return the batches that the viewer sees, newest first."""
    return queries.batches(session, solicitation=solicitation, after=after, most=most)


def batch(session: Session, batch_id: UUID) -> tuple[BatchView, list[ItemView]]:
    """Return a batch and its items, in the order of their numbers. Raises NotFound."""
    found = queries.batches(session, batch=batch_id)
    if not found:
        raise NotFound("没有找到")
    held_items = queries.items(session, Wanted(batch=batch_id), most=MOST_ITEMS)
    return found[0], sorted(held_items, key=lambda each: each.number)


def send(session: Session, actor: Actor, given: NewBatch) -> BatchView:
    """Report items that were approved, all or none. May be repeated.

    Raises NotFound, Forbidden, Conflict for an id that is taken, Invalid naming the field: a later day, an item of another draft or that
    is not approved.
    """
    if queries.draft(session, given.solicitation_id) is None:
        raise NotFound("没有找到")
    if given.sent_on > today():
        raise Invalid("日期不能晚于今天", field="sent_on")
    asked = digest_of(**vars(given))
    queries.lock(session, given.id)
    if not queries.batches(session, batch=given.id):
        items = [held(session, each) for each in sorted(dict.fromkeys(given.items), key=str)]
        if any(each.solicitation_id != given.solicitation_id or each.state != State.SELECTED for each in items):
            raise Invalid("只能上报同一部草案里审核同意的条目", field="items", code="not_selected")
        area = min((each.area_code for each in items), key=len)
        row = {
            "id": given.id,
            "number": queries.next_number(session, "SB", today()),
            "solicitation_id": given.solicitation_id,
        }
        row |= {"recipient": given.recipient, "note": given.note, "sent_on": given.sent_on, "area_code": area}
        if actor.id is None or any("liaison" not in makers(session, actor, each.area_code) for each in items):
            raise Forbidden("您的岗位不能做这一步")
        row |= {"made_by": actor.id, "made_name": actor.name, "asked": asked}
        if session.execute(
            upsert(ReportBatch).values(**row).on_conflict_do_nothing().returning(ReportBatch.id)
        ).one_or_none():
            audit.append(session, "batch.sent", "report_batch", given.id, area=area, fields=("recipient", "items"))
            for each in items:
                able = frozenset({"liaison"})
                step(
                    session, each, actor, "report", "", version=each.version, maker=able, values={"batch_id": given.id}
                )
    found = queries.batches(session, batch=given.id)
    if not found or (found[0].asked, found[0].made_by) != (asked, actor.id):
        raise Conflict(TAKEN, field="id", code="id_taken")
    return found[0]


def note_receipt(session: Session, batch_id: UUID, actor: Actor, number: str, day: date, who: str) -> BatchView:
    """Note that a batch has arrived, as who got it says. May be repeated; another receipt is refused.

    Raises NotFound, Forbidden, Conflict, Invalid (field `received_on`: before it was sent, or to come).
    """
    queries.lock(session, batch_id)
    found, _ = batch(session, batch_id)
    if actor.id is None or not makers(session, actor, found.area_code) & {"liaison", "working_body"}:
        raise Forbidden("您的岗位不能做这一步")
    if found.receipt_number is not None:
        if (found.receipt_number, found.receipt_on, found.receipt_by) == (number, day, who):
            return found
        raise Conflict("回执已经记下了，不能再改", code="received")
    if not found.sent_on <= day <= today():
        raise Invalid("回执日期要在上报之后、今天以前", field="received_on")
    said = {"receipt_number": number, "receipt_on": day, "receipt_by": who, "receipt_noted_by": actor.id}
    session.execute(update(ReportBatch).where(ReportBatch.id == batch_id).values(**said))
    audit.append(session, "batch.received", "report_batch", batch_id, area=found.area_code, fields=("receipt",))
    return batch(session, batch_id)[0]


def export(session: Session, batch_id: UUID, kind: Kind, wanted: Sheet[ItemView]) -> Written:
    """Write the items of a batch into a file; goes into the record. Raises NotFound."""
    found, items = batch(session, batch_id)

    def rows() -> Iterator[list[Cell]]:
        return (wanted.cells_of(each) for each in items)

    written = exports.write(kind, wanted.frame, rows(), wanted.total)
    fields = (kind, f"rows:{written.rows}", *wanted.asked)
    audit.append(session, "batch.exported", "report_batch", batch_id, area=found.area_code, fields=fields)
    return written


def drawn(session: Session, batch_id: UUID) -> tuple[BatchView, list[ItemView]]:
    """Return a batch and its items for the paper; goes into the record. Raises NotFound."""
    found, items = batch(session, batch_id)
    audit.append(session, "batch.printed", "report_batch", batch_id, area=found.area_code, fields=("pdf",))
    return found, items
