"""Initiatives on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import ROLE_LABELS, STAFF
from backend.categories.model import Topic
from backend.clock import midnight, today
from backend.errors import Invalid
from backend.http.fields import KEY, Between, Known, StrictInteger, Switch, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.initiatives.domain import KINDS, LABELS, LEAST, MARKS, MOST_CASES, OF_MANY, SIGNED, SUGGESTION, Span, State
from backend.initiatives.domain.likeness import shared_words
from backend.initiatives.queries import Cluster, Told, Wanted

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


class InitiativeFiltersSchema(Schema):
    """Which initiatives; `case`: those made of it or holding it; `waiting=me`: those sent to one's body and not answered."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    kind = Known(*KINDS, load_default=None)
    state = Known(*State, load_default=None)
    case = fields.UUID(load_default=None)
    topic = Text(most=40, load_default=None)
    overdue = Switch()
    waiting = Known("me", load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class NewInitiativeSchema(Schema):
    """What is made of a case; `topics`: codes of what supervision looks at; `cases`: ids of further ones, and why they belong together."""

    id = fields.UUID(required=True)
    kind = Known(*KINDS, required=True)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5)
    topics = fields.List(Text(least=1, most=40), load_default=list, validate=validate.Length(max=20))
    cases = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_CASES))
    reason = Text(load_default="同类事项", least=2, most=500)


class InitiativeStepSchema(Schema):
    """A step. `words`: what goes with it; `body_id` and `due_on`: to whom it is sent, and by when it is to be answered."""

    to = Known(*State, required=True)
    words = Text(required=True, least=2, most=2000)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)
    mark = Known("", *MARKS, load_default="")


class NewSuggestionSchema(Schema):
    """A deputy's suggestion that came of no case; `topics`: codes of what supervision looks at."""

    id = fields.UUID(required=True)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5)
    topics = fields.List(Text(least=1, most=40), load_default=list, validate=validate.Length(max=20))


class SignerAskedSchema(Schema):
    """A deputy of the same congress who is asked to sign."""

    deputy_id = StrictInteger(required=True, validate=Between(1, 2**31))


class SignerAskableSchema(Schema):
    """A deputy who may be asked."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class SignersAskableSchema(Schema):
    """The deputies who may be asked, by name; at most a congress."""

    items = fields.List(fields.Nested(SignerAskableSchema), required=True)


class SignatureSchema(Schema):
    """Whether one signs."""

    signed = fields.Boolean(required=True, truthy={True}, falsy={False})


class InitiativeSignerSchema(Schema):
    """A deputy who stands under a suggestion; `state`: lead, asked, signed, withdrawn; `label` in the caller's language."""

    name = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)


class InitiativeCaseChangeSchema(Schema):
    """That the case of a number belongs to it (`put`), or no more, and why; `id` is made by who says so."""

    id = fields.UUID(required=True)
    number = Text(required=True, least=5, most=40)
    put = fields.Boolean(required=True, truthy={True}, falsy={False})
    reason = Text(required=True, least=2, most=500)


class ClusterQuerySchema(Schema):
    """Which patterns: days in China, both counted (the last ninety without them), at least so many cases, of one topic or any."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    first = fields.Date(load_default=None, data_key="from", validate=BOUNDS)
    last = fields.Date(load_default=None, data_key="to", validate=BOUNDS)
    least = fields.Integer(load_default=LEAST, validate=validate.Range(2, 1000))
    topic = Text(most=40, load_default=None)


class InitiativeTermSchema(Schema):
    """A code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class InitiativeCaseSchema(Schema):
    """The case it came from; `id` null for who does not see it."""

    id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True)
    area = fields.Nested(InitiativeTermSchema, required=True)
    hidden = fields.Boolean(required=True)


class InitiativeHeldSchema(Schema):
    """A further case, put to it or taken off again, and why; `id` null for who does not see the case."""

    id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True)
    area_name = fields.String(required=True)
    hidden = fields.Boolean(required=True)
    put = fields.Boolean(required=True)
    reason = fields.String(required=True)
    actor_name = fields.String(required=True)
    at = UtcDateTime(required=True)


class InitiativeMakeableSchema(Schema):
    """What this person may make of a case: kinds, and topics to choose from."""

    kinds = fields.List(fields.Nested(InitiativeTermSchema), required=True)
    topics = fields.List(fields.Nested(InitiativeTermSchema), required=True)


class ClusterSchema(Schema):
    """Cases of one category that came up in one area; `words`: what their texts share; `cases`: the newest, at most two hundred."""

    category = fields.Nested(InitiativeTermSchema, required=True)
    area = fields.Nested(InitiativeTermSchema, required=True)
    count = fields.Integer(required=True)
    still_open = fields.Integer(required=True)
    first = UtcDateTime(required=True)
    last = UtcDateTime(required=True)
    words = fields.List(fields.String(), required=True)
    cases = fields.List(fields.UUID(), required=True)
    numbers = fields.List(fields.String(), required=True)


class ClustersSchema(Schema):
    """The patterns, the largest first; `kinds`: what may be made of one; `topics`: by which they may be narrowed."""

    items = fields.List(fields.Nested(ClusterSchema), required=True)
    kinds = fields.List(fields.Nested(InitiativeTermSchema), required=True)
    topics = fields.List(fields.Nested(InitiativeTermSchema), required=True)


class InitiativeMarkSchema(Schema):
    """A word to choose with a step, and how it reads."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class InitiativeEventSchema(Schema):
    """A step that was gone; `label` in the caller's language."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    to_state = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)


