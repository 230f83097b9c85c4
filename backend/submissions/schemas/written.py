"""The wire shape of what staff write down for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema

from backend.cases.domain import LEVEL_LABELS, ROLE_LABELS, STAFF, Level
from backend.contacts.domain import CONSENT_TEXTS
from backend.http.fields import Known, StrictInteger, Text
from backend.http.viewer import require_viewer
from backend.http.words import language, say
from backend.petitions.domain import PROCEDURES
from backend.reports.model import ReportChannel
from backend.reports.service import Came
from backend.submissions.domain import Accepted, NewSubmission, Register, plain_number
from backend.submissions.queries import Desk
from backend.submissions.schemas import AcceptedSchema, SubmissionSchema, accepted_wire, needed

IN_OTHERS = tuple(each for each in PROCEDURES if each != "none")


class RegistrationSchema(SubmissionSchema):
    """What staff write down: like a submission, with how it came, and what the person was told and agreed to.

    `channel`: of the office's list; `came_on`: the day in China; `station_id`: where it was received (a deputy's own may be left out);
    `village`, `cell_code`: where only that is known; `their_number`: of the other system; `elsewhere`, `about_it`: the procedure it is in
    already, and its number or court; `told`: the person was told and agreed.
    """

    class Meta:
        """What only a citizen's own page sends."""

        exclude = ("code", "ticket", "attachments", "consents")

    channel = Text(least=1, most=20, required=True, error_messages=needed("选一个来源"))
    came_on = fields.Date(required=True, error_messages=needed("写下收到的日期"))
    village = Text(most=12, load_default="", allow_none=True)
    station_id = StrictInteger(load_default=None, allow_none=True)
    level = Known(*Level, load_default=Level.OPEN.value)
    their_number = Text(most=60, load_default="")
    elsewhere = Known(*IN_OTHERS, load_default=None, allow_none=True)
    about_it = Text(most=200, load_default="")
    told = fields.Boolean(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a place without its system, and a station that is no number of one."""
        super().check(data)
        station = data.get("station_id")
        if station is not None and not 0 < station < 2**63:
            raise ValidationError(say("选一个您辖区里的站点"), "station_id")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewSubmission:
        """Return it in the terms of the room, as of who is logged in."""
        plain: NewSubmission = super().build(data | {"code": "", "ticket": "", "attachments": [], "consents": []})
        level = data["level"]
        village = data["village"] or None
        register = Register(
            by=require_viewer().id, channel=data["channel"], came_on=data["came_on"], level=level, village=village,
            their_number=plain_number(data["their_number"]), elsewhere=data["elsewhere"], about_it=data["about_it"],
        )  # fmt: skip
        return plain.written_down(register, told=data["told"])


class RegistrationStationSchema(Schema):
    """A station where something may be received."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class RegistrationPlaceSchema(Schema):
    """A village, a cell or a category, in the caller's language."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class RegistrationChannelSchema(RegistrationPlaceSchema):
    """A way by which something comes. `petition`: 人大信访; `numbered`: another system may have given it a number."""

    petition = fields.Boolean(required=True)
    numbered = fields.Boolean(required=True)


class RegistrationFormFilters(Schema):
    """Of which village the cells are wanted."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    village = Text(most=12, load_default=None)


class RegistrationFormSchema(Schema):
    """What may be chosen when a matter is written down. `tell`: what the person has to be told first."""

    channels = fields.List(fields.Nested(RegistrationChannelSchema), required=True)
    categories = fields.List(fields.Nested(RegistrationPlaceSchema), required=True)
    stations = fields.List(fields.Nested(RegistrationStationSchema), required=True)
    villages = fields.List(fields.Nested(RegistrationPlaceSchema), required=True)
    cells = fields.List(fields.Nested(RegistrationPlaceSchema), required=True)
    levels = fields.List(fields.Nested(RegistrationPlaceSchema), required=True)
    procedures = fields.List(fields.Nested(RegistrationPlaceSchema), required=True)
    tell = fields.List(fields.String(), required=True)
    today = fields.Date(required=True)


class RegisteredSchema(AcceptedSchema):
    """What is handed to the person: receipt and query code, where to look (`link`) and the same to be scanned (`qr`: SVG)."""

    link = fields.String(required=True)
    qr = fields.String(required=True)


class CameSchema(Schema):
    """How one report of a case came, as staff wrote it down; labels in the caller's language."""

    report_id = fields.UUID(required=True)
    report_number = fields.String(required=True)
    channel = fields.String(required=True)
    label = fields.String(required=True)
    petition = fields.Boolean(required=True)
    came_on = fields.Date(required=True)
    their_number = fields.String(required=True)
    by = fields.String(required=True)
    role_label = fields.String(required=True)
    station = fields.String(required=True, allow_none=True)


class CaseRegistrationsSchema(Schema):
    """How the reports of a case came that staff wrote down."""

    items = fields.List(fields.Nested(CameSchema), required=True)


def form_wire(desk: Desk, today: date) -> dict[str, Any]:
    """Return what may be chosen as the wire has it."""
    return {
        "channels": [vars_of(each) | {"petition": each.petition, "numbered": each.numbered} for each in desk.channels],
        "categories": [vars_of(each) for each in desk.categories],
        "stations": desk.stations,
        "villages": pairs(desk.villages),
        "cells": pairs(desk.cells),
        "levels": [{"code": level.value, "name": say(LEVEL_LABELS[level])} for level in Level],
        "procedures": [{"code": each, "name": say(PROCEDURES[each])} for each in IN_OTHERS],
        "tell": [say(CONSENT_TEXTS[each]) for each in ("handling", "whereabouts")],
        "today": today,
    }


def vars_of(row: ReportChannel | Any) -> dict[str, str]:
    """Return code and name of a channel or category in the caller's language."""
    return {"code": row.code, "name": row.name_en if language() == "en" else row.name}


def pairs(found: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return codes and names as the wire has them."""
    return [{"code": code, "name": name} for code, name in found]


def registered_wire(accepted: Accepted, link: str, qr: str) -> dict[str, Any]:
    """Return what is handed to the person; equal for every resend in the same language."""
    return accepted_wire(accepted) | {"link": link, "qr": qr}


def registrations_wire(found: Sequence[Came]) -> dict[str, Any]:
    """Return how reports came as the wire has it."""
    return {
        "items": [
            vars(each)
            | {
                "label": each.channel_name_en if language() == "en" else each.channel_name,
                "by": each.account_name,
                "role_label": say(ROLE_LABELS.get(each.role, STAFF)),
                "station": each.station_name,
            }
            for each in found
        ]
    }
