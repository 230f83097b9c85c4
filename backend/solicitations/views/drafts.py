"""GET and POST /api/solicitations, their drafts, tasks and moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from backend.cases.schemas import asking
from backend.clock import today
from backend.codes import service as codes
from backend.codes.schemas import CodeSchema, code_wire
from backend.errors import Gone, NotFound
from backend.grid.service import known_areas
from backend.http.limits import client, throttle
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.solicitations import service
from backend.solicitations.domain import TaskState
from backend.solicitations.domain.drafts import Article
from backend.solicitations.reading import MOST_BYTES, text_of
from backend.solicitations.schemas import (
    DraftFileSchema,
    DraftFileTextSchema,
    DraftPreviewSchema,
    DraftTextSchema,
    DraftVersionWholeSchema,
    NewSolicitationSchema,
    NewTaskSchema,
    NewVersionSchema,
    SolicitationFiltersSchema,
    SolicitationFrameSchema,
    SolicitationMoveSchema,
    SolicitationSchema,
    SolicitationsSchema,
    TaskMoveSchema,
    TasksInHandSchema,
    file_wire,
    frame_wire,
    in_hand_wire,
    page_wire,
    preview_wire,
    version_wire,
)
from backend.solicitations.service import Given, Handing, Issue, Wanted

blp = Blueprint("solicitations", __name__, url_prefix="/api", description="What lawmakers ask the people")
Answer = tuple[dict[str, Any], int, dict[str, str]]
PER_MINUTE = 600


def file_read(session: Session, solicitation_id: UUID) -> Answer:
    """Return the file as the person who asks has it, with its version as ETag."""
    file = service.file_of(session, solicitation_id, asking())
    return file_wire(file), 200, {"ETag": f'"{file.view.version}"'}


@blp.route("/solicitations")
class Solicitations(MethodView):
    """The list."""

    @blp.arguments(SolicitationFiltersSchema, location="query")
    @blp.response(200, SolicitationsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the solicitations, newest first; they are public."""
        asking()
        states = (asked["state"],) if asked["state"] else None
        wanted, most = Wanted(asked["kind"], states, asked["area"]), asked["limit"]
        last = moment_and_id(asked["cursor"])
        return page_wire(transact(lambda session: service.listed(session, wanted, last=last, most=most + 1)), most)

    @blp.arguments(NewSolicitationSchema)
    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who issues nothing there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Pass on what was issued from above. May be repeated."""
        who, given = asking(), Issue(**asked | {"leads": tuple(asked["leads"])})

        def work(session: Session) -> Answer:
            service.issue(session, who, given)
            return file_read(session, given.id)

        return transact(work)


@blp.route("/solicitations/frame")
class Frame(MethodView):
    """What one needs to issue."""

    @blp.response(200, SolicitationFrameSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the kinds, and the areas for which this person issues."""
        who = asking()

        def work(session: Session) -> dict[str, Any]:
            kinds, areas = service.frame(session, who)
            return frame_wire(kinds, known_areas(session, areas))

        return transact(work)


