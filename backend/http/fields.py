"""Fields of the wire: times, places, digests, texts; each refuses what would break further in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from marshmallow.fields import Field

from backend.geo.geojson import PointError, point_of
from backend.http.words import say
from backend.plain import visible

MAX_TEXT = 5000
# The code of an area: six digits for a county, nine for a township, twelve for a village.
AREA = validate.Regexp(r"^[0-9]{6}([0-9]{3}){0,2}\Z")
# NUL, and halves of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A key that the database counts up.
KEY = validate.Range(1, 2**62)


class Between:
    """Checks that a number, or the length of a list, lies within `low` and `high`, both allowed."""

    def __init__(self, low: float, high: float, of: str = "value") -> None:
        self.low, self.high, self.of = low, high, of

    def __call__(self, value: Any) -> None:
        """Raise ValidationError in the caller's language when `value` lies outside."""
        measure = len(value) if self.of == "length" else value
        if not self.low <= measure <= self.high:
            key = "最多{n}项" if self.of == "length" else "要在{low}和{high}之间"
            raise ValidationError(say(key, n=self.high, low=self.low, high=self.high))


class Switch(fields.Boolean):
    """A yes of a query, by `true`, `1` or one of `more` words; no where it is not named."""

    def __init__(self, *more: str) -> None:
        super().__init__(load_default=False, truthy={"true", "1", True, *more}, falsy={"false", "0", "", False})


class Metres(fields.Float):
    """A distance or an accuracy, 0 to 100,000 m, to the centimetre (what comes finer would overflow a `real`)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=Between(0, 100_000), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> float:
        metres: float = super()._deserialize(value, attr, data, **more)
        return round(metres, 2)


class Text(fields.String):
    """A text without NUL and lone surrogates, at most `most` characters after stripping, at least `least`.

    What nobody sees is taken out first (`visible`), so a resend is the same content. `as_it_is`: neither that nor
    stripped; blanks at the ends of a password belong to it.
    """

    def __init__(self, *, least: int = 0, most: int = MAX_TEXT, as_it_is: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most, self.as_it_is = least, most, as_it_is
        # marshmallow's own validator would speak English only; these bounds are for the OpenAPI document
        self.metadata = {**self.metadata, "minLength": least, "maxLength": most}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **more)
        if not text.isprintable() and UNSTORABLE.search(text):
            raise ValidationError(say("有不能保存的字符"))
        text = text if self.as_it_is else visible(text).strip()
        if len(text) < self.least:
            raise ValidationError(say("至少写{n}个字", n=self.least))
        if len(text) > self.most:
            raise ValidationError(say("最多写{n}个字", n=self.most))
        return text


class Line(Text):
    """A text of one line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return " ".join(super()._deserialize(value, attr, data, **more).split())


class UtcDateTime(fields.AwareDateTime):
    """A time with its zone, in UTC inside and `…Z` on the wire, so that a resend gets the same bytes."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", default_timezone=None, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        try:
            # bounds of what PostgreSQL and people both understand
            when = super()._deserialize(value, attr, data, **more).astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(say("时间写法不对，要像2026-11-21T08:30:00Z")) from error
        return when

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return None if value is None else utc(value)


class Day(fields.Date):
    """A day, `2026-11-21`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        # `date.fromisoformat` also takes 20261121 and week numbers; one way of writing is enough
        if not isinstance(value, str) or len(value) != len("2026-11-21"):
            raise ValidationError(say("日期写法不对，要像2026-11-21"))
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError(say("日期写法不对，要像2026-11-21")) from error


class Digest(fields.String):
    """A SHA-256 in lower hex."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^[0-9a-f]{64}\Z", error="Not a SHA-256 in lower hex."), **more)


class StrictInteger(fields.Integer):
    """A whole number, given as a number."""

    def __init__(self, **more: Any) -> None:
        super().__init__(strict=True, **more)


class Known(fields.String):
    """One of a few words."""

    def __init__(self, *words: str, **more: Any) -> None:
        super().__init__(validate=validate.OneOf(words, error="Not one of the words allowed here."), **more)


class PointField(Field[Any]):
    """A GeoJSON Point, (longitude, latitude) in degrees of the CRS the request names."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> tuple[float, float]:
        try:
            return point_of(value)
        except PointError as error:
            raise ValidationError(say(str(error))) from error


class ProblemSchema(Schema):
    """RFC 9457 problem."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    field = fields.String()
    detail = fields.String()


def utc(when: datetime) -> str:
    """Return `when` as `2026-11-21T08:30:00.123456Z`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
