"""Editions on the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.clock import today
from backend.editions.domain import KINDS, Head, Moved, Sums, Withdrawn
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.paging import a_day, counted_from, encode, last_read
from backend.http.words import say


class EditionsQuerySchema(Schema):
    """A page of editions. Each counts its cells, so few are asked for at a time."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 50))


class EditionMovesQuerySchema(EditionsQuerySchema):
    """What of one kind an edition moved."""

    kind = Known(*KINDS, required=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class EditionRowSchema(Schema):
    """An edition of the grid. Figures are of what lies in the reader's area: its cells, and what became of those before it; `renamed`: kept under another code.

    `state`: ahead, in_force or over; `in_force_to`: the first day it is no longer in force. `file_name`, `imported_by`: as who brought it said, may be empty.
    """

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    in_force_from = fields.Date(required=True)
    in_force_to = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True)
    state_label = fields.String(required=True)
    source = fields.String(required=True)
    file_name = fields.String(required=True)
    imported_by = fields.String(required=True)
    imported_at = UtcDateTime(required=True)
    synthetic = fields.Boolean(required=True)
    cells = fields.Integer(required=True)
    kept = fields.Integer(required=True)
    renamed = fields.Integer(required=True)
    split = fields.Integer(required=True)
    merged = fields.Integer(required=True)
    redrawn = fields.Integer(required=True)


class EditionsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(EditionRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class EditionSchema(EditionRowSchema):
    """And how much it moved there, by kind; of one that is ahead, as of today. `may_withdraw`: the reader may take it back now."""

    new = fields.Integer(required=True)
    gone = fields.Integer(required=True)
    posts = fields.Integer(required=True)
    cases = fields.Integer(required=True)
    reports = fields.Integer(required=True)
    workers = fields.Integer(required=True)
    may_withdraw = fields.Boolean(required=True)


class EditionMoveSchema(Schema):
    """Something that went from the cell `former` to `cell`, by their codes; null: no cell.

    `what`: of a cell, what became of it (kept under another code, split, merged, redrawn, new, gone), `share` of its ground, 0 to 1. `n`: how
    many reports, 1 of all else. `name`: the village of a cell, the post, the number of the case, the worker. `distance_m`: metres of a post to its cell.
    """

    former = fields.String(required=True, allow_none=True)
    cell = fields.String(required=True, allow_none=True)
    what = fields.String(required=True, allow_none=True)
    what_label = fields.String(required=True, allow_none=True)
    share = fields.Float(required=True, allow_none=True)
    n = fields.Integer(required=True)
    name = fields.String(required=True)
    case_id = fields.UUID(required=True, allow_none=True)
    station_id = fields.Integer(required=True, allow_none=True)
    distance_m = fields.Float(required=True, allow_none=True)


class EditionMovesSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(EditionMoveSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class EditionWithdrawalSchema(Schema):
    """Why an edition is taken back."""

    reason = Text(required=True, least=2, most=500)


class EditionWithdrawnSchema(Schema):
    """An edition that was taken back."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    withdrawn_name = fields.String(required=True)
    reason = fields.String(required=True)
    withdrawn_at = UtcDateTime(required=True)


STATES = {"ahead": "未启用", "in_force": "在用", "over": "停用了"}
WHATS = {
    "kept": "换了编号", "split": "拆分", "merged": "合并", "redrawn": "调整边界", "new": "新增", "gone": "取消了",
}  # fmt: skip


def a_key(key: Any) -> str:
    """Return a key of a list of moves. Raises ValueError for what the database could not hold."""
    if not isinstance(key, str) or not key.isprintable():
        raise ValueError(key)
    return key


def day_and_number(cursor: str | None) -> tuple[date, int] | None:
    """Return day and number of the last edition of a page; see `last_read`."""
    found: tuple[date, int] | None = last_read(cursor, a_day, counted_from(1))
    return found


def row_wire(head: Head) -> dict[str, Any]:
    """Return an edition as a list has it."""
    ahead = head.in_force_from > today()
    over = head.in_force_to is not None and head.in_force_to <= today()
    state = "ahead" if ahead else "over" if over else "in_force"
    return vars(head) | {"state": state, "state_label": say(STATES[state])}


def page_wire(found: list[Head], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, with the cursor of the next."""
    shown = found[:most]
    more = encode(shown[-1].in_force_from, shown[-1].id) if found[most:] else None
    return {"items": [row_wire(each) for each in shown], "next": more}


def edition_wire(told: tuple[Head, Sums]) -> dict[str, Any]:
    """Return an edition as its page has it."""
    head, sums = told
    return row_wire(head) | vars(sums) | {"may_withdraw": head.keeps and not head.followed}


def moves_wire(found: list[Moved], most: int) -> dict[str, Any]:
    """Return a page of what was moved, with the cursor of the next."""
    shown = found[:most]
    return {
        "items": [vars(each) | {"what_label": say(WHATS[each.what]) if each.what else None} for each in shown],
        "next": encode(shown[-1].key) if found[most:] else None,
    }


def withdrawn_wire(found: Withdrawn) -> dict[str, Any]:
    """Return what was taken back."""
    return vars(found)
