"""POST /api/registrations, GET /api/registrations/form, GET /api/cases/{id}/registrations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask import current_app
from flask.views import MethodView

from backend.cases.schemas import asking
from backend.clock import today
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.submissions import service
from backend.submissions.domain import NewSubmission
from backend.submissions.schemas.written import (
    CaseRegistrationsSchema,
    RegisteredSchema,
    RegistrationFormFilters,
    RegistrationFormSchema,
    RegistrationSchema,
    form_wire,
    registered_wire,
    registrations_wire,
)
from backend.submissions.views.receipts import blp


@blp.route("/registrations")
class Registrations(MethodView):
    """Writing down what somebody else says."""

    @blp.arguments(RegistrationSchema)
    @blp.response(201, RegisteredSchema)
    @blp.alt_response(200, schema=RegisteredSchema, description="written down before; the same answer")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that writes nothing down")
    @blp.alt_response(409, description="the id, or the number of the other system, is taken")
    def post(self, new: NewSubmission) -> tuple[dict[str, Any], int]:
        """Write down a matter that came by word of mouth, letter or another system; the person gets a receipt. May be repeated."""
        require_viewer(*service.REGISTRARS)
        actor = asking()
        accepted = transact(lambda session: service.register(session, actor, new))
        link = f"{current_app.extensions['zhitong.settings'].public_url}/t/{accepted.receipt}"
        code = segno.make(link, error="q", micro=False, boost_error=False)
        qr = code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4)
        return registered_wire(accepted, link, qr), 200 if accepted.again else 201


@blp.route("/registrations/form")
class RegistrationForm(MethodView):
    """What the form offers."""

    @blp.arguments(RegistrationFormFilters, location="query")
    @blp.response(200, RegistrationFormSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that writes nothing down")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell what may be chosen when a matter is written down: channels, categories, stations, villages, cells of one village."""
        require_viewer(*service.REGISTRARS)
        actor = asking()
        return form_wire(transact(lambda session: service.desk(session, actor, asked["village"])), today())


@blp.route("/cases/<uuid:case_id>/registrations")
class CaseRegistrations(MethodView):
    """How a case came."""

    @blp.response(200, CaseRegistrationsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """Tell how those reports of a case came that staff wrote down: channel, day, number, who wrote."""
        actor = asking()
        return registrations_wire(transact(lambda session: service.registrations(session, case_id, actor)))
