"""Books on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marshmallow import Schema, fields

from backend.http.viewer import Viewer
from backend.http.words import language, say
from backend.ledgers.domain import BOOKS, KEEPERS, SPANS, Choices, Column, Own, Page, Sum
from backend.ledgers.schemas.sheet import cells_of, plain_figure, title_of


class LedgerColumnSchema(Schema):
    """A column: `kind` is text, code, date or number; `width`: in characters; `adds`: its figures are summed."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    width = fields.Integer(required=True)
    adds = fields.Boolean(required=True)


class LedgerBookSchema(Schema):
    """A ready-made book; `by`: what it can be narrowed by besides area and period; `dated`: which day puts an entry into a period."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    dated = fields.String(required=True)
    by = fields.List(fields.String(), required=True)
    columns = fields.List(fields.Nested(LedgerColumnSchema), required=True)


class OwnLedgerBookSchema(Schema):
    """A book that an office made; `may_end`: by this viewer."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    source = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    area = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    station = fields.Integer(required=True, allow_none=True)
    span = fields.String(required=True)
    ended = fields.Boolean(required=True)
    may_end = fields.Boolean(required=True)


class LedgerChoiceSchema(Schema):
    """Something to choose from."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class LedgersSchema(Schema):
    """The books there are, the office's own, and what they can be narrowed by; `may_keep`: this viewer makes some."""

    items = fields.List(fields.Nested(LedgerBookSchema), required=True)
    own = fields.List(fields.Nested(OwnLedgerBookSchema), required=True)
    channels = fields.List(fields.Nested(LedgerChoiceSchema), required=True)
    stations = fields.List(fields.Nested(LedgerChoiceSchema), required=True)
    spans = fields.List(fields.Nested(LedgerChoiceSchema), required=True)
    may_keep = fields.Boolean(required=True)


class LedgerSumSchema(Schema):
    """The figures of one area."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    rows = fields.Integer(required=True)
    hidden = fields.Integer(required=True)
    sums = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)


class LedgerPageSchema(Schema):
    """A book opened: its first entries, cell by cell in the order of `columns`, and the figures of all of them.

    The first cell of each is its place in the book. `areas`: the figures one level below; `hidden`: entries of which only the village stands there.
    """

    code = fields.String(required=True)
    title = fields.String(required=True)
    dated = fields.String(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    columns = fields.List(fields.Nested(LedgerColumnSchema), required=True)
    items = fields.List(fields.List(fields.Raw(allow_none=True)), required=True)
    rows = fields.Integer(required=True)
    hidden = fields.Integer(required=True)
    sums = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    areas = fields.List(fields.Nested(LedgerSumSchema), required=True)


def page_wire(page: Page, first: date, last: date) -> dict[str, Any]:
    """Return a book as the wire has it."""
    rows = [cells_of(page.columns, nth, row) for nth, row in enumerate(page.rows, 1)]
    return {
        "code": page.book.code, "title": title_of(page), "dated": say(page.book.dated), "first": first, "last": last,
        "columns": [_column(column) for column in page.columns], "rows": page.totals.rows, "hidden": page.totals.hidden,
        "items": [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows],
        "sums": _figures(page.totals.sums), "areas": [_sum(each) for each in page.totals.areas],
    }  # fmt: skip


def catalogue_wire(viewer: Viewer, own: Sequence[Own], choices: Choices) -> dict[str, Any]:
    """Return all that can be opened and chosen."""
    english = language() == "en"
    return {
        "items": [
            {
                "code": book.code, "name": say(book.name), "dated": say(book.dated), "by": book.by,
                "columns": [_column(column) for column in book.columns],
            }
            for book in BOOKS.values()
        ],
        "own": [own_wire(viewer, each) for each in own],
        "channels": [{"code": code, "name": name_en if english else name} for code, name, name_en in choices.channels],
        "stations": [{"code": str(station), "name": name} for station, name in choices.stations],
        "spans": [{"code": code, "name": say(name)} for code, name in SPANS.items()],
        "may_keep": viewer.holds(*KEEPERS),
    }  # fmt: skip


def own_wire(viewer: Viewer, own: Own) -> dict[str, Any]:
    """Return an office's own book as the wire has it."""
    may = any(role in KEEPERS and own.area.startswith(prefix) for role, prefix in viewer.held)
    return {name: value for name, value in vars(own).items() if name != "made_by"} | {"may_end": may and not own.ended}


def _column(column: Column) -> dict[str, Any]:
    kind = {"prose": "text", "money": "number"}.get(column.kind, column.kind)
    return {"key": column.key, "name": say(column.name), "kind": kind, "width": column.width, "adds": column.adds}


def _sum(each: Sum) -> dict[str, Any]:
    return vars(each) | {"sums": _figures(each.sums)}


def _figures(sums: Mapping[str, Any]) -> dict[str, int | float]:
    return {key: plain_figure(value) for key, value in sums.items()}
