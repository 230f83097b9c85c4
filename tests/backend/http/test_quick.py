"""What the quick way takes and refuses is what marshmallow takes and refuses."""

from __future__ import annotations

import math
from typing import Any

import pytest
from flask import Flask
from marshmallow import INCLUDE, Schema, ValidationError, fields, post_load, pre_load

from backend.http.fields import Between, Known, PointField, Text, UtcDateTime
from backend.http.quick import QuickSchema

PLACES = [
    {"type": kind, "coordinates": pair}
    for kind in ("Point", "x")
    for pair in ([103, 35], [103.5, -0.0], [200, 35], [], ["x", 1])
]
ODD = [
    "", "x", " a ", "b\x00", "\ud800", "too long", "2026-11-21T02:30:00Z", "2026-11-21T02:30:00", "2026-11-21", "yes", None, True, False, -1, 0, 9, 10**400,
    0.5, math.nan, math.inf, [], ["x", " y"], ["x", None], [[]], {}, *PLACES,
]  # fmt: skip
NAMES = ("id", "when", "text", "word", "number", "sure", "place", "more", "other", "at")


class Asked:
    """Fields of each kind."""

    id = fields.UUID(required=True)
    at = UtcDateTime(required=True, data_key="when")
    text = Text(required=True, least=1, most=4)
    word = Known("x", "y", load_default=None, allow_none=True)
    number = fields.Float(load_default=1.5, validate=Between(0, 5))
    sure = fields.Boolean(truthy={True}, falsy={False})
    place = PointField(load_default=None, allow_none=True)
    more = fields.List(Text(), load_default=list)


class Slow(Asked, Schema):
    """As marshmallow reads it."""

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> tuple[Any, ...]:
        """Return it as it is."""
        return ("built", data)


class Quick(Asked, QuickSchema):
    """The same, read quickly."""

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> tuple[Any, ...]:
        """Return it as it is."""
        return ("built", data)


GOOD: dict[str, Any] = {
    "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "when": "2026-11-21T02:30:00+08:00",
    "text": " 渠 ",
}


def said(schema: Schema, data: Any) -> Any:
    """What a schema makes of `data`, or all that it finds wrong."""
    with Flask(__name__).test_request_context():
        try:
            return schema.load(data)
        except ValidationError as error:
            return error.messages


@pytest.mark.parametrize("name", NAMES)
def test_both_ways_say_the_same(name: str) -> None:
    for odd in ODD:
        for data in ({name: odd}, GOOD | {name: odd}):
            assert repr(said(Quick(), data)) == repr(said(Slow(), data)), data
    less = {key: value for key, value in GOOD.items() if key != name}
    assert repr(said(Quick(), less)) == repr(said(Slow(), less))


@pytest.mark.parametrize("data", [None, 7, "x", [], [GOOD]])
def test_what_is_no_object_is_told(data: Any) -> None:
    assert said(Quick(), data) == said(Slow(), data) == {"_schema": ["Invalid input type."]}


def test_what_is_right_is_not_read_by_marshmallow(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = said(Slow(), GOOD)
    monkeypatch.setattr(Schema, "load", None)
    assert said(Quick(), GOOD) == expected
    assert expected[1]["number"] == 1.5
    assert "sure" not in expected[1]


def test_what_would_be_passed_over_is_a_fault_of_the_schema() -> None:
    class Hooked(Quick):
        @pre_load
        def before(self, data: Any, **_: Any) -> Any:
            return data

    class Turned(Quick):
        text = Text(post_load=str.upper)

    for schema in (Hooked(), Turned(), Quick(unknown=INCLUDE), Quick(partial=True)):
        with pytest.raises(TypeError):
            schema.load(GOOD)
