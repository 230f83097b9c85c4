"""GET and POST /api/stories, their words and steps, and hints at what may tell whose a story was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.http.current import current_settings
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import require_viewer
from backend.stories import service
from backend.stories.domain import Fitting, NewStory
from backend.stories.schemas import (
    FittingQuerySchema,
    FittingSchema,
    NewStorySchema,
    StoriesQuerySchema,
    StoriesSchema,
    StoryHintsQuerySchema,
    StoryHintsSchema,
    StorySchema,
    StoryStepSchema,
    StoryWordsSchema,
    fitting_wire,
    page_wire,
    story_wire,
)

blp = Blueprint("stories", __name__, url_prefix="/api", description="Stories told from cases")
KEEPERS = ("liaison", "town_congress")


@blp.route("/stories")
class Stories(MethodView):
    """The list."""

    @blp.arguments(StoriesQuerySchema, location="query")
    @blp.response(200, StoriesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the stories of one's area, drafts too, newest first."""
        viewer, most, last = require_viewer(), asked["limit"], moment_and_id(asked["cursor"])

        def work(session: Session) -> dict[str, Any]:
            found = service.listed(session, asked["state"], last=last, most=most + 1)
            return page_wire(found, most, service.kinds(session), viewer.id)

        return transact(work)

    @blp.arguments(NewStorySchema)
    @blp.response(201, StorySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not of this area's congress staff")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: NewStory) -> dict[str, Any]:
        """Write a story, as a draft. May be repeated."""
        viewer = require_viewer(*KEEPERS)
        return transact(lambda session: story_wire(service.write(session, viewer.name, asked), viewer.id))


@blp.route("/stories/<uuid:story_id>")
class OneStory(MethodView):
    """One of them."""

    @blp.arguments(StoryWordsSchema)
    @blp.response(200, StorySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="somebody else's draft")
    @blp.alt_response(404, description="no such story for this person")
    @blp.alt_response(409, description="no draft any more")
    @blp.alt_response(412, description="somebody changed it first")
    def put(self, asked: dict[str, Any], story_id: UUID) -> dict[str, Any]:
        """Put a draft's words right, as who wrote it. May be repeated."""
        viewer, version = require_viewer(*KEEPERS), version_read()
        return transact(
            lambda session: story_wire(service.change(session, story_id, version=version, **asked), viewer.id)
        )


@blp.route("/stories/<uuid:story_id>/transitions")
class StorySteps(MethodView):
    """Its steps."""

    @blp.arguments(StoryStepSchema)
    @blp.response(200, StorySchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who wrote it does not check it")
    @blp.alt_response(404, description="no such story for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], story_id: UUID) -> dict[str, Any]:
        """Make a story public as its second person, or take it back at once. May be repeated."""
        viewer, version = require_viewer(*KEEPERS), version_read()
        return transact(lambda session: story_wire(service.move(
            session, story_id, viewer.name, asked["to"], version=version, reason=asked["reason"]
        ), viewer.id))  # fmt: skip


@blp.route("/fitting")
class WhatFits(MethodView):
    """What fits a place."""

    @blp.arguments(FittingQuerySchema, location="query")
    @blp.response(200, FittingSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not congress staff")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say what people of a place ask about most, from `ZHITONG_TOPIC_FEWEST` cases on, and which stories and lectures there are on it."""
        require_viewer(*KEEPERS)
        settings = current_settings()
        days, fewest = settings.topic_days, settings.topic_fewest

        def work(session: Session) -> Fitting:
            cell = activities.cell_of(session, asked["station"], asked["venue"])
            return service.fitting(session, asked["area"], cell, days=days, fewest=fewest)

        return fitting_wire(transact(work))


@blp.route("/story-hints")
class StoryHints(MethodView):
    """What may tell whose it was."""

    @blp.arguments(StoryHintsQuerySchema)
    @blp.response(200, StoryHintsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not congress staff")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Mark numbers, places and names that a text shares with the reports it is told from; stores nothing."""
        require_viewer(*KEEPERS)
        return {"items": transact(lambda session: service.hints(session, asked["cases"], asked["body"]))}
