"""Proposals for legislation on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from backend.categories.model import Topic as Tag
from backend.http.fields import Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.proposals.domain import (
    BY_ID,
    LABELS,
    LEVELS,
    MOST_SOURCES,
    OFFICES,
    PLANS,
    Draft,
    Plan,
    State,
    moves_from,
)
from backend.proposals.queries import Head, Topic, View, Wanted

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


def numbers(**more: Any) -> fields.List[Any]:
    """Return the field of some numbers."""
    return fields.List(Text(least=5, most=40), validate=Between(0, MOST_SOURCES, of="length"), **more)


class ProposalFiltersSchema(Schema):
    """Which proposals; `waiting=me`: those one's bodies are to argue."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    state = Known(*State, load_default=None)
    topic = Text(most=40, load_default=None)
    waiting = Known("me", load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class NewProposalSchema(Schema):
    """A proposal; `items`, `cases`: numbers of the digest items and matters it comes from; without them its reason stands alone."""

    id = fields.UUID(required=True)
    area = Text(required=True, least=4, most=12)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5, most=8000)
    proposer = Text(load_default="", most=60)
    raised_on = fields.Date(required=True, validate=BOUNDS)
    station_id = StrictInteger(load_default=None, allow_none=True, validate=Between(1, 2**62))
    topics = fields.List(Text(least=1, most=40), load_default=list, validate=Between(0, 20, of="length"))
    items = numbers(load_default=list)
    cases = numbers(load_default=list)


class ProposalSourcesAskedSchema(Schema):
    """Further sources, by their numbers."""

    items = numbers(load_default=list)
    cases = numbers(load_default=list)

    @validates_schema
    def names_some(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what names nothing; raises ValidationError (field `items`)."""
        if not data.get("items") and not data.get("cases"):
            raise ValidationError("写下整理稿或事项的编号", "items")


class PlanAskedSchema(Schema):
    """The plan that takes it in; `category`: the class the plan gives it, as it says."""

    level = Known(*LEVELS, required=True)
    kind = Known(*PLANS, required=True)
    name = Text(required=True, least=2, most=100)
    from_year = StrictInteger(required=True, validate=Between(1990, 2200))
    until_year = StrictInteger(required=True, validate=Between(1990, 2200))
    category = Text(load_default="", most=40)


class ProposalMoveAskedSchema(Schema):
    """A move. `body_id`: to whom it is reported; `plan`: the one it enters."""

    move = Known(*BY_ID, required=True)
    words = Text(required=True, least=2, most=2000)
    body_id = StrictInteger(load_default=None, allow_none=True, validate=Between(1, 2**62))
    plan = fields.Nested(PlanAskedSchema, load_default=None, allow_none=True)


class ProposalTermSchema(Schema):
    """A code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class PlanEntrySchema(Schema):
    """A plan that it entered; `label`: which kind of plan, whose."""

    level = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    name = fields.String(required=True)
    from_year = fields.Integer(required=True)
    until_year = fields.Integer(required=True)
    category = fields.String(required=True)


class ProposalHeadSchema(Schema):
    """A proposal without its parts; `sources`: how many items and matters it comes from."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    proposer = fields.String(required=True)
    raised_on = fields.Date(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    station_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    sources = fields.Integer(required=True)
    topics = fields.List(fields.Nested(ProposalTermSchema), required=True)
    plans = fields.List(fields.Nested(PlanEntrySchema), required=True)


class ProposalEventSchema(Schema):
    """A move that was made."""

    at = UtcDateTime(required=True)
    label = fields.String(required=True)
    actor_name = fields.String(required=True)
    words = fields.String(required=True)


class ProposalSourceSchema(Schema):
    """What it comes from: a digest item with its title and how many opinions stand in it, or a matter; ids of what one sees."""

    number = fields.String(required=True)
    item_id = fields.UUID(required=True, allow_none=True)
    case_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    opinions = fields.Integer(required=True)


class ProposalNextSchema(Schema):
    """A move this person may make now; `words`: what they write; `tells`: everybody behind it reads it."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)
    sends = fields.Boolean(required=True)
    plans = fields.Boolean(required=True)
    tells = fields.Boolean(required=True)


class ProposalSchema(ProposalHeadSchema):
    """A proposal. `answered`: how many of those behind it got a sheet; `body_kinds`: to which kinds of bodies it is reported."""

    text = fields.String(required=True)
    events = fields.List(fields.Nested(ProposalEventSchema), required=True)
    comes_from = fields.List(fields.Nested(ProposalSourceSchema), required=True)
    answered = fields.Integer(required=True)
    moves = fields.List(fields.Nested(ProposalNextSchema), required=True)
    may_add = fields.Boolean(required=True)
    body_kinds = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class ProposalsSchema(Schema):
    """A page of proposals; `next` is the cursor of the page after, null at the end; `topics`: what they may be tagged with."""

    items = fields.List(fields.Nested(ProposalHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    topics = fields.List(fields.Nested(ProposalTermSchema), required=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    return Wanted(asked["state"], asked["topic"] or None)


def draft_of(asked: dict[str, Any]) -> Draft:
    """Return what is raised."""
    given: dict[str, Any] = {name: tuple(asked[name]) for name in ("topics", "items", "cases")}
    given |= {name: asked[name] for name in ("id", "title", "text", "proposer", "raised_on", "station_id")}
    return Draft(**given, area_code=asked["area"])


def plan_of(asked: dict[str, Any]) -> Plan | None:
    """Return the plan of a move, None without one."""
    return Plan(**asked["plan"]) if asked["plan"] else None


def term(topic: Topic | Tag) -> dict[str, str]:
    """Return a topic in the caller's language."""
    return {"code": topic.code, "name": topic.name_en if language() == "en" else topic.name}


def head_wire(head: Head) -> dict[str, Any]:
    """Return a proposal without its parts as the wire has it."""
    return vars(head) | {
        "label": say(LABELS[State(head.state)]),
        "topics": [term(each) for each in head.topics],
        "plans": [vars(each) | {"label": f"{say(LEVELS[each.level])} {say(PLANS[each.kind])}"} for each in head.plans],
    }


def page_wire(found: Sequence[Head], most: int, topics: Sequence[Tag]) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [head_wire(each) for each in found[:most]],
        "next": encode(last.raised_on.isoformat(), last.id) if last else None,
        "topics": [term(each) for each in topics],
    }


def proposal_wire(view: View, makers: frozenset[str]) -> dict[str, Any]:
    """Return a proposal as the wire has it, with what this person may do as `makers`."""
    head = view.head
    return head_wire(head) | {
        "events": [vars(each) | {"label": say(BY_ID[each.move].label)} for each in view.events],
        "comes_from": [vars(each) for each in view.sources],
        "answered": view.answered,
        "moves": [vars(each) | {"label": say(each.label), "words": say(each.words)} for each in moves_from(head.state, makers)],
        "may_add": "raiser" in makers and head.state == State.RAISED,
        "body_kinds": sorted(OFFICES),
    }  # fmt: skip
