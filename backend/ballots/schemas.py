"""Ballots on the wire: what is asked, what is told; never who voted how, never a figure before the count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.ballots.domain import (
    KINDS,
    LABELS,
    OUTCOMES,
    QUORUMS,
    RULES,
    WAYS,
    Candidate,
    Count,
    Draft,
    Row,
    State,
    arrows_from,
)
from backend.ballots.domain.counting import could_turn
from backend.ballots.queries import Head, Member, View, is_clerk
from backend.cases.domain import Actor
from backend.http.fields import Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import say

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
MOST_CANDIDATES, MOST_MEMBERS = 100, 2000
ISSUED = {"link": "投票码", "paper": "纸质票"}


class BallotCandidateAskedSchema(Schema):
    """What is voted on; `subject_id`: the project it stands for."""

    title = Text(required=True, least=1, most=100)
    subject_id = fields.UUID(load_default=None, allow_none=True)


class BallotSettingsSchema(Schema):
    """A ballot as it is prepared. `from_deputies`: the deputies of the place and level are on the roll; `names`: who else; `tellers`: two logins."""

    meeting = Text(required=True, least=2, most=100)
    title = Text(required=True, least=2, most=100)
    held_on = fields.Date(required=True, validate=BOUNDS)
    way = Known(*WAYS, load_default="each")
    contested = fields.Boolean(required=True, truthy={True}, falsy={False})
    seats = StrictInteger(required=True, validate=Between(1, MOST_CANDIDATES))
    rule = Known(*RULES, load_default="half_all")
    quorum = Known(*QUORUMS, load_default="half")
    candidates = fields.List(
        fields.Nested(BallotCandidateAskedSchema), required=True, validate=Between(1, MOST_CANDIDATES, of="length")
    )
    from_deputies = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    names = fields.List(Text(least=1, most=40), load_default=list, validate=Between(0, MOST_MEMBERS, of="length"))
    tellers = fields.List(Text(least=2, most=40), required=True, validate=Between(2, 2, of="length"))


class NewBallotSchema(BallotSettingsSchema):
    """A new ballot, under an id of its maker's; `area`: the town, street or county whose meeting it is."""

    id = fields.UUID(required=True)
    area = Text(required=True, least=6, most=12)
    kind = Known(*KINDS, required=True)


class BallotStepSchema(Schema):
    """A step of who runs it."""

    to = Known(State.OPEN, State.CLOSED, State.PUBLISHED, State.VOID, required=True)
    words = Text(load_default="", most=500)


class BallotIssueSchema(Schema):
    """What a member is issued: a link, a paper, or (null) nothing any more. Without `member_id`: one's own link."""

    member_id = fields.UUID(load_default=None, allow_none=True)
    way = Known("link", "paper", load_default=None, allow_none=True)


class BallotIssuedSchema(Schema):
    """What was issued: for a link its code and address, which are shown here alone."""

    name = fields.String(required=True)
    way = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    url = fields.String(required=True)


class BallotTellingSchema(Schema):
    """What a teller does: `papers` read off (one text of f, a, o, x a paper), `unseal`, `recount`, `sign`."""

    deed = Known("papers", "unseal", "recount", "sign", required=True)
    papers = fields.List(
        fields.String(validate=validate.Regexp(r"^[faox]{1,100}\Z")),
        load_default=list,
        validate=Between(0, MOST_MEMBERS, of="length"),
    )


class BallotObjectionSchema(Schema):
    """That a member says somebody else voted in their place."""

    id = fields.UUID(required=True)
    member_id = fields.UUID(required=True)
    words = Text(required=True, least=2, most=500)


class BallotPageSchema(Schema):
    """Which page."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class BallotStandingSchema(Schema):
    """A candidate; figures and outcome from the count on."""

    position = fields.Integer(required=True)
    title = fields.String(required=True)
    subject_id = fields.UUID(required=True, allow_none=True)
    in_favour = fields.Integer(required=True, allow_none=True)
    against = fields.Integer(required=True, allow_none=True)
    abstained = fields.Integer(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    outcome_label = fields.String(required=True)


class BallotMemberSchema(Schema):
    """A line of the roll; `listed`: from the list of deputies; `has_voted` of who votes by a link, papers lie in the box unnamed."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    way = fields.String(required=True, allow_none=True)
    has_voted = fields.Boolean(required=True)
    listed = fields.Boolean(required=True)


class BallotTellerSchema(Schema):
    """Who counts, and how far they are; `papers`: how many they read off, null before they did."""

    name = fields.String(required=True)
    mine = fields.Boolean(required=True)
    papers = fields.Integer(required=True, allow_none=True)
    unsealed = fields.Boolean(required=True)
    signed = fields.Boolean(required=True)


class BallotContestedSchema(Schema):
    """What was contested."""

    name = fields.String(required=True)
    words = fields.String(required=True)
    noted_name = fields.String(required=True)
    at = UtcDateTime(required=True)


class BallotEventSchema(Schema):
    """A step that was gone."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)


class BallotNextSchema(Schema):
    """A step this person may go now."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.Boolean(required=True)


