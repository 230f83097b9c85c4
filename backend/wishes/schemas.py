"""Wishes on the wire: who somebody is stands in no answer but the one that looking is for."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from backend.contacts.domain import MAX_NAME, normal_phone
from backend.errors import Invalid
from backend.http.fields import Known, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.wishes.domain import LABELS, LEAST, MOST_ADDRESS, MOST_STORY, MOST_WORDS, Identity, NewWish, OnTree, State
from backend.wishes.queries import Paper, Told, WishView

MOST_NOTE = 500
PREFIX = validate.Regexp(r"^([0-9]{6}|[0-9]{9})?\Z")


class NewWishSchema(Schema):
    """A wish; `words` hang on the tree, all else is sealed. `id` is made by who sends it."""

    id = fields.UUID(required=True)
    station_id = StrictInteger(required=True, validate=validate.Range(1, 2**31))
    hardship = Text(required=True, least=1, most=40)
    words = Text(required=True, least=LEAST, most=MOST_WORDS)
    name = Text(required=True, least=2, most=MAX_NAME)
    phone = Text(load_default="", most=20)
    address = Text(required=True, least=2, most=MOST_ADDRESS)
    story = Text(required=True, least=LEAST, most=MOST_STORY)
    reply_way = Known("receipt", "door", load_default="door")

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewWish:
        """Return the wish; raises Invalid (field `phone`)."""
        phone = normal_phone(data["phone"]) if data["phone"] else ""
        if phone is None:
            raise Invalid("手机号要11位", field="phone")
        who = Identity(data["name"], phone, data["address"], data["story"])
        return NewWish(data["id"], data["station_id"], data["hardship"], data["words"], who, data["reply_way"])


class WishStepSchema(Schema):
    """A step; `words`: as the verifier puts them right."""

    to = Known(*State, required=True)
    note = Text(load_default="", most=MOST_NOTE)
    words = Text(load_default=None, allow_none=True, least=LEAST, most=MOST_WORDS)


class NewWishClaimSchema(Schema):
    """A claim of what hangs on the tree, by its number; `body_id`: for which body of one's own, null for oneself."""

    id = fields.UUID(required=True)
    number = Text(required=True, least=1, most=40)
    body_id = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, 2**31))


class WishReasonSchema(Schema):
    """Why one looks."""

    reason = Text(required=True, least=2, most=200)


class WishClaimerSchema(Schema):
    """The citizen who has claimed a wish, for this one look."""

    name = fields.String(required=True)
    phone = fields.String(required=True)


class WishesQuerySchema(Schema):
    """Which wishes."""

    class Meta:
        """`lang` and whatever else a page adds is no business of this route."""

        unknown = EXCLUDE

    state = Known(*State, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class WishTreeQuerySchema(Schema):
    """Where; empty for everywhere."""

    class Meta:
        """`lang` and whatever else a page adds is no business of this route."""

        unknown = EXCLUDE

    area = fields.String(load_default="", validate=PREFIX)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class WishEventSchema(Schema):
    """A step that was gone."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    label = fields.String(required=True)
    note = fields.String(required=True)


class WishMoveSchema(Schema):
    """A step to go; `reasoned`: why has to be written; `worded`: the words may be put right."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    reasoned = fields.Boolean(required=True)
    worded = fields.Boolean(required=True)


class WishSchema(Schema):
    """A wish; `opens`: whether this person may look who it is. `claimed_by`: a body or how a person is called, null without a claim.

    `by_citizen`: it is claimed for a receipt; `introduced`: that citizen may read whose wish it is.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    area_code = fields.String(required=True)
    station = fields.String(required=True)
    hardship = fields.String(required=True)
    hardship_label = fields.String(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    registered_name = fields.String(required=True)
    registered_at = UtcDateTime(required=True)
    claimed_by = fields.String(required=True, allow_none=True)
    by_citizen = fields.Boolean(required=True)
    introduced = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    opens = fields.Boolean(required=True)
    moves = fields.List(fields.Nested(WishMoveSchema), required=True)
    events = fields.List(fields.Nested(WishEventSchema), required=True)


class WishRegisteredSchema(WishSchema):
    """A wish that was just registered, with what its person takes along."""

    receipt = fields.String(required=True)
    query_code = fields.String(required=True)


class WishHardshipSchema(Schema):
    """A kind of hardship."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class WishesSchema(Schema):
    """Wishes, newest first, and the kinds of hardship."""

    items = fields.List(fields.Nested(WishSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    hardships = fields.List(fields.Nested(WishHardshipSchema), required=True)


class WishOnTreeSchema(Schema):
    """A wish as everybody sees it."""

    number = fields.String(required=True)
    hardship = fields.String(required=True)
    words = fields.String(required=True)
    town = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    label = fields.String(required=True)


class WishTreeSchema(Schema):
    """The tree."""

    items = fields.List(fields.Nested(WishOnTreeSchema), required=True)


class WishIdentitySchema(Schema):
    """Who it is, for this one look."""

    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)
    story = fields.String(required=True)


def wish_wire(told: Told) -> dict[str, Any]:
    """Return a wish as the wire has it."""
    view = told.view
    moves = [
        {"to": move.to, "label": say(move.label), "reasoned": move.reasoned, "worded": move.worded}
        for move in told.moves
    ]
    events = [
        {"at": each.at, "actor_name": each.actor_name, "label": say(LABELS[each.to_state]), "note": each.note}
        for each in view.events
    ]
    return {name: getattr(view, name) for name in WishSchema().fields if hasattr(view, name)} | {
        "hardship_label": named(view.hardship_name, view.hardship_en), "label": say(LABELS[view.state]), "opens": told.opens,
        "moves": moves, "events": events, "claimed_by": claimed_by(view), "by_citizen": bool(view.claim and view.claim.account_id is None),
        "introduced": bool(view.claim and view.claim.introduced_at),
    }  # fmt: skip


def claimed_by(view: WishView) -> str | None:
    """Return the body that has claimed it, or how the person is called; a citizen stays unnamed."""
    if view.claim is None:
        return None
    return view.claim.by or next(
        (each.actor_name for each in reversed(view.events) if each.to_state == State.CLAIMED), ""
    )


def registered_wire(told: Told, paper: Paper) -> dict[str, Any]:
    """Return a new wish with its receipt."""
    return wish_wire(told) | {"receipt": paper.receipt, "query_code": paper.query_code}


def page_wire(found: list[Told], most: int, hardships: list[Any]) -> dict[str, Any]:
    """Return a page of wishes."""
    last = found[most - 1].view if len(found) > most else None
    return {
        "items": [wish_wire(each) for each in found[:most]],
        "next": encode(last.registered_at, last.id) if last else None,
        "hardships": [{"code": each.code, "label": named(each.name, each.name_en)} for each in hardships],
    }


def tree_wire(each: OnTree) -> dict[str, Any]:
    """Return what hangs on the tree as the wire has it."""
    return vars(each) | {"hardship": named(each.hardship, each.hardship_en), "label": say(LABELS[each.state])}


def named(name: str, name_en: str) -> str:
    """Return the office's own word in the reader's language."""
    return name if language() == "zh-CN" else name_en
