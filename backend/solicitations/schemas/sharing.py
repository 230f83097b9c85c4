"""Shared hints and networks of informants on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.http.fields import Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import say
from backend.solicitations.domain.sharing import HINT_KINDS, SERVES, Collector, Hint
from backend.solicitations.queries import HintView, InformantView

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


class HintFiltersSchema(Schema):
    """A page of hints."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class NewReviewHintSchema(Schema):
    """What a decision says of a normative document; nothing of the parties. `solicitation_id`: the review it belongs to.

    `area`: left out by who acts for a body: where that body is.
    """

    id = fields.UUID(required=True)
    document = Text(required=True, least=2, most=100)
    solicitation_id = fields.UUID(load_default=None, allow_none=True)
    kind = Known(*HINT_KINDS, required=True)
    organ = Text(required=True, least=2, most=60)
    reference = Text(required=True, least=2, most=60)
    decided_on = fields.Date(required=True, validate=BOUNDS)
    said = Text(required=True, least=5, most=2000)
    area = Text(load_default="", most=12)


class ReviewHintSchema(Schema):
    """A hint that is shared; `made_name`: who shared it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    document = fields.String(required=True)
    solicitation_id = fields.UUID(required=True, allow_none=True)
    solicitation_title = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    organ = fields.String(required=True)
    reference = fields.String(required=True)
    decided_on = fields.Date(required=True)
    said = fields.String(required=True)
    area_name = fields.String(required=True)
    made_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)


class ReviewHintsSchema(Schema):
    """A page of hints; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(ReviewHintSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class NewInformantSchema(Schema):
    """Somebody for the network of a station, and the neighbourhood, village or unit they serve."""

    id = fields.UUID(required=True)
    station_id = StrictInteger(required=True, validate=Between(1, 2**62))
    name = Text(required=True, least=2, most=30)
    standing = Text(load_default="", most=20)
    serves = Known(*SERVES, required=True)
    place = Text(required=True, least=2, most=60)
    from_day = fields.Date(required=True, validate=BOUNDS)


class InformantSchema(Schema):
    """Somebody of a network."""

    id = fields.UUID(required=True)
    station_id = fields.Integer(required=True)
    name = fields.String(required=True)
    standing = fields.String(required=True)
    serves = fields.String(required=True)
    place = fields.String(required=True)
    from_day = fields.Date(required=True)
    until_day = fields.Date(required=True, allow_none=True)


class InformantCountSchema(Schema):
    """How many people serve how many places of a kind."""

    serves = fields.String(required=True)
    label = fields.String(required=True)
    people = fields.Integer(required=True)
    places = fields.Integer(required=True)


class InformantStationSchema(Schema):
    """The network of a station: its people and what they come to."""

    station_id = fields.Integer(required=True)
    station = fields.String(required=True)
    people = fields.Integer(required=True)
    counts = fields.List(fields.Nested(InformantCountSchema), required=True)
    items = fields.List(fields.Nested(InformantSchema), required=True)


class InformantsSchema(Schema):
    """The networks one sees, by station; two thousand people at most."""

    items = fields.List(fields.Nested(InformantStationSchema), required=True)


def hint_of(asked: dict[str, Any]) -> Hint:
    """Return what is shared."""
    return Hint(**{name: each for name, each in asked.items() if name != "area"}, area_code=asked["area"])


def collector_of(asked: dict[str, Any]) -> Collector:
    """Return who is enlisted."""
    return Collector(**asked)


def hint_wire(view: HintView) -> dict[str, Any]:
    """Return a hint as the wire has it."""
    return vars(view) | {"kind_label": say(HINT_KINDS[view.kind])}


def hints_wire(found: Sequence[HintView], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [hint_wire(each) for each in found[:most]],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }


def networks_wire(found: Sequence[InformantView]) -> dict[str, Any]:
    """Return networks by station, each with how many people serve how many places of each kind."""
    stations: dict[int, list[InformantView]] = {}
    for each in found:
        stations.setdefault(each.station_id, []).append(each)
    return {
        "items": [
            {
                "station_id": station, "station": people[0].station, "people": len(people), "items": [vars(each) for each in people],
                "counts": [
                    {"serves": code, "label": say(label), "people": len(there), "places": len({each.place for each in there})}
                    for code, label in SERVES.items()
                    if (there := [each for each in people if each.serves == code])
                ],
            }
            for station, people in stations.items()
        ]
    }  # fmt: skip
