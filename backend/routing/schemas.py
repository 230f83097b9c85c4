"""Rules of dispatch on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from backend.http.fields import KEY, Known, StrictInteger, Text, UtcDateTime
from backend.http.words import say
from backend.routing.domain import BODIES, MOST_POSITION, Rule, Trial, Wanted

MOST_RULES = 500


class RuleBodySchema(Schema):
    """What a rule says. Null: any. `weekdays`: Monday is 1; `from_hour`, `until_hour`: of the day in China, 22 to 6 runs over midnight.

    `days`: working days for the handling. `position`: its place in the order of the county.
    """

    position = StrictInteger(required=True, validate=validate.Range(1, MOST_POSITION))
    category = Text(most=40, load_default=None, allow_none=True)
    area_code = Text(required=True, least=6, most=12)
    from_day = fields.Date(load_default=None, allow_none=True)
    until_day = fields.Date(load_default=None, allow_none=True)
    weekdays = fields.List(
        StrictInteger(validate=validate.Range(1, 7)), load_default=None, allow_none=True, validate=validate.Length(1, 7)
    )
    from_hour = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(0, 23))
    until_hour = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, 24))
    channel = Known(*BODIES, required=True)
    body_id = StrictInteger(load_default=None, allow_none=True, validate=KEY)
    days = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, 365))
    note = Text(most=200, load_default="")
    disabled = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class NewRuleSchema(RuleBodySchema):
    """A new rule under an id of its maker's; without a position behind the last one."""

    id = fields.UUID(required=True)
    position = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, MOST_POSITION))


class RuleSchema(RuleBodySchema):
    """A rule as it stands; `version` goes back as `If-Match`."""

    id = fields.UUID(required=True)
    body_name = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class RulesSchema(Schema):
    """Rules in their order."""

    items = fields.List(fields.Nested(RuleSchema), required=True)


class RuleOrderSchema(Schema):
    """Rules of one county in their new order."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_RULES))


class RuleTrialSchema(Schema):
    """A matter to try the rules on; `at`: now without it."""

    category = Text(required=True, least=1, most=40)
    area = Text(required=True, least=6, most=12)
    at = UtcDateTime(load_default=None, allow_none=True)


class PassedRuleSchema(Schema):
    """A rule that does not fit, and why not, in the caller's language."""

    rule = fields.Nested(RuleSchema, required=True)
    why_not = fields.String(required=True)


class RuleTriedSchema(Schema):
    """The rule that takes it, or null, and those before it."""

    rule = fields.Nested(RuleSchema, required=True, allow_none=True)
    passed = fields.List(fields.Nested(PassedRuleSchema), required=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what a rule is to say."""
    days = asked["weekdays"]
    said = {name: asked[name] for name in Wanted.__dataclass_fields__}
    return Wanted(**said | {"weekdays": tuple(sorted(set(days))) if days else None})


def rule_wire(rule: Rule) -> dict[str, Any]:
    """Return a rule as the wire has it."""
    own = {"id": rule.id, "position": rule.position, "body_name": rule.body_name, "version": rule.version}
    return vars(rule.says) | own


def trial_wire(trial: Trial) -> dict[str, Any]:
    """Return what the rules made of a matter."""
    return {
        "rule": rule_wire(trial.rule) if trial.rule else None,
        "passed": [{"rule": rule_wire(rule), "why_not": say(why)} for rule, why in trial.passed],
    }