@blp.route("/solicitation-tasks")
class TasksInHand(MethodView):
    """What waits for one."""

    @blp.response(200, TasksInHandSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the tasks that this person has in hand, what is due first first."""
        asking()
        return in_hand_wire(transact(service.in_hand))


@blp.route("/solicitations/<uuid:solicitation_id>")
class OneSolicitation(MethodView):
    """One of them."""

    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such solicitation")
    def get(self, solicitation_id: UUID) -> Answer:
        """Return the file: of tasks and events what this person sees, the moves they may make; the ETag is its version."""
        asking()
        return transact(lambda session: file_read(session, solicitation_id))


@blp.route("/solicitations/<uuid:solicitation_id>/transitions")
class Moves(MethodView):
    """Its moves."""

    @blp.arguments(SolicitationMoveSchema)
    @blp.response(200, SolicitationSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's move")
    @blp.alt_response(404, description="no such solicitation")
    @blp.alt_response(409, description="no such move in the present state, or what it asks for is not there")
    @blp.alt_response(412, description="somebody changed it first")
    @blp.alt_response(428, description="no If-Match")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> Answer:
        """Make a move of the table, with its reason and what it needs. May be repeated."""
        who, version = asking(), version_read()
        evidence = {key: str(asked[key]) for key in ("batch", "addressee", "receipt", "closes_on") if asked[key]}
        given = Given(asked["move"], asked["words"], evidence)

        def work(session: Session) -> Answer:
            service.move(session, solicitation_id, who, given, version=version)
            return file_read(session, solicitation_id)

        return transact(work)


@blp.route("/draft-files")
class Files(MethodView):
    """A draft as a file."""

    @blp.arguments(DraftFileSchema, location="files")
    @blp.response(200, DraftFileTextSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(413, description="too big")
    def post(self, files: dict[str, FileStorage]) -> dict[str, Any]:
        """Read the words of a DOCX or TXT; nothing is kept."""
        asking()
        file = files["file"]
        return {"text": text_of(file.filename or "", file.stream.read(MOST_BYTES + 1))}


@blp.route("/solicitations/<uuid:solicitation_id>/preview")
class Preview(MethodView):
    """A text to be put right."""

    @blp.arguments(DraftTextSchema)
    @blp.response(200, DraftPreviewSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who puts no drafts here")
    @blp.alt_response(404, description="no such solicitation")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> dict[str, Any]:
        """Find the articles of a text, and which former ones they continue; stores nothing."""
        asking()
        return preview_wire(*transact(lambda session: service.preview(session, solicitation_id, asked["text"])))


@blp.route("/solicitations/<uuid:solicitation_id>/versions")
class Versions(MethodView):
    """The versions of its draft."""

    @blp.arguments(NewVersionSchema)
    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who puts no drafts here")
    @blp.alt_response(404, description="no such solicitation")
    @blp.alt_response(409, description="it is over, or the id stands for something else")
    @blp.alt_response(412, description="there is a newer version")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> Answer:
        """Store the next version, article by article. May be repeated."""
        who, articles = asking(), [Article(**each) for each in asked["articles"]]

        def work(session: Session) -> Answer:
            service.add_version(
                session, solicitation_id, who, asked["id"], asked["title"], asked["note"], articles,
                after=asked["after"],
            )  # fmt: skip
            return file_read(session, solicitation_id)

        return transact(work)


@blp.route("/solicitations/<uuid:solicitation_id>/versions/<int:nth>")
class OneVersion(MethodView):
    """A version."""

    @blp.response(200, DraftVersionWholeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such version")
    def get(self, solicitation_id: UUID, nth: int) -> dict[str, Any]:
        """Return a version with its articles, what each continues and what continues it."""
        asking()
        return version_wire(*transact(lambda session: service.version_of(session, solicitation_id, nth)))


@blp.route("/solicitations/<uuid:solicitation_id>/tasks")
class Tasks(MethodView):
    """Who has what to do."""

    @blp.arguments(NewTaskSchema)
    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who hands out nothing here")
    @blp.alt_response(404, description="no such solicitation")
    @blp.alt_response(409, description="it is stopped, given already, or the id stands for something else")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> Answer:
        """Give a body or a station a task, or hand on one's own. May be repeated."""
        who, given = asking(), Handing(**asked)

        def work(session: Session) -> Answer:
            service.hand_out(session, solicitation_id, who, given)
            return file_read(session, solicitation_id)

        return transact(work)


@blp.route("/solicitation-tasks/<uuid:task_id>/transitions")
class TaskMoves(MethodView):
    """The steps of a task."""

    @blp.arguments(TaskMoveSchema)
    @blp.response(200, SolicitationSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's step")
    @blp.alt_response(404, description="no such task for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    @blp.alt_response(428, description="no If-Match")
    def post(self, asked: dict[str, Any], task_id: UUID) -> Answer:
        """Accept it, return it, report it done; recall what one gave. May be repeated."""
        who, version = asking(), version_read()

        def work(session: Session) -> Answer:
            done = service.task_move(session, task_id, who, TaskState(asked["to"]), asked["words"], version=version)
            return file_read(session, done.solicitation_id)

        return transact(work)


@blp.route("/codes/<string:code>")
class OfCode(MethodView):
    """Whom a code stands for, and what may be said through it."""

    @blp.response(200, CodeSchema)
    @blp.alt_response(404, description="no such code")
    @blp.alt_response(410, description="the code was revoked")
    @blp.alt_response(429, description="too many in a minute")
    def get(self, code: str) -> dict[str, Any]:
        """Tell whom a code stands for. Lower case, spaces, hyphens, and O, I, L for 0 and 1 are taken."""
        throttle("code look-up", client(), limit=PER_MINUTE, seconds=60)
        return transact(lambda session: code_told(session, code))


def code_told(session: Session, code: str) -> dict[str, Any]:
    """Return whom a code stands for, what it has chosen beforehand and the drafts open there, as it is sent.

    Raises NotFound when there is no such code, Gone when it was revoked.
    """
    target = codes.resolve(session, code)
    if target is None:
        raise NotFound("没有这个码。对照海报检查最后4位，或找最近的站点。", code="unknown_code")
    if target.state == "revoked":
        raise Gone("这个码已停用。请扫新海报，或找最近的站点。", code="revoked_code")
    found = service.open_drafts(session, target.area_code, today())
    drafts = [vars(each) | {"path": f"/drafts/{each.id}"} for each in found]
    return code_wire(target, codes.preset(session, target), drafts)
