"""Reply templates on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from backend.http.fields import Known, Text
from backend.http.words import say
from backend.replies.domain import FIELDS, KINDS, Filled, Template, Wording


class ReplyTemplateBodySchema(Schema):
    """What a template says; `body` may name fields of the case as `{{ number }}`. `disabled`: no longer offered."""

    area_code = Text(required=True, least=6, most=12)
    kind = Known(*KINDS, required=True)
    title = Text(required=True, least=2, most=60)
    body = Text(required=True, least=5, most=2000)
    disabled = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class NewReplyTemplateSchema(ReplyTemplateBodySchema):
    """A new template under an id of its maker's."""

    id = fields.UUID(required=True)


class ReplyTemplateSchema(Schema):
    """A template as it stands; `version` goes back as `If-Match`; `area_code` null: shipped, for everybody."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    area_code = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    disabled = fields.Boolean(required=True)


class ReplyTermSchema(Schema):
    """A kind or a field with what it is called in the caller's language."""

    key = fields.String(required=True)
    label = fields.String(required=True)


class ReplyTemplatesSchema(Schema):
    """The templates, the kinds there are, and the fields that may be named."""

    items = fields.List(fields.Nested(ReplyTemplateSchema), required=True)
    kinds = fields.List(fields.Nested(ReplyTermSchema), required=True)
    fields_ = fields.List(fields.Nested(ReplyTermSchema), required=True, data_key="fields")


class FilledReplySchema(Schema):
    """A template filled in for a case; `fits`: the case came to its answer in this way."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind_label = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    fits = fields.Boolean(required=True)


class FilledRepliesSchema(Schema):
    """Those that fit stand first."""

    items = fields.List(fields.Nested(FilledReplySchema), required=True)


def wording_of(asked: dict[str, Any]) -> Wording:
    """Return what a template is to say."""
    return Wording(**{name: asked[name] for name in Wording.__dataclass_fields__})


def template_wire(template: Template) -> dict[str, Any]:
    """Return a template as the wire has it."""
    own = {"id": template.id, "version": template.version, "kind_label": say(KINDS[template.says.kind])}
    return vars(template.says) | own


def list_wire(found: Sequence[Template]) -> dict[str, Any]:
    """Return the templates with what they may be and name."""
    return {
        "items": [template_wire(each) for each in found],
        "kinds": [{"key": key, "label": say(label)} for key, label in KINDS.items()],
        "fields_": [{"key": key, "label": say(label)} for key, label in FIELDS.items()],
    }


def lacking() -> dict[str, str]:
    """Return what stands for a field that a case has nothing for."""
    return {key: say("（请填{label}）", label=say(label)) for key, label in FIELDS.items()}


def filled_wire(found: Sequence[Filled]) -> dict[str, Any]:
    """Return the templates filled in for a case."""
    return {
        "items": [
            {
                "id": each.template.id, "version": each.template.version, "title": each.template.says.title,
                "kind_label": say(KINDS[each.template.says.kind]), "text": each.text, "fits": each.fits,
            }
            for each in found
        ]
    }  # fmt: skip
