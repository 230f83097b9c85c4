"""Items: written, sorted, moved, reviewed, settled, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.cases.schemas import asking
from backend.digests import service
from backend.digests.domain import Draft, Outcome
from backend.digests.schemas.asked import (
    DigestAskSchema,
    DigestItemsQuerySchema,
    DigestMergeSchema,
    DigestOutcomeSchema,
    DigestSortSchema,
    DigestStepSchema,
    DigestVerdictSchema,
    DigestWordingSchema,
    NewDigestItemSchema,
    wanted_of,
)
from backend.digests.schemas.told import DigestAnsweredSchema, DigestItemSchema, DigestItemsSchema
from backend.digests.schemas.wire import answer_words, item_wire, items_wire
from backend.digests.service import Told
from backend.digests.views.drafts import blp
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.words import say

Answer = tuple[dict[str, Any], int, dict[str, str]]


def tagged(told: Told) -> Answer:
    """Return an item as the wire has it, with its version as ETag."""
    return item_wire(told), 200, {"ETag": f'"{told.view.version}"'}


@blp.route("/digest-items")
class Items(MethodView):
    """The list."""

    @blp.arguments(DigestItemsQuerySchema, location="query")
    @blp.response(200, DigestItemsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the items one sees: of one's area, of one's bodies, those one is asked about as an expert; newest first."""
        who, wanted, most = asking(), wanted_of(asked), asked["limit"]
        last, mine = moment_and_id(asked["cursor"]), asked["waiting"] == "me"
        return items_wire(transact(lambda session: service.listed(
            session, wanted, who, waiting=mine, after=last, most=most + 1
        )), most)  # fmt: skip

    @blp.arguments(NewDigestItemSchema)
    @blp.response(200, DigestItemSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that writes none")
    @blp.alt_response(404, description="no such draft")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Write an item with opinions; those of another open item go over to it (split). May be repeated."""
        who, given = asking(), Draft(**asked | {"opinions": tuple(asked["opinions"])})
        return tagged(transact(lambda session: service.make(session, who, given)))


@blp.route("/digest-items/<uuid:digest_id>")
class OneItem(MethodView):
    """One of them."""

    @blp.response(200, DigestItemSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such item for this person")
    def get(self, digest_id: UUID) -> Answer:
        """Return an item with the moves this person may make; the ETag is its version."""
        who = asking()
        return tagged(transact(lambda session: service.read(session, digest_id, who)))

    @blp.arguments(DigestWordingSchema)
    @blp.response(200, DigestItemSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="it is no longer worked on")
    @blp.alt_response(412, description="somebody changed it first")
    def put(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Word an item anew. May be repeated."""
        who, version = asking(), version_read()
        return tagged(transact(lambda session: service.edit(
            session, digest_id, who, asked["title"], asked["text"], version=version
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/opinions")
class Sorting(MethodView):
    """What it holds."""

    @blp.arguments(DigestSortSchema)
    @blp.response(200, DigestItemSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="it is no longer worked on")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Put opinions into an item, also out of another open one, and take others out. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.sort(
            session, digest_id, who, put=asked["put"], take=asked["take"]
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/merge")
class Merging(MethodView):
    """Two become one."""

    @blp.arguments(DigestMergeSchema)
    @blp.response(200, DigestItemSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="it is no longer worked on")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Put all opinions of an item into another of the same draft; the empty one ends and names it. May be repeated."""
        who, version = asking(), version_read()
        return tagged(transact(lambda session: service.merge(
            session, digest_id, who, asked["into"], asked["words"], version=version
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/transitions")
class Steps(MethodView):
    """Its steps."""

    @blp.arguments(DigestStepSchema)
    @blp.response(200, DigestItemSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's step")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Take back, select, drop, approve, refuse or send back an item. May be repeated."""
        who, version = asking(), version_read()
        return tagged(transact(lambda session: service.move(
            session, digest_id, who, asked["move"], asked["words"], version=version
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/experts")
class Asking(MethodView):
    """Experts are asked."""

    @blp.arguments(DigestAskSchema)
    @blp.response(200, DigestItemSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Send an item to experts until a day; nobody who stands back is asked. May be repeated."""
        who, version = asking(), version_read()
        return tagged(transact(lambda session: service.ask(
            session, digest_id, who, asked["experts"], asked["due_on"], version=version
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/verdict")
class Verdict(MethodView):
    """An expert says."""

    @blp.arguments(DigestVerdictSchema)
    @blp.response(200, DigestItemSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="an expert with an account says it themselves")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="nothing is asked of this expert")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Say as an expert what one thinks of an item, and why; of one without an account a liaison writes it down. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.give(
            session, digest_id, who, asked["verdict"], asked["reasons"], asked["expert_id"]
        )))  # fmt: skip


@blp.route("/digest-items/<uuid:digest_id>/outcome")
class Settling(MethodView):
    """What came back."""

    @blp.arguments(DigestOutcomeSchema)
    @blp.response(200, DigestItemSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="it was not reported, or has its result")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], digest_id: UUID) -> Answer:
        """Note what came back from above, why, and where it stands in the final text. May be repeated."""
        who, version = asking(), version_read()
        given = Outcome(asked["outcome"], asked["reason"], asked["article_id"])
        return tagged(transact(lambda session: service.settle(session, digest_id, who, given, version=version)))


@blp.route("/digest-items/<uuid:digest_id>/answers")
class Answering(MethodView):
    """Everybody is answered."""

    @blp.response(200, DigestAnsweredSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's")
    @blp.alt_response(404, description="no such item for this person")
    @blp.alt_response(409, description="there is nothing to answer yet")
    def post(self, digest_id: UUID) -> dict[str, Any]:
        """Issue a sheet to each author or unit that has none yet, at most 300 at a time. May be repeated."""
        who = asking()

        def work(session: Session) -> dict[str, Any]:
            told, issued = service.answer(session, digest_id, who, say("基层立法联系点"), answer_words)
            return {"issued": issued, "left": told.view.unanswered}

        return transact(work)
