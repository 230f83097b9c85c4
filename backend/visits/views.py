"""GET, POST /api/visit-tasks; GET …/mine, …/{id}; POST …/{id}/done, …/cancel; GET /api/visit-workers; GET, POST /api/visit-goals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.http.paging import day_and_id
from backend.http.transaction import transact
from backend.http.viewer import FILERS, READERS, prefix_of, require_viewer
from backend.visits import service
from backend.visits.schemas import (
    MyVisitTasksSchema,
    NewVisitTaskSchema,
    VisitCancelSchema,
    VisitGoalSchema,
    VisitGoalsQuerySchema,
    VisitGoalsSchema,
    VisitResultSchema,
    VisitTaskFiltersSchema,
    VisitTaskSchema,
    VisitTasksSchema,
    VisitWorkersQuerySchema,
    VisitWorkersSchema,
    goals_wire,
    mine_wire,
    result_of,
    task_of,
    task_wire,
    tasks_wire,
    workers_wire,
)

blp = Blueprint(
    "visits", __name__, url_prefix="/api", description="Tasks of visits: who is asked to go where, and what they found"
)


@blp.route("/visit-tasks")
class VisitTasks(MethodView):
    """The tasks."""

    @blp.arguments(VisitTaskFiltersSchema, location="query")
    @blp.response(200, VisitTasksSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the tasks of one's area: open ones the first due first, others the last first."""
        require_viewer(*READERS)
        actor, most, last = asking(), asked["limit"], day_and_id(asked["cursor"])
        area = prefix_of(asked["area"]) if asked["area"] else None
        state = "open" if asked["due"] else asked["state"]
        wanted = service.Wanted(area, state, asked["due"], asked["worker"], asked["q"])
        return transact(
            lambda session: tasks_wire(service.listed(session, wanted, last=last, most=most + 1), actor, most)
        )

    @blp.arguments(NewVisitTaskSchema)
    @blp.response(200, VisitTaskSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that gives no tasks there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Ask somebody to go somewhere; they hear of it in the inbox and by push. May be repeated."""
        actor, new = asking(), task_of(asked)
        return transact(lambda session: task_wire(service.give(session, new, actor), actor))


@blp.route("/visit-tasks/mine")
class MyVisitTasks(MethodView):
    """One's own."""

    @blp.response(200, MyVisitTasksSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List what one is asked, for the phone to keep, and how one stands this month."""
        require_viewer(*FILERS)
        actor = asking()

        def work(session: Session) -> dict[str, Any]:
            return mine_wire(service.mine(session, actor), service.progress(session, actor), actor)

        return transact(work)


@blp.route("/visit-tasks/<uuid:visit_task_id>")
class OneVisitTask(MethodView):
    """One task."""

    @blp.response(200, VisitTaskSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such task for this person")
    def get(self, visit_task_id: UUID) -> dict[str, Any]:
        """Return a task with its steps, to the staff of its place and to who is asked."""
        actor = asking()
        return transact(lambda session: task_wire(service.read(session, visit_task_id), actor))


@blp.route("/visit-tasks/<uuid:visit_task_id>/done")
class VisitDone(MethodView):
    """Its result."""

    @blp.arguments(VisitResultSchema)
    @blp.response(200, VisitTaskSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="somebody else is asked")
    @blp.alt_response(404, description="no such task for this person")
    @blp.alt_response(409, description="another result is there, or the id stands for something else")
    def post(self, asked: dict[str, Any], visit_task_id: UUID) -> dict[str, Any]:
        """Say what was found. The phone makes the id, so it may send again freely."""
        actor, result = asking(), result_of(asked)
        return transact(lambda session: task_wire(service.finish(session, visit_task_id, actor, result), actor))


@blp.route("/visit-tasks/<uuid:visit_task_id>/cancel")
class VisitCancel(MethodView):
    """Its end without a visit."""

    @blp.arguments(VisitCancelSchema)
    @blp.response(200, VisitTaskSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that gives no tasks there")
    @blp.alt_response(404, description="no such task for this person")
    @blp.alt_response(409, description="it is over")
    def post(self, asked: dict[str, str], visit_task_id: UUID) -> dict[str, Any]:
        """Call a task off, for a reason. May be repeated."""
        actor = asking()
        return transact(
            lambda session: task_wire(service.cancel(session, visit_task_id, actor, asked["reason"]), actor)
        )


@blp.route("/visit-workers")
class VisitWorkers(MethodView):
    """Who may be asked."""

    @blp.arguments(VisitWorkersQuerySchema, location="query")
    @blp.response(200, VisitWorkersSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the grid workers and collectors for an area of one's own, who answer for the cell first; ends by itself at 200."""
        require_viewer(*READERS)
        return transact(lambda session: workers_wire(service.workers(session, asked["area"], asked["cell"])))


@blp.route("/visit-goals")
class VisitGoals(MethodView):
    """Goals."""

    @blp.arguments(VisitGoalsQuerySchema, location="query")
    @blp.response(200, VisitGoalsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the goals that are set at an area and below it; they are no secret. Ends by itself at 200."""
        require_viewer(*READERS)
        return transact(lambda session: goals_wire(service.goals(session, prefix_of(asked["area"]))))

    @blp.arguments(VisitGoalSchema)
    @blp.response(200, VisitGoalsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that gives no tasks there")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say how many households a worker of an area is to visit in a month. May be repeated."""
        actor = asking()
        return transact(
            lambda session: goals_wire(service.set_goal(session, asked["area_code"], asked["households"], actor))
        )
