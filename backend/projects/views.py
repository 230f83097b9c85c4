"""/api/projects: 点单, 定单, 买单, 验单."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.http.current import current_settings
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.projects import service
from backend.projects.domain import Answer as Said
from backend.projects.domain import Plan, Report
from backend.projects.queries import Survey
from backend.projects.schemas import (
    NewProjectSchema,
    ProjectFiltersSchema,
    ProjectFlagSchema,
    ProjectMoveAskedSchema,
    ProjectReportSchema,
    ProjectSchema,
    ProjectScoresSchema,
    ProjectSourcesAskedSchema,
    ProjectsSchema,
    ProjectWishesSchema,
    SurveyAnswerAskedSchema,
    SurveyDrawSchema,
    SurveySchema,
    draft_of,
    page_wire,
    project_wire,
    survey_wire,
    wanted_of,
    wishes_wire,
)
from backend.projects.service import View
from backend.projects.service.following import may_report
from backend.projects.service.surveying import NOTERS

blp = Blueprint("projects", __name__, url_prefix="/api", description="Livelihood projects")
Answer = tuple[dict[str, Any], int, dict[str, str]]
MOST_WISHES = 200


def answered(who: Actor, work: Callable[[Session], View]) -> Answer:
    """Do `work` and return its project as the wire has it, with its version as ETag."""

    def whole(session: Session) -> tuple[View, bool]:
        found = work(session)
        return found, may_report(session, found, who)

    found, reports = transact(whole)
    return project_wire(found, who, reports=reports), 200, {"ETag": f'"{found.head.version}"'}


@blp.route("/projects")
class Projects(MethodView):
    """All of them."""

    @blp.arguments(ProjectFiltersSchema, location="query")
    @blp.response(200, ProjectsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the projects one sees: of one's area, those one's body builds, and public ones; newest first."""
        asking()
        last, most, wanted = moment_and_id(asked["cursor"]), asked["limit"], wanted_of(asked)
        return page_wire(transact(lambda session: service.listed(session, wanted, last=last, most=most + 1)), most)

    @blp.arguments(NewProjectSchema)
    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who makes no projects there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Make a project of what people ask for. May be repeated."""
        who, given = asking(), draft_of(asked)
        return answered(who, lambda session: service.make(session, who, given))


@blp.route("/project-wishes")
class Wishes(MethodView):
    """What people ask for."""

    @blp.response(200, ProjectWishesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the matters of one's area that ask for a project and stand in none, the oldest first."""
        asking()
        return wishes_wire(transact(lambda session: service.wishes(session, MOST_WISHES)))


@blp.route("/projects/<uuid:project_id>")
class OneProject(MethodView):
    """One of them."""

    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such project for this person")
    def get(self, project_id: UUID) -> Answer:
        """Return a project with the moves this person may make; the ETag is its version."""
        who = asking()
        return answered(who, lambda session: service.read(session, project_id))


@blp.route("/projects/<uuid:project_id>/sources")
class Sources(MethodView):
    """Who asked for it."""

    @blp.arguments(ProjectSourcesAskedSchema)
    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who makes no projects there")
    @blp.alt_response(404, description="no such project for this person")
    def post(self, asked: dict[str, Any], project_id: UUID) -> Answer:
        """Put further matters to it, by their numbers. May be repeated."""
        who = asking()
        return answered(who, lambda session: service.add_sources(session, project_id, who, asked["cases"]))


@blp.route("/projects/<uuid:project_id>/transitions")
class Moves(MethodView):
    """Its moves."""

    @blp.arguments(ProjectMoveAskedSchema)
    @blp.response(200, ProjectSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's move")
    @blp.alt_response(404, description="no such project for this person")
    @blp.alt_response(409, description="no such move now, or no published ballot has decided so")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], project_id: UUID) -> Answer:
        """Make a move; one that tells gives everybody who asked a numbered answer. May be repeated."""
        who, version = asking(), version_read()
        plan = Plan(asked["body_id"], asked["planned_yuan"], asked["due_on"])
        return answered(who, lambda session: service.move(
            session, project_id, who, asked["move"], asked["words"], plan, version=version
        ))  # fmt: skip


