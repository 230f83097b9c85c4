"""Drafts as they are digested: their articles, opinions, groups of those that say nearly the same, and the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.clock import midnight
from backend.digests import service
from backend.digests.schemas.asked import (
    DigestArticleQuerySchema,
    DigestOpinionsQuerySchema,
    DigestPageSchema,
    FunnelQuerySchema,
    article_of,
)
from backend.digests.schemas.told import (
    DigestDraftsSchema,
    DigestFrameSchema,
    DigestGroupsSchema,
    DigestOpinionsSchema,
    FunnelSchema,
)
from backend.digests.schemas.wire import drafts_wire, frame_wire, funnel_wire, groups_wire, opinions_wire
from backend.http.paging import moment_and_id
from backend.http.transaction import transact

blp = Blueprint("digests", __name__, url_prefix="/api", description="What opinions come to, and what becomes of it")


@blp.route("/digest-drafts")
class Drafts(MethodView):
    """The drafts."""

    @blp.arguments(DigestPageSchema, location="query")
    @blp.response(200, DigestDraftsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the drafts on which one sees opinions or items, newest first."""
        asking()
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return drafts_wire(transact(lambda session: service.drafts(session, after=last, most=most + 1)), most)


@blp.route("/digest-drafts/<uuid:draft_id>")
class OneDraft(MethodView):
    """One of them."""

    @blp.response(200, DigestFrameSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such draft")
    def get(self, draft_id: UUID) -> dict[str, Any]:
        """Return a draft with the articles of its newest version, how far their opinions are, and what can come back for it."""
        who = asking()

        def work(session: Session) -> dict[str, Any]:
            draft, outcomes = service.frame(session, draft_id)
            found = service.articles(session, draft_id)
            return frame_wire(draft, found, outcomes, may_write=who.has("liaison"))

        return transact(work)


@blp.route("/digest-drafts/<uuid:draft_id>/opinions")
class Opinions(MethodView):
    """The originals."""

    @blp.arguments(DigestOpinionsQuerySchema, location="query")
    @blp.response(200, DigestOpinionsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such draft")
    def get(self, asked: dict[str, Any], draft_id: UUID) -> dict[str, Any]:
        """List the opinions that one sees and that count, oldest first: of an article and those it continues, or of an item."""
        asking()
        which, article = article_of(asked["article"])
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return opinions_wire(transact(lambda session: service.opinions(
            session, draft_id, article=article, which=which, item=asked["item"], free=asked["free"], after=last, most=most + 1,
        )), most)  # fmt: skip


@blp.route("/digest-drafts/<uuid:draft_id>/suggestions")
class Suggestions(MethodView):
    """What may belong together."""

    @blp.arguments(DigestArticleQuerySchema, location="query")
    @blp.response(200, DigestGroupsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such draft")
    def get(self, asked: dict[str, Any], draft_id: UUID) -> dict[str, Any]:
        """List groups of opinions that stand in no item and say nearly the same, the largest first, and why: a hint, which decides nothing."""
        asking()
        found = transact(lambda session: service.suggestions(session, draft_id, asked["article"]))
        return groups_wire(*found)


@blp.route("/digest-funnel")
class Figures(MethodView):
    """The funnel."""

    @blp.arguments(FunnelQuerySchema, location="query")
    @blp.response(200, FunnelSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who reads no area and acts for no body")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Count how many opinions were raised, reported and adopted, and how many of their authors an answer has reached."""
        who, since, until = asking(), midnight(asked["first"]), midnight(asked["last"], later=1)
        return funnel_wire(transact(lambda session: service.funnel(
            session, who, asked["by"], solicitation=asked["solicitation"], since=since, until=until
        )))  # fmt: skip