class BallotHeadSchema(Schema):
    """A ballot without its parts."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    meeting = fields.String(required=True)
    title = fields.String(required=True)
    held_on = fields.Date(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)


class BallotSchema(BallotHeadSchema):
    """A ballot. `cast`: votes by link so far, like `issued` for who runs or counts it; `issued`, `received`, `not_cast` (发=收+弃), `invalid`, `passed`: from the count on.

    `recount`: whether the recount just made came to the same; `could_turn`: contested votes could have changed the outcome.
    """

    way = fields.String(required=True)
    way_label = fields.String(required=True)
    contested = fields.Boolean(required=True)
    seats = fields.Integer(required=True)
    rule = fields.String(required=True)
    rule_label = fields.String(required=True)
    quorum = fields.String(required=True)
    quorum_label = fields.String(required=True)
    members_n = fields.Integer(required=True, allow_none=True)
    issued = fields.Integer(required=True, allow_none=True)
    cast = fields.Integer(required=True, allow_none=True)
    received = fields.Integer(required=True, allow_none=True)
    not_cast = fields.Integer(required=True, allow_none=True)
    invalid = fields.Integer(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)
    could_turn = fields.Boolean(required=True)
    recount = fields.Boolean(required=True, allow_none=True)
    candidates = fields.List(fields.Nested(BallotStandingSchema), required=True)
    members = fields.List(fields.Nested(BallotMemberSchema), required=True)
    tellers = fields.List(fields.Nested(BallotTellerSchema), required=True)
    objections = fields.List(fields.Nested(BallotContestedSchema), required=True)
    events = fields.List(fields.Nested(BallotEventSchema), required=True)
    steps = fields.List(fields.Nested(BallotNextSchema), required=True)
    may_run = fields.Boolean(required=True)
    may_count = fields.Boolean(required=True)
    may_vote = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class BallotsSchema(Schema):
    """A page of ballots; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(BallotHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def draft_of(asked: dict[str, Any], ballot_id: UUID | None = None) -> Draft:
    """Return what is prepared; of a known ballot (`ballot_id`) the place and the meeting's kind stay as they are."""
    return Draft(
        asked.get("id") or ballot_id or UUID(int=0), asked.get("area", ""), asked.get("kind", ""), asked["meeting"], asked["title"],
        asked["held_on"], asked["way"], asked["contested"], asked["seats"], asked["rule"], asked["quorum"],
        tuple(Candidate(**each) for each in asked["candidates"]), asked["from_deputies"], tuple(asked["names"]),
        tuple(asked["tellers"]),
    )  # fmt: skip


def head_wire(head: Head) -> dict[str, Any]:
    """Return a ballot without its parts as the wire has it."""
    return vars(head) | {"kind_label": say(KINDS[head.kind]), "label": say(LABELS[State(head.state)])}


def page_wire(found: Sequence[Head], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [head_wire(each) for each in found[:most]],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }


def ballot_wire(view: View, actor: Actor, recount: bool | None = None) -> dict[str, Any]:
    """Return a ballot as this person sees it."""
    head, clerk = view.head, is_clerk(view.head, actor)
    names = {each.id: each.name for each in view.members}
    mine = [each for each in view.members if each.account_id == actor.id]
    counting = any(each.account_id == actor.id for each in view.tellers)
    whole = clerk or counting
    out = head.issued if head.issued is not None else view.issued if whole else None
    return head_wire(head) | {
        "way_label": say(WAYS[head.way]),
        "rule_label": say(RULES[head.rule].label),
        "quorum_label": say(QUORUMS[head.quorum].label),
        "members_n": head.members if head.members is not None else len(view.members) if whole else None,
        "issued": out,
        "cast": sum(each.has_voted for each in view.members) if whole else None,
        "not_cast": None if head.received is None else max(0, (head.issued or 0) - head.received),
        "could_turn": could_turn(_count(view), len(view.objections)),
        "recount": recount,
        "candidates": [
            vars(each) | {"outcome_label": say(OUTCOMES[each.outcome]) if each.outcome else ""} for each in view.candidates
        ],
        "members": [vars(each) for each in (view.members if whole else mine)],
        "tellers": [
            vars(each) | {"mine": each.account_id == actor.id, "papers": None if each.papers is None else len(each.papers)}
            for each in view.tellers
        ],
        "objections": [vars(each) | {"name": names.get(each.member_id, "")} for each in view.objections],
        "events": [vars(each) | {"label": say(LABELS[State(each.to_state)])} for each in view.events],
        "steps": [vars(each) | {"label": say(each.label)} for each in arrows_from(head.state, clerk=clerk)],
        "may_run": clerk,
        "may_count": counting,
        "may_vote": head.state == State.OPEN and any(not each.has_voted and each.way != "paper" for each in mine),
    }  # fmt: skip


def _count(view: View) -> Count:
    rows = tuple(Row(each.in_favour or 0, 0, 0, each.outcome or "") for each in view.candidates)
    return Count(view.head.received or 0, 0, bool(view.head.passed), rows)


def issued_wire(member: Member, code: str, url: str) -> dict[str, Any]:
    """Return what was issued as the wire has it."""
    return {"name": member.name, "way": member.way, "code": code, "url": url}