@blp.route("/projects/<uuid:project_id>/progress")
class Going(MethodView):
    """How it goes."""

    @blp.arguments(ProjectReportSchema)
    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither builds nor governs there")
    @blp.alt_response(404, description="no such project for this person")
    @blp.alt_response(409, description="it is not being built, or the id is taken")
    def post(self, asked: dict[str, Any], project_id: UUID) -> Answer:
        """Say how it goes in a quarter: per cent done, yuan paid so far. May be repeated."""
        who, said = asking(), Report(**asked)
        return answered(who, lambda session: service.report(session, project_id, who, said))


@blp.route("/projects/<uuid:project_id>/flag")
class Flag(MethodView):
    """Its flag."""

    @blp.arguments(ProjectFlagSchema)
    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who is not the congress there")
    @blp.alt_response(404, description="no such project for this person")
    @blp.alt_response(409, description="it is not being built")
    def put(self, asked: dict[str, Any], project_id: UUID) -> Answer:
        """Raise or take down a flag. May be repeated."""
        who = asking()
        return answered(who, lambda session: service.flag(session, project_id, who, asked["flag"]))


@blp.route("/projects/<uuid:project_id>/scores")
class Scores(MethodView):
    """What deputies give."""

    @blp.arguments(ProjectScoresSchema)
    @blp.response(200, ProjectSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who is no deputy there")
    @blp.alt_response(404, description="no such project for this person")
    @blp.alt_response(409, description="it is not being inspected")
    def put(self, asked: dict[str, Any], project_id: UUID) -> Answer:
        """Give it points in every dimension at this inspection; said again, the last counts."""
        who = asking()
        return answered(who, lambda session: service.score(session, project_id, who, asked["scores"]))


def surveyed(who: Actor, work: Callable[[Session], Survey]) -> dict[str, Any]:
    """Return the sample that `work` returns, as this person sees it."""

    def told(session: Session) -> dict[str, Any]:
        found = work(session)
        here = service.roles_here(service.read(session, found.project_id).head, who)
        return survey_wire(found, bool(NOTERS & here))

    return transact(told)


@blp.route("/projects/<uuid:project_id>/survey")
class ProjectSurvey(MethodView):
    """The households that are asked."""

    @blp.response(200, SurveySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such project for this person, or nobody is asked yet")
    def get(self, project_id: UUID) -> dict[str, Any]:
        """Return the sample of a project and what was answered, by cell, to the staff of the place."""
        who = asking()
        return surveyed(who, lambda session: service.surveyed(session, project_id, who))

    @blp.arguments(SurveyDrawSchema)
    @blp.response(200, SurveySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who is not the congress there")
    @blp.alt_response(404, description="no such project for this person")
    @blp.alt_response(409, description="it is not finished, or its cells have no households")
    def post(self, asked: dict[str, Any], project_id: UUID) -> dict[str, Any]:
        """Draw the households that are asked, by cell in proportion to the households of each; once, and the same ever after."""
        who, settings = asking(), current_settings()
        size, least = settings.survey_size, settings.survey_least
        return surveyed(who, lambda session: service.draw(session, project_id, who, size, least))


@blp.route("/projects/<uuid:project_id>/survey/answers")
class SurveyAnswers(MethodView):
    """What they say."""

    @blp.arguments(SurveyAnswerAskedSchema)
    @blp.response(200, SurveySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who calls no meetings there")
    @blp.alt_response(404, description="no such project for this person, or nobody is asked yet")
    @blp.alt_response(409, description="the household has answered, or the id stands for something else")
    def post(self, asked: dict[str, Any], project_id: UUID) -> dict[str, Any]:
        """Note what a household of the sample says; the first counts. May be repeated."""
        who, said = asking(), Said(**asked)
        return surveyed(who, lambda session: service.note(session, project_id, who, said))
