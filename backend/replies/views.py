"""GET and POST /api/reply-templates, PUT of one, and those filled in for a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.schemas import asking
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import READERS, require_viewer
from backend.replies import service
from backend.replies.domain import WRITERS, Template
from backend.replies.schemas import (
    FilledRepliesSchema,
    NewReplyTemplateSchema,
    ReplyTemplateBodySchema,
    ReplyTemplateSchema,
    ReplyTemplatesSchema,
    filled_wire,
    lacking,
    list_wire,
    template_wire,
    wording_of,
)

blp = Blueprint("replies", __name__, url_prefix="/api", description="Reply templates: how answers are begun")
Answer = tuple[dict[str, Any], int, dict[str, str]]


@blp.route("/reply-templates")
class Templates(MethodView):
    """The templates."""

    @blp.response(200, ReplyTemplatesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self) -> dict[str, Any]:
        """List the templates of one's area and those shipped, with the kinds there are and the fields that may be named."""
        require_viewer(*READERS)
        return list_wire(transact(service.listed))

    @blp.arguments(NewReplyTemplateSchema)
    @blp.response(201, ReplyTemplateSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another area's")
    @blp.alt_response(409, description="the id is taken")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Add a template under an id of one's own making. May be repeated."""
        viewer, says = require_viewer(*WRITERS), wording_of(asked)
        return tagged(transact(lambda session: service.add(session, asked["id"], says, viewer.id)), 201)


@blp.route("/reply-templates/<uuid:template_id>")
class OneTemplate(MethodView):
    """A template."""

    @blp.arguments(ReplyTemplateBodySchema)
    @blp.response(200, ReplyTemplateSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="shipped, or another area's")
    @blp.alt_response(404, description="no such template for this person")
    @blp.alt_response(412, description="somebody changed it first")
    @blp.alt_response(428, description="no If-Match")
    def put(self, asked: dict[str, Any], template_id: UUID) -> Answer:
        """Store the next version of a template; earlier ones are kept. May be repeated."""
        viewer, version, says = require_viewer(*WRITERS), version_read(), wording_of(asked)
        return tagged(transact(lambda session: service.change(session, template_id, says, viewer.id, version)))


@blp.route("/cases/<uuid:case_id>/reply-templates")
class OfCase(MethodView):
    """The templates for one answer."""

    @blp.response(200, FilledRepliesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List the templates filled in for a case, those that fit first; the text is begun with one and freely changed."""
        actor = asking()
        return filled_wire(transact(lambda session: service.of_case(session, case_id, actor, lacking())))


def tagged(template: Template, status: int = 200) -> Answer:
    """Return a template as the wire has it, with its version as ETag."""
    return template_wire(template), status, {"ETag": f'"{template.version}"'}