class InitiativeNextSchema(Schema):
    """A step this person may go now; `sends`: needs `body_id` and `due_on`; `days`: needs `due_on`; `marks`: one of them goes with it."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    sends = fields.Boolean(required=True)
    days = fields.Boolean(required=True)
    marks = fields.List(fields.Nested(InitiativeMarkSchema), required=True)


class InitiativeSchema(Schema):
    """An initiative. `by`: the body it was made for, or the role; `version` goes back as `If-Match`; `overdue`: sent, late, not answered.

    `signers`: of a deputy's suggestion, who leads it first. `cases`: further ones that it holds; `body_kinds`: to which kinds of bodies it may be sent, none named: to any.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    case = fields.Nested(InitiativeCaseSchema, required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    body_id = fields.Integer(required=True, allow_none=True)
    body_name = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    by = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    version = fields.Integer(required=True)
    topics = fields.List(fields.Nested(InitiativeTermSchema), required=True)
    events = fields.List(fields.Nested(InitiativeEventSchema), required=True)
    steps = fields.List(fields.Nested(InitiativeNextSchema), required=True)
    cases = fields.List(fields.Nested(InitiativeHeldSchema), required=True)
    body_kinds = fields.List(fields.String(), required=True)
    may_change_cases = fields.Boolean(required=True)
    signers = fields.List(fields.Nested(InitiativeSignerSchema), required=True)
    may_ask_signers = fields.Boolean(required=True)
    may_sign = fields.Boolean(required=True)
    may_unsign = fields.Boolean(required=True)


class InitiativesSchema(Schema):
    """A page of initiatives; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(InitiativeSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    return Wanted(
        kind=asked["kind"], state=asked["state"], case=asked["case"], topic=asked["topic"],
        overdue_on=today() if asked["overdue"] else None,
    )  # fmt: skip


def page_wire(told: Sequence[Told], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = told[most - 1].view if len(told) > most else None
    return {
        "items": [initiative_wire(each) for each in told[:most]],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }


def initiative_wire(told: Told) -> dict[str, Any]:
    """Return an initiative as the wire has it."""
    view = told.view
    area = {"code": view.area_code, "name": view.area_name}
    return vars(view) | {
        "kind_label": say(KINDS[view.kind].label),
        "label": say(LABELS[State(view.state)]),
        "case": {"id": view.case_id, "number": view.case_number, "area": area, "hidden": view.hidden},
        "overdue": view.state == State.SENT and view.due_on is not None and view.due_on < today(),
        "by": view.by_body_name or say(ROLE_LABELS.get(view.made_as, STAFF)),
        "topics": [
            {"code": each.code, "name": each.name_en if language() == "en" else each.name} for each in view.topics
        ],
        "events": [
            vars(each) | {"label": say(MARKS[each.mark] if each.mark else LABELS[State(each.to_state)])}
            for each in view.events
        ],
        "steps": [
            vars(each)
            | {"label": say(each.label), "marks": [{"code": one, "label": say(MARKS[one])} for one in each.marks]}
            for each in told.steps
        ],
        "cases": [vars(each) | {"id": each.case_id} for each in view.cases],
        "body_kinds": sorted(KINDS[view.kind].to),
        **_signing(told),
        "may_change_cases": told.mine and view.kind in OF_MANY and view.state != State.CLOSED,
    }


def _signing(told: Told) -> dict[str, Any]:
    """Return who stands under a suggestion, and what the viewer may do about it."""
    free = told.view.kind == SUGGESTION and told.view.state == State.OPEN
    own = next((each.state for each in told.view.signers if each.account_id == told.viewer), "")
    return {
        "signers": [vars(each) | {"label": say(SIGNED[each.state])} for each in told.view.signers],
        "may_ask_signers": free and told.view.made_by == told.viewer,
        "may_sign": free and own in {"asked", "withdrawn"},
        "may_unsign": free and own in {"asked", "signed"},
    }


def makeable_wire(kinds: Sequence[str], topics: Sequence[Topic]) -> dict[str, Any]:
    """Return what may be made of a case as the wire has it."""
    return {"kinds": [{"code": each, "name": say(KINDS[each].label)} for each in kinds], "topics": terms(topics)}


def clusters_wire(found: Sequence[Cluster], kinds: Sequence[str], topics: Sequence[Topic]) -> dict[str, Any]:
    """Return patterns as the wire has them, with what may be made of one."""
    items = [
        vars(each) | {
            "category": {
                "code": each.category, "name": each.category_name_en if language() == "en" else each.category_name,
            },
            "area": {"code": each.area_code, "name": each.area_name},
            "count": each.n, "words": shared_words(each.texts), "cases": each.ids,
        }
        for each in found
    ]  # fmt: skip
    return {"items": items} | makeable_wire(kinds, topics)


def terms(topics: Sequence[Topic]) -> list[dict[str, str]]:
    """Return topics in the caller's language."""
    return [{"code": each.code, "name": each.name_en if language() == "en" else each.name} for each in topics]


def span_of(first: date | None, last: date | None) -> Span:
    """Return the moments of the days asked for, the last ninety without them.

    Raises Invalid (field `from`) when the first comes after the last.
    """
    last = last or today()
    first = first or last - timedelta(days=89)
    if first > last:
        raise Invalid("开始日期不能晚于结束日期，年份在2000到2199之间", field="from")
    return Span(midnight(first), midnight(last, later=1))
