"""The wire shape of a submission and of its progress."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates, validates_schema

from backend.cases.domain import CITIZEN_WORDS, Move, State
from backend.cases.domain.actors import OwnAsking
from backend.cases.schemas import OwnMoveSchema, own_move_wire
from backend.cases.schemas.consents import OwnAskedSchema, own_asked_wire
from backend.contacts.domain import ASKED, MAX_NAME, normal_phone
from backend.geo.crs import NAMES
from backend.http.fields import Digest, Known, Metres, PointField, StrictInteger, Text, UtcDateTime
from backend.http.words import language, say
from backend.ratings.schemas import RatingSchema
from backend.submissions.domain import (
    LEAST_TEXT,
    MOST_PHOTOS,
    MOST_PLACE_WORDS,
    MOST_TEXT,
    ROLE_WORDS,
    TOLD_WORDS,
    WAYS,
    WHY_WORDS,
    Accepted,
    NewSubmission,
    Progress,
    Reply,
    Spot,
    Station,
)

KILOMETRE = 1000


class Later:
    """A text of the catalogue that is put into words when it is shown, in the language of that request."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __str__(self) -> str:
        """Return the words."""
        return say(self.key)


def needed(key: str) -> dict[str, Any]:
    """Return the messages of a field that must be there, all saying what to do."""
    return dict.fromkeys(("required", "null", "invalid", "invalid_uuid"), Later(key))


WRITE = needed("写下事情经过，至少5个字")
CHOOSE = needed("选一类，拿不准就选“说不清”")
PHONE = "写11位手机号，或改选“凭回执号自己查”"


