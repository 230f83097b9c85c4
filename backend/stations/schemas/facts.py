"""The file of a station on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from backend.clock import today
from backend.http.fields import Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.words import language, say
from backend.stations.domain.facts import (
    KINDS,
    MOST_COUNT,
    MOST_NOTE,
    MOST_PLACE,
    MOST_WORDS,
    Fact,
    File,
    Said,
    Term,
    comprehensive,
)


class NewFactSchema(Schema):
    """The version of a fact after the one that was read (`after`, 0 for a new one). `id` is made by who sends it; `until` is the last day."""

    id = fields.UUID(required=True)
    after = StrictInteger(required=True, validate=validate.Range(0, 10**6))
    kind = Known(*KINDS, required=True)
    value = Text(load_default="", most=40)
    words = Text(load_default="", most=MOST_WORDS)
    count = StrictInteger(load_default=None, allow_none=True, validate=Between(1, MOST_COUNT))
    place = Text(load_default="", most=MOST_PLACE)
    met = fields.Boolean(load_default=None, allow_none=True)
    about = fields.UUID(load_default=None, allow_none=True)
    since = fields.Date(load_default=None, allow_none=True, attribute="from_day")
    until = fields.Date(load_default=None, allow_none=True, attribute="until_day")
    note = Text(load_default="", most=MOST_NOTE)
    removed = fields.Boolean(load_default=False)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return id, version and what is said apart."""
        return {"id": data.pop("id"), "after": data.pop("after"), "said": Said(**data)}


class FactSchema(Schema):
    """A version of a fact; `state`: current, coming, over or removed, today in China."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    value = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)
    count = fields.Integer(required=True, allow_none=True)
    place = fields.String(required=True)
    met = fields.Boolean(required=True, allow_none=True)
    about = fields.UUID(required=True, allow_none=True)
    since = fields.Date(required=True, allow_none=True, attribute="from_day")
    until = fields.Date(required=True, allow_none=True, attribute="until_day")
    note = fields.String(required=True)
    state = fields.String(required=True)
    written_name = fields.String(required=True)
    written_at = UtcDateTime(required=True)


class FactValueSchema(Schema):
    """A value to choose."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class FactKindSchema(Schema):
    """A kind of fact and what it asks for."""

    kind = fields.String(required=True)
    label = fields.String(required=True)
    named = fields.Boolean(required=True)
    counted = fields.Boolean(required=True)
    judged = fields.Boolean(required=True)
    about = fields.Boolean(required=True)
    public = fields.Boolean(required=True)
    values = fields.List(fields.Nested(FactValueSchema), required=True)


class StationFileSchema(Schema):
    """The file of a station."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    comprehensive = fields.Boolean(required=True)
    may_write = fields.Boolean(required=True)
    kinds = fields.List(fields.Nested(FactKindSchema), required=True)
    items = fields.List(fields.Nested(FactSchema), required=True)


class FactVersionsSchema(Schema):
    """Every version of a fact, the newest first."""

    items = fields.List(fields.Nested(FactSchema), required=True)


def fact_wire(fact: Fact) -> dict[str, Any]:
    """Return a fact as the wire has it."""
    day = today()
    state = "removed" if fact.said.removed else "over" if fact.over(day) else "current" if fact.holds(day) else "coming"
    label = fact.name if language() == "zh-CN" else fact.name_en
    more = {"id": fact.id, "version": fact.version, "written_name": fact.written_name, "written_at": fact.written_at}
    return vars(fact.said) | more | {"label": label, "state": state}


def file_wire(found: File) -> dict[str, Any]:
    """Return a station's file as the wire has it; what was struck stays in the versions."""
    kinds = [
        {"kind": kind, "label": say(known.label), "values": _values(found.terms, kind)}
        | {name: getattr(known, name) for name in ("named", "counted", "judged", "about", "public")}
        for kind, known in KINDS.items()
    ]
    return {
        "id": found.station.id, "name": found.station.name, "may_write": found.may_write, "kinds": kinds,
        "comprehensive": comprehensive(found.facts, today()),
        "items": [fact_wire(each) for each in found.facts if not each.said.removed],
    }  # fmt: skip


def _values(terms: list[Term], kind: str) -> list[dict[str, str]]:
    chinese = language() == "zh-CN"
    return [
        {"value": term.value, "label": term.name if chinese else term.name_en} for term in terms if term.kind == kind
    ]
