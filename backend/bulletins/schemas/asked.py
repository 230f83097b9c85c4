"""What may be asked of bulletins."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.bulletins.domain import KINDS, Kind
from backend.errors import Invalid
from backend.hotspots.domain import Period
from backend.hotspots.service import checked_period
from backend.http.fields import Known, Text


class BulletinListSchema(Schema):
    """Which bulletins; without `area` and `kind` all of one's scope."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = Text(load_default=None, most=12)
    kind = Known("week", "month", load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class BulletinQuerySchema(Schema):
    """What is looked at without being kept: the running week or month, or days of one's own choice (`own`, with `from` and `to`)."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = Text(required=True, least=6, most=12)
    kind = Known(*KINDS, load_default="week")
    first = fields.Date(load_default=None, data_key="from")
    last = fields.Date(load_default=None, data_key="to")


def asked_of(asked: dict[str, Any]) -> tuple[str, Kind, Period | None]:
    """Return area, kind and days asked for; None for the running week or month.

    Raises Invalid naming `from` or `to`: where days are missing, too many or beside a week or a month.
    """
    kind: Kind = asked["kind"]
    first, last = asked["first"], asked["last"]
    if kind != "own":
        if first or last:
            raise Invalid("周报和月报不用填起止日期", field="from" if first else "to", code="days_not_asked")
        return asked["area"], kind, None
    for day, field in ((first, "from"), (last, "to")):
        if day is None:
            raise Invalid("请填起止日期", field=field, code="days_missing")
    return asked["area"], kind, checked_period(first, last)
