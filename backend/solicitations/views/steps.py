"""/api/step-templates and /api/step-runs: the nine steps of a station."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.http.transaction import transact
from backend.solicitations import service
from backend.solicitations.schemas import NewStepsSchema, SolicitationSchema, StepsSchema, StepTickSchema, evidence_of
from backend.solicitations.views.drafts import Answer, blp, file_read


@blp.route("/step-templates/<int:station_id>")
class Steps(MethodView):
    """The nine steps of a station."""

    @blp.response(200, StepsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such station")
    def get(self, station_id: int) -> dict[str, Any]:
        """Return the steps as the station names them, numbers where it has not."""
        asking()
        return vars(transact(lambda session: service.template(session, station_id)))

    @blp.arguments(NewStepsSchema)
    @blp.response(200, StepsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another station's people")
    @blp.alt_response(404, description="no such station")
    @blp.alt_response(412, description="somebody named them first")
    def post(self, asked: dict[str, Any], station_id: int) -> dict[str, Any]:
        """Name the nine steps anew; what runs keeps its names. May be repeated."""
        who = asking()
        return vars(transact(lambda session: service.name_steps(
            session, station_id, who, asked["names"], after=asked["after"]
        )))  # fmt: skip


@blp.route("/step-runs/<uuid:run_id>/ticks")
class Ticks(MethodView):
    """The steps that something carries."""

    @blp.arguments(StepTickSchema)
    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another station's people")
    @blp.alt_response(404, description="no such steps for this person")
    @blp.alt_response(409, description="done already, with other words")
    def post(self, asked: dict[str, Any], run_id: UUID) -> Answer:
        """Note that a step was done, with what shows it. May be repeated."""
        who = asking()

        def work(session: Session) -> Answer:
            run = service.tick(session, run_id, who, asked["nth"], evidence_of(asked))
            return file_read(session, run.subject_id)

        return transact(work)
