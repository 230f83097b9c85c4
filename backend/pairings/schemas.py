"""Pairings on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.clock import today
from backend.commitments.domain import Keeper
from backend.http.fields import AREA, Between, StrictInteger, Text
from backend.http.paging import encode
from backend.http.words import language
from backend.pairings.domain import Kind, NewPairing, Pairing

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
IDS = Between(1, 2**62)


class PairingFiltersSchema(Schema):
    """Which pairings: of an area, of a kind; `running`: those that run today."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(load_default=None, validate=AREA)
    kind = Text(most=40, load_default=None)
    running = fields.Boolean(load_default=False)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=100, validate=Between(1, 200))


class NewPairingSchema(Schema):
    """Two who are to belong together. `first`, `second`: ids of what the kind has on each side; `id`: made by the sender."""

    id = fields.UUID(required=True)
    kind = Text(least=1, most=40, required=True)
    area_code = fields.String(required=True, validate=AREA)
    first = StrictInteger(required=True, validate=IDS)
    second = StrictInteger(required=True, validate=IDS)
    purpose = Text(least=2, most=500, required=True)
    from_day = fields.Date(required=True, validate=BOUNDS)
    until_day = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class PairingEndSchema(Schema):
    """The last day, which still counts, and why."""

    until_day = fields.Date(required=True, validate=BOUNDS)
    reason = Text(least=2, most=300, required=True)


class PairingMeetSchema(Schema):
    """An activity that they have together."""

    activity_id = fields.UUID(required=True)


class PairingMetSchema(Schema):
    """An activity that they had together."""

    activity_id = fields.UUID(required=True)
    title = fields.String(required=True)
    day = fields.Date(required=True, allow_none=True)


class PairingSchema(Schema):
    """A pairing; `running`: today; `may_change`: by this person."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    first_name = fields.String(required=True)
    second_name = fields.String(required=True)
    purpose = fields.String(required=True)
    from_day = fields.Date(required=True)
    until_day = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True)
    running = fields.Boolean(required=True)
    activities = fields.List(fields.Nested(PairingMetSchema), required=True)
    may_change = fields.Boolean(required=True)


class PairingKindSchema(Schema):
    """A kind of pairing: what stands on each side (person, body; person, deputy); `activity_type`: what they do together."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    first = fields.String(required=True)
    second = fields.String(required=True)
    activity_type = fields.String(required=True, allow_none=True)


class PairingsSchema(Schema):
    """A page of pairings, the newest first, with the kinds there are; `next`: the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(PairingSchema), required=True)
    kinds = fields.List(fields.Nested(PairingKindSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def pairing_of(asked: dict[str, Any]) -> NewPairing:
    """Return what is to be made."""
    return NewPairing(**asked)


def pairing_wire(one: Pairing, who: Keeper) -> dict[str, Any]:
    """Return a pairing as the wire has it."""
    return vars(one) | {
        "kind_label": one.kind_name_en if language() == "en" else one.kind_name,
        "running": one.runs(today()),
        "may_change": who.convenes(one.area_code) and not one.ended_reason,
    }


def pairings_wire(found: Sequence[Pairing], kinds: Sequence[Kind], who: Keeper, most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [pairing_wire(each, who) for each in found[:most]],
        "kinds": [vars(each) | {"name": each.name_en if language() == "en" else each.name} for each in kinds],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }
