"""Mediation on the wire."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

from backend.cases.schemas.asked import BOUNDS
from backend.contacts.domain import MAX_NAME, normal_phone
from backend.http.fields import Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.words import say
from backend.mediation.domain import (
    OUTCOMES,
    RESULTS,
    SIDES,
    NewConfirmation,
    NewFollowUp,
    NewParty,
    NewRecord,
    NewRuling,
)
from backend.mediation.queries import Mediation

MOST_PARTIES = 50


class NewPartySchema(Schema):
    """A party. `side`: claimant (申请人), respondent (被申请人) or other; `relation`: who they are to the others.

    `corrects_id`: the party that this one puts right.
    """

    id = fields.UUID(required=True)
    side = Known(*SIDES, required=True)
    name = Text(required=True, least=1, most=MAX_NAME)
    phone = Text(load_default=None, allow_none=True, most=40)
    relation = Text(required=True, least=1, most=60)
    corrects_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a phone number that is none."""
        if data.get("phone") and not normal_phone(data["phone"]):
            raise ValidationError(say("写11位手机号，没有就不写"), "phone")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewParty:
        """Return the party with the phone number in its normal form."""
        return NewParty(**data | {"phone": normal_phone(data["phone"]) if data["phone"] else None})


class NewRecordSchema(Schema):
    """A sitting of the parties (笔录). `corrects_id`: the record that this one puts right."""

    id = fields.UUID(required=True)
    held_at = UtcDateTime(required=True)
    place = Text(required=True, least=2, most=100)
    led_by = Text(required=True, least=2, most=MAX_NAME)
    said = Text(required=True, least=5)
    corrects_id = fields.UUID(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewRecord:
        """Return the record."""
        return NewRecord(**data)


class NewFollowUpSchema(Schema):
    """Whether an agreement is kept. `outcome`: kept, partly or broken."""

    id = fields.UUID(required=True)
    made_on = fields.Date(required=True, validate=BOUNDS)
    outcome = Known(*OUTCOMES, required=True)
    note = Text(required=True, least=2, most=1000)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewFollowUp:
        """Return the follow-up."""
        return NewFollowUp(**data)


class NewConfirmationSchema(Schema):
    """What was asked of a court. `applicants`: ids of parties, of either side; `number`: the court's own of the matter."""

    id = fields.UUID(required=True)
    applied_on = fields.Date(required=True, validate=BOUNDS)
    court_id = StrictInteger(required=True, validate=Between(1, 2**62))
    number = Text(required=True, least=2, most=60)
    applicants = fields.List(fields.UUID(), required=True, validate=Between(1, MOST_PARTIES, of="length"))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewConfirmation:
        """Return what was asked, each applicant once."""
        return NewConfirmation(**data | {"applicants": tuple(dict.fromkeys(data["applicants"]))})


class NewRulingSchema(Schema):
    """What a court said. `result`: confirmed or refused; `reason` is needed for a refusal."""

    result = Known(*RESULTS, required=True)
    decided_on = fields.Date(required=True, validate=BOUNDS)
    reason = Text(load_default="", most=1000)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewRuling:
        """Return the ruling."""
        return NewRuling(**data)


class _NotedSchema(Schema):
    """When and by whom it was noted."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)


class MediationPartySchema(_NotedSchema):
    """A party as it may be shown: name and phone masked; `side_label` in the caller's language."""

    id = fields.UUID(required=True)
    side = fields.String(required=True)
    side_label = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    relation = fields.String(required=True)
    corrects_id = fields.UUID(required=True, allow_none=True)


class MediationRecordSchema(_NotedSchema):
    """A sitting of the parties."""

    id = fields.UUID(required=True)
    held_at = UtcDateTime(required=True)
    place = fields.String(required=True)
    led_by = fields.String(required=True)
    said = fields.String(required=True)
    corrects_id = fields.UUID(required=True, allow_none=True)


class MediationFollowUpSchema(_NotedSchema):
    """A look at whether an agreement is kept."""

    id = fields.UUID(required=True)
    made_on = fields.Date(required=True)
    outcome = fields.String(required=True)
    outcome_label = fields.String(required=True)
    note = fields.String(required=True)


class MediationRulingSchema(_NotedSchema):
    """What a court said."""

    result = fields.String(required=True)
    result_label = fields.String(required=True)
    decided_on = fields.Date(required=True)
    reason = fields.String(required=True)


class MediationConfirmationSchema(_NotedSchema):
    """What was asked of a court."""

    id = fields.UUID(required=True)
    applied_on = fields.Date(required=True)
    court_id = fields.Integer(required=True)
    court_name = fields.String(required=True)
    number = fields.String(required=True)
    applicants = fields.List(fields.UUID(), required=True)


class RuledConfirmationSchema(MediationConfirmationSchema):
    """What was asked of a court, and what it said; null as long as it has not."""

    ruling = fields.Nested(MediationRulingSchema, required=True, allow_none=True)


class MediationWindowSchema(Schema):
    """In which both sides may ask a court; `days_left`: of the plain calendar, negative when past."""

    last = fields.Date(required=True)
    days_left = fields.Integer(required=True)


class MediationAgreementSchema(Schema):
    """What both sides agreed on. `stands`: nothing has been taken up anew since."""

    text = fields.String(required=True)
    effective_on = fields.Date(required=True)
    perform_by = fields.Date(required=True)
    made_at = UtcDateTime(required=True)
    made_by = fields.String(required=True)
    stands = fields.Boolean(required=True)
    window = fields.Nested(MediationWindowSchema, required=True, allow_none=True)


class MediationSchema(Schema):
    """All that hangs on the mediation of a case, oldest first; `may`: what the caller may note now."""

    parties = fields.List(fields.Nested(MediationPartySchema), required=True)
    records = fields.List(fields.Nested(MediationRecordSchema), required=True)
    agreement = fields.Nested(MediationAgreementSchema, required=True, allow_none=True)
    follow_ups = fields.List(fields.Nested(MediationFollowUpSchema), required=True)
    confirmations = fields.List(fields.Nested(RuledConfirmationSchema), required=True)
    may = fields.List(fields.String(), required=True)


def labelled(view: Any) -> dict[str, Any]:
    """Return a row as the wire has it, its word in the caller's language beside it."""
    wire = dict(vars(view))
    for key, words in (("side", SIDES), ("outcome", OUTCOMES), ("result", RESULTS)):
        if key in wire:
            wire[f"{key}_label"] = say(words[wire[key]])
    return wire


def mediation_wire(all_of_it: Mediation) -> dict[str, Any]:
    """Return all that hangs on the mediation of a case as the wire has it."""
    agreement, rulings = all_of_it.agreement, all_of_it.rulings

    def ruling(of: UUID) -> dict[str, Any] | None:
        return labelled(rulings[of]) if of in rulings else None

    return {
        "parties": [labelled(each) for each in all_of_it.parties],
        "records": [labelled(each) for each in all_of_it.records],
        "agreement": vars(agreement) | {"window": all_of_it.window} if agreement else None,
        "follow_ups": [labelled(each) for each in all_of_it.follow_ups],
        "confirmations": [labelled(each) | {"ruling": ruling(each.id)} for each in all_of_it.confirmations],
        "may": all_of_it.may,
    }
