"""What is sent in about activities, and how it reads inside."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.activities.domain import PARTS, Person, Plan, State
from backend.activities.queries import Wanted
from backend.geo.crs import NAMES
from backend.geo.place import known_crs, wgs84_place
from backend.http.fields import AREA, KEY, Digest, Known, Line, PointField, Text, UtcDateTime
from backend.http.viewer import prefix_of

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
MOST_BODIES = validate.Length(max=100)
LONGEST_KIND = 40


class ActivityFiltersSchema(Schema):
    """Which activities. `case`: on whose agenda this case stands; `attended`: `me` for where one has been; days in China."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    type = Text(most=LONGEST_KIND, load_default=None)
    state = Known(*State, load_default=None)
    case = fields.UUID(load_default=None)
    since = fields.Date(load_default=None, validate=BOUNDS)
    until = fields.Date(load_default=None, validate=BOUNDS)
    area = fields.String(load_default=None, validate=AREA)
    tag = Line(most=20, load_default=None)
    attended = Known("me", load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class SpanSchema(Schema):
    """Of which place, from which day to which."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)
    since = fields.Date(load_default=None, validate=BOUNDS)
    until = fields.Date(load_default=None, validate=BOUNDS)


class CodeQuerySchema(Schema):
    """Which code: for a screen, for paper, or to say how content one is."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    use = Known("screen", "paper", "score", load_default="screen")


class ActivityPersonSchema(Schema):
    """Somebody at an activity: a deputy, an account of the place, or a name."""

    part = Known(*PARTS, required=True)
    name = Line(load_default="", most=60)
    account_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    deputy_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)


class ActivityChangeSchema(Schema):
    """What of a plan changes; what is left out stays. `bodies`: ids of all that are invited; `people`: all of them; `agenda`: ids of its points in order."""

    title = Line(least=2, most=100)
    place = Line(most=200)
    starts_at = UtcDateTime(allow_none=True)
    ends_at = UtcDateTime(allow_none=True)
    bodies = fields.List(fields.Integer(validate=KEY), validate=MOST_BODIES)
    people = fields.List(fields.Nested(ActivityPersonSchema), validate=MOST_BODIES)
    agenda = fields.List(fields.UUID(), validate=MOST_BODIES)
    public = fields.Boolean()
    tags = fields.List(Line(least=1, most=20), validate=validate.Length(max=10))
    numbers = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), validate=MOST_BODIES)


class NewActivitySchema(Schema):
    """A plan. `starts_at` null: the day is not fixed yet. `body_id`, `station_id`: who calls it, where not the area's congress.

    `point` in the system `crs`, which is always named; without one it is where its venue, its session or its station stands.
    `repeat`: a rule of RFC 5545 (FREQ=MONTHLY;BYDAY=-1FR;COUNT=12), which makes a row of activities.
    `public` null: as its kind has it.
    """

    id = fields.UUID(required=True)
    type = Text(required=True, least=1, most=LONGEST_KIND)
    title = Line(required=True, least=2, most=100)
    area_code = fields.String(required=True, validate=AREA)
    place = Line(load_default="", most=200)
    starts_at = UtcDateTime(load_default=None, allow_none=True)
    ends_at = UtcDateTime(load_default=None, allow_none=True)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    station_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    session_id = fields.UUID(load_default=None, allow_none=True)
    venue_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    point = PointField(load_default=None, allow_none=True)
    crs = Known(*NAMES, load_default=None, allow_none=True)
    bodies = fields.List(fields.Integer(validate=KEY), load_default=list, validate=MOST_BODIES)
    people = fields.List(fields.Nested(ActivityPersonSchema), load_default=list, validate=MOST_BODIES)
    public = fields.Boolean(load_default=None, allow_none=True)
    tags = fields.List(Line(least=1, most=20), load_default=list, validate=validate.Length(max=10))
    repeat = Text(load_default="", most=200)


class PointSchema(Schema):
    """A point of an agenda: `case`, the number of one, or `words`; and why it is there."""

    id = fields.UUID(required=True)
    case = Text(load_default=None, allow_none=True, most=40)
    words = Text(load_default="", most=1000)
    why = Text(load_default="", most=500)


class HoldingSchema(Schema):
    """That it was held: the day, number, text and signer of the minutes (none: held without), and what was counted."""

    held_on = fields.Date(required=True, validate=BOUNDS)
    number = Line(load_default=None, allow_none=True, least=2, most=60)
    text = Text(load_default="")
    signed_by = Line(load_default=None, allow_none=True, least=1, most=60)
    numbers = fields.Dict(
        keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict, validate=MOST_BODIES
    )


class DecisionSchema(Schema):
    """What was decided of a point; `id`, `body_id` and `due_on` together make it the commitment of a body."""

    item_id = fields.UUID(required=True)
    text = Text(required=True, least=2, most=2000)
    id = fields.UUID(load_default=None, allow_none=True)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class ActivityVowSchema(Schema):
    """What a body promises until a day. `case`: the number of one whose people asked for it; `asked_by`: an account."""

    id = fields.UUID(required=True)
    text = Text(required=True, least=2, most=2000)
    body_id = fields.Integer(required=True, validate=KEY)
    due_on = fields.Date(required=True, validate=BOUNDS)
    case = Text(load_default=None, allow_none=True, most=40)
    asked_by = fields.Integer(load_default=None, allow_none=True, validate=KEY)


class ActivityEvidenceNoteSchema(Schema):
    """What shows that a step was done; `photos`: digests of one's own attachments."""

    id = fields.UUID(required=True)
    step = Text(required=True, most=LONGEST_KIND)
    words = Text(load_default="", most=2000)
    photos = fields.List(Digest(), load_default=list, validate=validate.Length(max=9))


class ActivityListedPersonSchema(Schema):
    """A name of the paper list."""

    id = fields.UUID(required=True)
    name = Line(required=True, least=1, most=60)
    unit = Line(load_default="", most=60)


class ActivityPaperListSchema(Schema):
    """The paper list, typed."""

    people = fields.List(
        fields.Nested(ActivityListedPersonSchema), required=True, validate=validate.Length(min=1, max=200)
    )


class ActivitySignInSchema(Schema):
    """Signing in with the own account, by the code at the place."""

    id = fields.UUID(required=True)
    code = Text(required=True, most=60)


class CancelSchema(Schema):
    """Why it is cancelled; `following`: with it those of its row that come after."""

    reason = Text(required=True, least=2, most=500)
    following = fields.Boolean(load_default=False)


def plan_of(asked: dict[str, Any]) -> Plan:
    """Return a plan as it was sent. Raises Invalid (fields `crs`, `point`)."""
    point, crs = asked.pop("point"), asked.pop("crs")
    place = None
    if point is not None:
        lon, lat = point
        place = wgs84_place(lon, lat, known_crs(crs), "point")
    people = tuple(Person(**each) for each in asked.pop("people"))
    bodies, tags = tuple(asked.pop("bodies")), tuple(asked.pop("tags"))
    return Plan(**asked, bodies=bodies, tags=tags, people=people, point=place)


def changes_of(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what changes of a plan, as it was sent."""
    people = {"people": [Person(**each) for each in asked["people"]]} if "people" in asked else {}
    return asked | people


def wanted_of(asked: dict[str, Any], viewer: int) -> Wanted:
    """Return what is asked for."""
    plain = {key: asked[key] for key in ("type", "state", "case", "since", "until", "tag")}
    area = prefix_of(asked["area"]) if asked["area"] else None
    return Wanted(**plain, area=area, attended_by=viewer if asked["attended"] else None)
