"""GET /api/audiences."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from marshmallow import Schema, fields

from backend.activities import service
from backend.activities.views.plans import blp
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.http.words import language, say

AXES = {"trade": "分业", "people": "分众", "subject": "专题"}


class AudienceSchema(Schema):
    """For whom a lecture or a story is, or on which subject; `name` is the tag, `label` what it is called here."""

    name = fields.String(required=True)
    axis = fields.String(required=True)
    axis_label = fields.String(required=True)
    label = fields.String(required=True)


class AudiencesSchema(Schema):
    """The audiences and subjects, in the office's order."""

    items = fields.List(fields.Nested(AudienceSchema), required=True)


@blp.route("/audiences")
class Audiences(MethodView):
    """For whom there are lectures and stories (分业、分众), and subjects (专题)."""

    @blp.response(200, AudiencesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the audiences and subjects."""
        require_viewer()
        english = language() == "en"
        return {"items": [
            {"name": each.name, "axis": each.axis, "axis_label": say(AXES[each.axis]), "label": each.name_en if english else each.name}
            for each in transact(service.audiences)]}  # fmt: skip