class ReplySchema(Schema):
    """How the person wants to be answered."""

    way = Known(*WAYS, required=True, error_messages=needed("选一种答复方式"))
    name = Text(most=MAX_NAME, allow_none=True, load_default=None)
    phone = Text(most=30, allow_none=True, load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a phone number that is none; one is needed only to be called."""
        given = data.get("phone")
        if (given and not normal_phone(given)) or (data.get("way") == "phone" and not given):
            raise ValidationError(say(PHONE), "phone")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Reply:
        """Return the reply with the phone number in its normal form."""
        phone = normal_phone(data["phone"]) if data["phone"] else None
        return Reply(data["way"], data["name"] or None, phone)


class SubmissionSchema(Schema):
    """A submission as it is sent."""

    id = fields.UUID(required=True, error_messages=needed("页面没有打开完整，请重新打开再填"))
    code = Text(most=80, load_default="")
    station_id = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, 2**63 - 1))
    category = Text(least=1, most=40, required=True, error_messages=CHOOSE)
    text = Text(most=MOST_TEXT, required=True, error_messages=WRITE)
    place = PointField(load_default=None, allow_none=True)
    crs = Known(*NAMES, load_default=None, allow_none=True)
    accuracy_m = Metres(load_default=None, allow_none=True)
    fixed_at = UtcDateTime(load_default=None, allow_none=True)
    place_words = Text(most=MOST_PLACE_WORDS, load_default="")
    cell_code = Text(most=40, load_default="", allow_none=True)
    reply = fields.Nested(ReplySchema, required=True, error_messages=needed("选一种答复方式"))
    attachments = fields.List(Digest(), load_default=list, validate=validate.Length(max=MOST_PHOTOS))
    ticket = Text(most=80, load_default="")
    consents = fields.List(Known(*ASKED), load_default=list, validate=validate.Length(max=len(ASKED)))

    @validates("text")
    def long_enough(self, value: str, data_key: str) -> None:
        """Refuse a text that says nothing."""
        if len(value) < LEAST_TEXT:
            raise ValidationError(str(WRITE["required"]))

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what only two fields together can tell: a place without its system, a photo twice."""
        if data.get("place") is not None and data.get("crs") is None:
            raise ValidationError(say("请写明坐标系，{names}之一", names=", ".join(NAMES)), "crs")
        if len(set(data.get("attachments", []))) != len(data.get("attachments", [])):
            raise ValidationError(say("同一张照片选了两次，请删去一张"), "attachments")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewSubmission:
        """Return the submission in the terms of the room."""
        place, crs = data["place"], data["crs"]
        spot = Spot(place[0], place[1], crs, data["accuracy_m"], data["fixed_at"]) if place and crs else None
        return NewSubmission(
            id=data["id"], category=data["category"], text=data["text"], reply=data["reply"], spot=spot,
            place_words=data["place_words"], cell_code=data["cell_code"] or None,
            code=data["code"] or None, station_id=data["station_id"],
            ticket=ticket_digest(data["ticket"]), attachments=tuple(data["attachments"]), language=language(),
            consents=tuple(dict.fromkeys(data["consents"])),
        )  # fmt: skip


def ticket_digest(ticket: str) -> bytes | None:
    """Return the digest of a draft ticket: what the database holds; the ticket itself stays with the person."""
    return hashlib.sha256(ticket.encode()).digest() if ticket else None


class StationSchema(Schema):
    """The station that gets it, and why."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    why = fields.String(required=True)
    distance_m = fields.Float(allow_none=True, required=True)


class AcceptedSchema(Schema):
    """What the person keeps: the receipt, the query code, the station."""

    id = fields.UUID(required=True)
    receipt = fields.String(required=True)
    query_code = fields.String(required=True)
    number = fields.String(required=True)
    station = fields.Nested(StationSchema, required=True)
    received_at = fields.String(required=True)
    accept_by = fields.Date(allow_none=True, required=True)


class StepSchema(Schema):
    """One line of the timeline."""

    at = UtcDateTime(required=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    who = fields.String(required=True)


class SheetSchema(Schema):
    """A feedback sheet: the answer to this one person."""

    number = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    body = fields.String(required=True)
    answer = fields.String(required=True)


class ToldSchema(Schema):
    """Something the station said in words about the present state; `label` in the reader's language."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    text = fields.String(required=True)


class SaidSchema(Schema):
    """What was said, and after it what was put right; empty texts when the contents were erased."""

    number = fields.String(required=True)
    received_at = UtcDateTime(required=True)
    text = fields.String(required=True, attribute="body")
    place_words = fields.String(required=True)


class ProgressSchema(Schema):
    """How far the matter is, what was said, the answers, and the moves that are one's own.

    `consents`: the bodies that ask for one's word before they learn how to reach one. `rating`: what one last said of the present answer.
    """

    receipt = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    due_on = fields.Date(allow_none=True, required=True)
    station = fields.String(required=True)
    category = fields.String(required=True)
    received_at = UtcDateTime(required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    told = fields.List(fields.Nested(ToldSchema), required=True)
    sheets = fields.List(fields.Nested(SheetSchema), required=True)
    moves = fields.List(fields.Nested(OwnMoveSchema), required=True)
    said = fields.List(fields.Nested(SaidSchema), required=True)
    erased_at = UtcDateTime(required=True, allow_none=True)
    consents = fields.List(fields.Nested(OwnAskedSchema), required=True)
    rating = fields.Nested(RatingSchema, required=True, allow_none=True)
    may_rate = fields.Boolean(required=True)


def accepted_wire(accepted: Accepted) -> dict[str, Any]:
    """Return what is sent back; equal for every resend in the same language."""
    station = {"id": accepted.station.id, "name": accepted.station.name, "why": why(accepted.station)}
    return {
        "id": accepted.report_id, "receipt": accepted.receipt, "query_code": accepted.query_code,
        "number": accepted.number, "station": station | {"distance_m": accepted.station.distance_m},
        "received_at": accepted.received_at, "accept_by": accepted.accept_by,
    }  # fmt: skip


def why(station: Station) -> str:
    """Return in words why this station gets it."""
    return say(WHY_WORDS[station.why], distance=distance(station.distance_m), deputy=station.deputy or "")


def distance(metres: float | None) -> str:
    """Return a distance as people say it: `320米`, `4.2公里`."""
    if metres is None:
        return say("距离不明")
    if metres < KILOMETRE:
        return say("{n}米", n=round(metres))
    return say("{n}公里", n=round(metres / KILOMETRE, 1))


def progress_wire(
    progress: Progress, sheets: list[Mapping[str, Any]], moves: Sequence[Move], asked: Sequence[OwnAsking] = ()
) -> dict[str, Any]:
    """Return how far it is, in the words the citizen reads."""
    told = [
        {"key": key, "label": say(label), "text": progress.told[key]}
        for key, label in TOLD_WORDS.items() if progress.told.get(key)
    ]  # fmt: skip
    steps = [
        {"at": step.at, "state": step.state, "words": state_words(step.state), "who": role_words(step.role)}
        for step in progress.steps
    ]
    return vars(progress) | {
        "words": state_words(progress.state), "steps": steps, "sheets": sheets,
        "told": told, "moves": [own_move_wire(move) for move in moves],
        "consents": own_asked_wire(asked),
        "category": progress.category if language() == "zh-CN" else progress.category_en,
    }  # fmt: skip


def state_words(state: str) -> str:
    """Return what a state says to the citizen."""
    return say(CITIZEN_WORDS[State(state)])


def role_words(role: str) -> str:
    """Return who moved it, as a role."""
    return say(ROLE_WORDS.get(role, "站点联络员"))
