"""Bulletins as the wire tells of them."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import UtcDateTime


class BulletinDaysSchema(Schema):
    """Days, both counted."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    days = fields.Integer(required=True)


class BulletinRestSchema(Schema):
    """A figure that a sentence rests on."""

    label = fields.String(required=True)
    value = fields.Integer(required=True)


class BulletinSentenceSchema(Schema):
    """A sentence, and the figures it rests on."""

    text = fields.String(required=True)
    rests = fields.List(fields.Nested(BulletinRestSchema), required=True)


class BulletinSectionSchema(Schema):
    """A section with its sentences."""

    section = fields.String(required=True)
    label = fields.String(required=True)
    sentences = fields.List(fields.Nested(BulletinSentenceSchema), required=True)


class BulletinWholeSchema(Schema):
    """Reports of the period, of the one before and of the same a year ago; null where there is nothing to hold against."""

    now = fields.Integer(required=True)
    before = fields.Integer(required=True, allow_none=True)
    year = fields.Integer(required=True, allow_none=True)


class BulletinDaySchema(Schema):
    """Reports of a day."""

    day = fields.Date(required=True)
    n = fields.Integer(required=True)


class BulletinTallySchema(Schema):
    """Reports of one kind."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    now = fields.Integer(required=True)
    before = fields.Integer(required=True, allow_none=True)


class BulletinHotSchema(Schema):
    """A cell that stands out; `sure`: also when many are looked at together."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    n = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True)
    z = fields.Float(required=True, allow_none=True)
    p = fields.Float(required=True, allow_none=True)
    sure = fields.Boolean(required=True)
    significance = fields.String(required=True, data_key="class")
    class_label = fields.String(required=True)
    trend_label = fields.String(required=True)


class BulletinFigureSchema(Schema):
    """A figure with what it is called."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Integer(required=True)


class BulletinAlertSchema(Schema):
    """Alerts of a kind raised in the period, and how many nobody has judged."""

    kind = fields.String(required=True)
    label = fields.String(required=True)
    n = fields.Integer(required=True)
    open = fields.Integer(required=True)


class BulletinCellSchema(Schema):
    """A cell of the drawing; `path`: its outline as SVG has it; `mark`: where a mark of its class stands."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    n = fields.Integer(required=True)
    significance = fields.String(required=True, data_key="class")
    path = fields.String(required=True)
    mark = fields.List(fields.Float(), required=True)


class BulletinShadeSchema(Schema):
    """A line of the legend: a class, what it means, how many cells."""

    significance = fields.String(required=True, data_key="class")
    label = fields.String(required=True)
    colour = fields.String(required=True)
    mark = fields.String(required=True)
    cells = fields.Integer(required=True)


class BulletinMapSchema(Schema):
    """The drawing of the cells."""

    width = fields.Float(required=True)
    height = fields.Float(required=True)
    cells = fields.List(fields.Nested(BulletinCellSchema), required=True)
    legend = fields.List(fields.Nested(BulletinShadeSchema), required=True)
    notes = fields.List(fields.String(), required=True)


class BulletinHeadSchema(Schema):
    """A bulletin without its figures; `id` null for one that is only looked at."""

    id = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    made_at = UtcDateTime(required=True)


class BulletinSchema(BulletinHeadSchema):
    """A bulletin: its figures, and the sentences that they support. `open`: the period is not over."""

    open = fields.Boolean(required=True)
    before = fields.Nested(BulletinDaysSchema, required=True, allow_none=True)
    year = fields.Nested(BulletinDaysSchema, required=True, allow_none=True)
    total = fields.Nested(BulletinWholeSchema, required=True)
    days = fields.List(fields.Nested(BulletinDaySchema), required=True)
    categories = fields.List(fields.Nested(BulletinTallySchema), required=True)
    channels = fields.List(fields.Nested(BulletinTallySchema), required=True)
    hot = fields.List(fields.Nested(BulletinHotSchema), required=True)
    work = fields.List(fields.Nested(BulletinFigureSchema), required=True)
    voices = fields.List(fields.Nested(BulletinFigureSchema), required=True)
    alerts = fields.List(fields.Nested(BulletinAlertSchema), required=True)
    unplaced = fields.Integer(required=True)
    sections = fields.List(fields.Nested(BulletinSectionSchema), required=True)
    map = fields.Nested(BulletinMapSchema, required=True, allow_none=True)
    notes = fields.List(fields.String(), required=True)


class BulletinAreaSchema(Schema):
    """An area there are bulletins of."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)


class BulletinsSchema(Schema):
    """A page of bulletins, and the areas of one's scope that there are bulletins of."""

    items = fields.List(fields.Nested(BulletinHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    areas = fields.List(fields.Nested(BulletinAreaSchema), required=True)
