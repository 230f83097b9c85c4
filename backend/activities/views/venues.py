"""GET /api/venues."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from marshmallow import EXCLUDE, Schema, fields

from backend.activities.service import venues as service
from backend.activities.views.plans import blp
from backend.http.fields import AREA
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.http.words import language


class VenuesQuerySchema(Schema):
    """Of which place."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)


class VenueSchema(Schema):
    """Where people meet the law. `holds`: what there is; `lon`, `lat`: degrees in EPSG:4326, null without a place on the map."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    name = fields.String(required=True)
    area_name = fields.String(required=True)
    address = fields.String(required=True)
    holds = fields.String(required=True)
    opening_hours = fields.String(required=True)
    lon = fields.Float(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)


class VenuesSchema(Schema):
    """The venues of a place, by kind and name."""

    items = fields.List(fields.Nested(VenueSchema), required=True)


@blp.route("/venues")
class Venues(MethodView):
    """Where people meet the law (普法阵地)."""

    @blp.arguments(VenuesQuerySchema, location="query")
    @blp.response(200, VenuesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List the venues of a place; public, as stations are."""
        require_viewer()
        found = transact(lambda session: service.listed(session, asked["area"]))
        english = language() == "en"
        return {
            "items": [vars(each) | {"kind_label": each.kind_name_en if english else each.kind_name} for each in found]
        }
