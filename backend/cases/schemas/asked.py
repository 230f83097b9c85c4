"""What is asked of cases, as it comes in."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, post_load, validate

from backend.cases.domain import BY_ID, LEVELS, Actor, Filters, Last, Level, NewChild, State
from backend.clock import midnight, today
from backend.errors import Invalid
from backend.exports.domain import KINDS
from backend.geo.crs import NAMES
from backend.http.fields import KEY, Known, Switch, Text
from backend.http.paging import day_moment_and_id, moment_and_id
from backend.http.viewer import require_viewer
from backend.stations.schemas import Degrees

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


def asking() -> Actor:
    """Return who asks, as the cases know them.

    Raises Unauthorized when nobody is logged in.
    """
    viewer = require_viewer()
    return Actor(viewer.id, viewer.name, viewer.held)


class CaseFiltersSchema(Schema):
    """Which cases. `from` and `to`: days in China, both counted. `waiting`: only what waits for me.

    `overdue`: only open ones whose deadline has passed; `soon`: whose deadline is near. These lists go by deadline, the
    others stand newest first.
    `open`: only what is not at its end. `unplaced`: only what lies outside every cell. `by_code`: what came by one's own code as a deputy, wherever it lies,
    newest first; of the others only `waiting` narrows it. `came_by`: only what came by this channel.
    """

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    state = Known(*State, load_default=None)
    category = Text(most=40, load_default=None)
    topic = Text(most=40, load_default=None)
    cell = Text(most=40, load_default=None)
    came_by = Text(most=20, load_default=None)
    station = fields.Integer(load_default=None, validate=KEY)
    since = fields.Date(data_key="from", load_default=None, validate=BOUNDS)
    until = fields.Date(data_key="to", load_default=None, validate=BOUNDS)
    waiting = Switch("me")
    overdue = Switch()
    soon = Switch()
    unplaced = Switch()
    open = Switch()
    by_code = Switch()
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class CaseExportSchema(CaseFiltersSchema):
    """Which cases go into a file of which kind; `code`: a fresh one by the clock."""

    class Meta:
        """A file holds the whole list, and a body says nothing that is not read."""

        unknown = RAISE
        exclude = ("cursor", "limit", "by_code")

    format = Known(*KINDS, required=True)
    code = Text(required=True, least=6, most=6)


class OwnTransitionSchema(Schema):
    """A move: where to, the reason where one is required, and the texts it needs."""

    to = Known(*State, required=True)
    reason = Text(load_default="")
    evidence = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)), values=Text(), load_default=dict,
        validate=validate.Length(max=20),
    )  # fmt: skip


class TransitionSchema(OwnTransitionSchema):
    """A move of staff's. `move`: its id, for who may go there by several rows of the table."""

    move = Known(*BY_ID, load_default=None, allow_none=True)


class AnswerSchema(Schema):
    """The answer that is signed; `apart`: why it is given while children of the case have none."""

    text = Text(required=True, least=5)
    apart = Text(load_default="", most=500)


class UrgeSchema(Schema):
    """催办 (1), 督办 (2) or 提级督办 (3), and why."""

    level = fields.Integer(required=True, validate=validate.OneOf(sorted(LEVELS)))
    note = Text(required=True, least=2, most=500)


class PromiseSchema(Schema):
    """What the body that handles a case promises, and by when."""

    id = fields.UUID(required=True)
    text = Text(required=True, least=2, most=2000)
    due_on = fields.Date(required=True, validate=BOUNDS)


class TagSchema(Schema):
    """The topics a case is to carry by hand: codes."""

    topics = fields.List(Text(least=1, most=40), required=True, validate=validate.Length(max=50))


class LevelSchema(Schema):
    """How sensitive a case is to be, and why."""

    level = Known(*Level, required=True)
    reason = Text(required=True, least=2, most=500)


class ChildSchema(Schema):
    """A part of a matter that becomes a case of its own: reports by id, or words. `id` is made by who sends it."""

    id = fields.UUID(required=True)
    reports = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))
    text = Text(load_default="", most=2000)
    category = Text(most=40, load_default=None, allow_none=True)

    @post_load
    def _one_of_both(self, asked: dict[str, Any], **_: Any) -> NewChild:
        if bool(asked["reports"]) == bool(asked["text"]):
            raise Invalid("选要分出的几条，或者写明分出的是哪一部分", field="reports", code="reports_or_text")
        return NewChild(asked["id"], asked["category"] or None, list(dict.fromkeys(asked["reports"])), asked["text"])


class NearSchema(Schema):
    """Where something lies: degrees in the system `crs`, or the code of a cell, or both; and what it is about."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    category = Text(required=True, most=40)
    lon = Degrees(load_default=None)
    lat = Degrees(load_default=None)
    crs = Known(*NAMES, load_default=None)
    cell = Text(most=40, load_default=None)

    @post_load
    def _whole(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        lacking = [name for name in ("lon", "lat", "crs") if asked[name] is None]
        if 0 < len(lacking) < 3:
            raise Invalid("经度、纬度和坐标系要一起写", field=lacking[0], code="half_a_place")
        return asked


class RevealSchema(Schema):
    """Why somebody's name and phone have to be seen."""

    reason = Text(required=True, least=2, most=200)


def filters_of(asked: dict[str, Any]) -> Filters:
    """Return what a list is narrowed to."""
    return Filters(
        state=asked["state"], category=asked["category"], topic=asked["topic"], cell=asked["cell"], came_by=asked["came_by"], station=asked["station"],
        since=midnight(asked["since"]), until=midnight(asked["until"], later=1), waiting=asked["waiting"],
        overdue=today() if asked["overdue"] else None, unplaced=asked["unplaced"],
        by_code=asked.get("by_code", False),
        soon=asked["soon"], open=asked["open"],
    )  # fmt: skip


def narrowed(asked: dict[str, Any]) -> dict[str, object]:
    """Return the filters that were given, by their names on the wire."""
    names = {"since": "from", "until": "to"}
    return {names.get(name, name): value for name, value in asked.items() if value not in {None, False}}


def last_of(cursor: str | None, filters: Filters) -> Last | None:
    """Return where the page before ended in the list that `filters` name; None for the first page.

    Raises Invalid (field `cursor`) when it is none of that list's.
    """
    if filters.by_deadline:
        dated = day_moment_and_id(cursor)
        return Last(*dated) if dated else None
    found = moment_and_id(cursor)
    return Last(None, *found) if found else None
