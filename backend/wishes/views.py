"""GET and POST /api/wishes, their steps, who it is; GET /api/wish-tree, POST /api/wish-claims."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.blueprints import BlueprintSetupState
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import prefix_of, require_viewer
from backend.wishes import service
from backend.wishes.domain import NewWish, State
from backend.wishes.schemas import (
    NewWishClaimSchema,
    NewWishSchema,
    WishClaimerSchema,
    WishesQuerySchema,
    WishesSchema,
    WishIdentitySchema,
    WishReasonSchema,
    WishRegisteredSchema,
    WishSchema,
    WishStepSchema,
    WishTreeQuerySchema,
    WishTreeSchema,
    page_wire,
    registered_wire,
    tree_wire,
    wish_wire,
)
from backend.wishes.service import Told

blp = Blueprint("wishes", __name__, url_prefix="/api", description="Wishes of people in hardship")
Answer = tuple[dict[str, Any], int, dict[str, str]]


@blp.record_once
def take_keys(state: BlueprintSetupState) -> None:
    """Give the service the key that seals who somebody is."""
    service.use_keys(state.app.extensions["zhitong.settings"])


def tagged(told: Told) -> Answer:
    """Return a wish as the wire has it, with its version as ETag."""
    return wish_wire(told), 200, {"ETag": f'"{told.view.version}"'}


@blp.route("/wishes")
class Wishes(MethodView):
    """The list."""

    @blp.arguments(WishesQuerySchema, location="query")
    @blp.response(200, WishesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the wishes of one's area and those one has claimed, newest first; nobody's name among them."""
        require_viewer()
        most, last = asked["limit"], moment_and_id(asked["cursor"])

        def work(session: Session) -> dict[str, Any]:
            found = service.listed(session, asked["state"], last=last, most=most + 1)
            return page_wire(found, most, service.hardships(session))

        return transact(work)

    @blp.arguments(NewWishSchema)
    @blp.response(201, WishRegisteredSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not congress staff")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: NewWish) -> dict[str, Any]:
        """Register a wish; who it is is sealed at once. May be repeated."""
        viewer = require_viewer("liaison", "town_congress")

        def work(session: Session) -> dict[str, Any]:
            view, paper = service.register(session, viewer.name, asked)
            return registered_wire(service.read(session, view.id), paper)

        return transact(work)


@blp.route("/wishes/<uuid:wish_id>")
class OneWish(MethodView):
    """One of them."""

    @blp.response(200, WishSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such wish for this person")
    def get(self, wish_id: UUID) -> Answer:
        """Return a wish with the steps this person may go; the ETag is its version."""
        require_viewer()
        return tagged(transact(lambda session: service.read(session, wish_id)))


@blp.route("/wishes/<uuid:wish_id>/transitions")
class WishSteps(MethodView):
    """Its steps."""

    @blp.arguments(WishStepSchema)
    @blp.response(200, WishSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another's step")
    @blp.alt_response(404, description="no such wish for this person")
    @blp.alt_response(409, description="no such step in the present state")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], wish_id: UUID) -> Answer:
        """Let a wish go a step; its person is told by the ladder. May be repeated."""
        viewer, version = require_viewer(), version_read()
        return tagged(transact(lambda session: service.move(
            session, wish_id, viewer.name, State(asked["to"]), version=version, note=asked["note"], words=asked["words"]
        )))  # fmt: skip


@blp.route("/wishes/<uuid:wish_id>/person")
class WishPersons(MethodView):
    """Who it is."""

    @blp.arguments(WishReasonSchema)
    @blp.response(200, WishIdentitySchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such wish, or it does not open for this person")
    def post(self, asked: dict[str, str], wish_id: UUID) -> dict[str, Any]:
        """Look who it is, as who verifies or has claimed; each look is an entry in the record."""
        require_viewer()
        return vars(transact(lambda session: service.reveal(session, wish_id, asked["reason"])))


@blp.route("/wishes/<uuid:wish_id>/claimer")
class WishClaimers(MethodView):
    """Who has claimed it without an account."""

    @blp.arguments(WishReasonSchema)
    @blp.response(200, WishClaimerSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(
        404, description="no such wish, or no citizen has claimed it, or it does not open for this person"
    )
    def post(self, asked: dict[str, str], wish_id: UUID) -> dict[str, Any]:
        """Look which citizen has claimed it, as the staff that calls them; each look is an entry in the record."""
        require_viewer()
        return vars(transact(lambda session: service.claimer(session, wish_id, asked["reason"])))


@blp.route("/wishes/<uuid:wish_id>/introduction")
class WishIntroductions(MethodView):
    """Letting a citizen know."""

    @blp.arguments(WishReasonSchema)
    @blp.response(200, WishSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another verified it")
    @blp.alt_response(404, description="no such wish for this person")
    @blp.alt_response(409, description="no citizen has claimed it now")
    def post(self, asked: dict[str, str], wish_id: UUID) -> Answer:
        """Let the citizen who has claimed it read behind the receipt whose wish it is, as who verified it. May be repeated."""
        require_viewer()
        return tagged(transact(lambda session: service.introduce(session, wish_id, asked["reason"])))


@blp.route("/wish-tree")
class WishTree(MethodView):
    """The tree."""

    @blp.arguments(WishTreeQuerySchema, location="query")
    @blp.response(200, WishTreeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Show what hangs on the tree below an area: checked words, kind of hardship, township."""
        require_viewer()
        prefix = prefix_of(asked["area"]) if asked["area"] else ""
        return {"items": [tree_wire(each) for each in transact(lambda s: service.tree(s, prefix, asked["limit"]))]}


@blp.route("/wish-claims")
class WishClaims(MethodView):
    """Claims."""

    @blp.arguments(NewWishClaimSchema)
    @blp.response(200, WishSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not a body of this person's")
    @blp.alt_response(404, description="no such wish on the tree")
    @blp.alt_response(409, description="somebody else was first")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Claim a wish from the tree for oneself or a body of one's own; of two at once one gets it. May be repeated."""
        viewer = require_viewer()

        def work(session: Session) -> Told:
            wish_id, _ = service.claim(session, asked["id"], asked["number"], viewer.name, body_id=asked["body_id"])
            return service.read(session, wish_id)

        return tagged(transact(work))
