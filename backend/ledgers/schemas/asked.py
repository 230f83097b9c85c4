"""What is asked of books, as it comes in."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from backend.exports.domain import PAPERS
from backend.hotspots.service import checked_period
from backend.http.fields import KEY, Day, Known, Line, Text
from backend.ledgers.domain import NARROWS, SPANS, Own, Wanted

MOST_COLUMNS = 40


class LedgerNarrowSchema(Schema):
    """Which entries: days in China, both counted; an area of one's own; a category, a channel or a station where the book has them.

    `own`: the book of one's own whose name and columns it has.
    """

    area = Text(load_default=None, least=6, most=12)
    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")
    category = Text(load_default=None, least=1, most=40)
    channel = Text(load_default=None, least=1, most=20)
    station = fields.Integer(load_default=None, validate=KEY)
    own = fields.UUID(load_default=None)


class LedgerQuerySchema(LedgerNarrowSchema):
    """As in an address; `columns`: their keys, divided by commas, none for all; `limit`: of entries, not of figures."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    columns = Text(load_default="", most=1000)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class LedgerExportSchema(LedgerNarrowSchema):
    """Which book goes into a file of which kind, and what for; `code`: a fresh one by the clock."""

    columns = fields.List(Text(least=1, most=40), load_default=list, validate=validate.Length(max=MOST_COLUMNS))
    format = Known(*PAPERS, required=True)
    reason = Line(required=True, least=2, most=60)
    code = Text(required=True, least=6, most=6)


class NewLedgerBookSchema(Schema):
    """A book of one's own, under an id of its maker's: a ready-made one (`source`) with columns chosen, for an area, with a name."""

    id = fields.UUID(required=True)
    name = Line(required=True, least=2, most=40)
    source = Text(required=True, least=1, most=40)
    columns = fields.List(Text(least=1, most=40), required=True, validate=validate.Length(min=1, max=MOST_COLUMNS))
    area = Text(required=True, least=6, most=12)
    category = Text(load_default=None, allow_none=True, least=1, most=40)
    channel = Text(load_default=None, allow_none=True, least=1, most=20)
    station = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    span = Known(*SPANS, required=True)

    @post_load
    def _made(self, asked: dict[str, Any], **_: Any) -> Own:
        return Own(**asked | {"columns": tuple(asked["columns"])})


def wanted_of(book: str, asked: dict[str, Any]) -> Wanted:
    """Return what is asked of a book. Raises Invalid naming the field for a period that is none."""
    given = asked["columns"]
    keys = given.split(",") if isinstance(given, str) else given
    return Wanted(
        book, checked_period(asked["first"], asked["last"]), asked["area"], {name: asked[name] for name in NARROWS},
        tuple(key.strip() for key in keys if key.strip()), asked["own"],
    )  # fmt: skip
