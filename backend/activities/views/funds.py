"""GET /api/funds; GET, POST /api/fund-entries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask.views import MethodView
from marshmallow import EXCLUDE, Schema, fields, validate

from backend.activities.model import FundEntry
from backend.activities.schemas.asked import BOUNDS
from backend.activities.service import funds as service
from backend.activities.views.plans import blp, keeper
from backend.http.fields import AREA, Known, Line, UtcDateTime
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer
from backend.http.words import say

YUAN = validate.Regexp(r"^[0-9]{1,9}(\.[0-9]{1,2})?\Z")


class FundsQuerySchema(Schema):
    """Of which place."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)


class FundEntriesQuerySchema(FundsQuerySchema):
    """Which fund of which place; `before`: the number of the last entry read."""

    fund = Line(required=True, least=2, most=60)
    before = fields.Integer(load_default=None, validate=validate.Range(1, 2**31 - 1))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class NewFundEntrySchema(Schema):
    """Money in or out of a fund: `way` in or out, `amount` in yuan as text, `party` from whom or to whom."""

    id = fields.UUID(required=True)
    area_code = fields.String(required=True, validate=AREA)
    fund = Line(required=True, least=2, most=60)
    day = fields.Date(required=True, validate=BOUNDS)
    way = Known("in", "out", required=True)
    amount = fields.String(required=True, validate=YUAN)
    purpose = Line(required=True, least=2, most=200)
    party = Line(load_default="", most=60)


class FundSchema(Schema):
    """A fund; yuan as text."""

    area_code = fields.String(required=True)
    name = fields.String(required=True)
    entries = fields.Integer(required=True)
    received = fields.String(required=True)
    paid = fields.String(required=True)
    balance = fields.String(required=True)


class FundsSchema(Schema):
    """The funds of a place."""

    items = fields.List(fields.Nested(FundSchema), required=True)


class FundEntrySchema(Schema):
    """Money in or out, and the balance after it; yuan as text."""

    id = fields.UUID(required=True)
    nth = fields.Integer(required=True)
    day = fields.Date(required=True)
    way = fields.String(required=True)
    way_label = fields.String(required=True)
    amount = fields.String(required=True)
    balance = fields.String(required=True)
    purpose = fields.String(required=True)
    party = fields.String(required=True)
    noted_name = fields.String(required=True)
    at = UtcDateTime(required=True)


class FundEntriesSchema(Schema):
    """Entries, the newest first."""

    items = fields.List(fields.Nested(FundEntrySchema), required=True)


WAYS = {"in": "收入", "out": "支出"}


@blp.route("/funds")
class Funds(MethodView):
    """Charity funds."""

    @blp.arguments(FundsQuerySchema, location="query")
    @blp.response(200, FundsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List the charity funds of a place with what came in, went out and is left."""
        require_viewer()
        area = prefix_of(asked["area"])
        found = transact(lambda session: service.funds(session, area))
        sums = ("received", "paid", "balance")
        return {"items": [vars(each) | {name: f"{getattr(each, name):.2f}" for name in sums} for each in found]}


@blp.route("/fund-entries")
class FundEntries(MethodView):
    """The ledger of a fund."""

    @blp.arguments(FundEntriesQuerySchema, location="query")
    @blp.response(200, FundEntriesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the entries of a fund, the newest first; the next page begins below the last number."""
        require_viewer()
        area, fund, before, most = (asked[name] for name in ("area", "fund", "before", "limit"))
        found = transact(lambda session: service.entries(session, area, fund, before=before, most=most))
        return {"items": [entry_wire(each) for each in found]}

    @blp.arguments(NewFundEntrySchema)
    @blp.response(201, FundEntrySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no activities there")
    @blp.alt_response(409, description="the id stands for something else, or there is not so much")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Note money in or out of a fund. May be repeated."""
        who, given = keeper(), service.Entry(**asked | {"amount": Decimal(asked["amount"])})
        return transact(lambda session: entry_wire(service.enter(session, given, who)))


def entry_wire(entry: FundEntry) -> dict[str, Any]:
    """Return an entry as the wire has it."""
    names = ("id", "nth", "day", "way", "amount", "balance", "purpose", "party", "noted_name", "at")
    return {name: getattr(entry, name) for name in names} | {"way_label": say(WAYS[entry.way])}
