"""/api/ballots: preparing, running and counting. Voting itself is a page (`/vote`), which needs no account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.ballots import service
from backend.ballots.domain import State
from backend.ballots.schemas import (
    BallotIssuedSchema,
    BallotIssueSchema,
    BallotObjectionSchema,
    BallotPageSchema,
    BallotSchema,
    BallotSettingsSchema,
    BallotsSchema,
    BallotStepSchema,
    BallotTellingSchema,
    NewBallotSchema,
    ballot_wire,
    draft_of,
    issued_wire,
    page_wire,
)
from backend.ballots.service import View
from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.codes.domain import spaced
from backend.http.current import current_settings
from backend.http.paging import moment_and_id
from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read

blp = Blueprint("ballots", __name__, url_prefix="/api", description="Secret ballots of a meeting")
Answer = tuple[dict[str, Any], int, dict[str, str]]


def box_key() -> bytes:
    """Return the key under which boxes are sealed and receipts are made."""
    return current_settings().derive("ballot box")


def tagged(view: View, actor: Actor, recount: bool | None = None) -> Answer:
    """Return a ballot as the wire has it, with its version as ETag."""
    return ballot_wire(view, actor, recount), 200, {"ETag": f'"{view.head.version}"'}


@blp.route("/ballots")
class Ballots(MethodView):
    """All of them."""

    @blp.arguments(BallotPageSchema, location="query")
    @blp.response(200, BallotsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the ballots one sees: of one's area, those one has a part in, and published ones; newest first."""
        asking()
        last, most = moment_and_id(asked["cursor"]), asked["limit"]
        return page_wire(transact(lambda session: service.listed(session, last=last, most=most + 1)), most)

    @blp.arguments(NewBallotSchema)
    @blp.response(200, BallotSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who runs no ballots there")
    @blp.alt_response(409, description="the id stands for something else")
    def post(self, asked: dict[str, Any]) -> Answer:
        """Prepare a ballot. May be repeated."""
        who, given = asking(), draft_of(asked)
        return tagged(transact(lambda session: service.make(session, who, given)), who)


@blp.route("/ballots/<uuid:ballot_id>")
class OneBallot(MethodView):
    """One of them."""

    @blp.response(200, BallotSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such ballot for this person")
    def get(self, ballot_id: UUID) -> Answer:
        """Return a ballot with the steps this person may go; the ETag is its version."""
        who = asking()
        return tagged(transact(lambda session: service.read(session, ballot_id)), who)

    @blp.arguments(BallotSettingsSchema)
    @blp.response(200, BallotSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who does not run it")
    @blp.alt_response(404, description="no such ballot for this person")
    @blp.alt_response(409, description="it was opened: the roll is fixed")
    @blp.alt_response(412, description="somebody changed it first")
    def put(self, asked: dict[str, Any], ballot_id: UUID) -> Answer:
        """Prepare it anew, before it is opened. May be repeated."""
        who, version, given = asking(), version_read(), draft_of(asked, ballot_id)
        return tagged(transact(lambda session: service.change(session, ballot_id, who, given, version=version)), who)


@blp.route("/ballots/<uuid:ballot_id>/transitions")
class Steps(MethodView):
    """Its steps."""

    @blp.arguments(BallotStepSchema)
    @blp.response(200, BallotSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who does not run it")
    @blp.alt_response(404, description="no such ballot for this person")
    @blp.alt_response(409, description="no such step now, or not all tellers have signed")
    @blp.alt_response(412, description="somebody changed it first")
    def post(self, asked: dict[str, Any], ballot_id: UUID) -> Answer:
        """Open it (the roll is fixed), close it, publish the result, or make it void. May be repeated."""
        who, version, to, key = asking(), version_read(), State(asked["to"]), box_key()
        return tagged(transact(lambda session: service.move(
            session, ballot_id, who, to, asked["words"], version=version, key=key
        )), who)  # fmt: skip


@blp.route("/ballots/<uuid:ballot_id>/issues")
class Issues(MethodView):
    """What members are issued."""

    @blp.arguments(BallotIssueSchema)
    @blp.response(200, BallotIssuedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who does not run it")
    @blp.alt_response(404, description="no such ballot or member for this person")
    @blp.alt_response(409, description="it is not open, or the member has voted")
    def post(self, asked: dict[str, Any], ballot_id: UUID) -> dict[str, Any]:
        """Issue a member a link or a paper, or take it back; a member with an account gets the own link. Another link ends the former one."""
        who, member, key = asking(), asked["member_id"], box_key()
        if member is None:
            mine, code = transact(lambda session: service.own_code(session, ballot_id, who, key))
        else:
            mine, code = transact(lambda session: service.issue(session, ballot_id, who, member, asked["way"], key))
        return issued_wire(mine, spaced(code), f"{current_settings().public_url}/vote#{code}" if code else "")


@blp.route("/ballots/<uuid:ballot_id>/tellers")
class Telling(MethodView):
    """The tellers' work."""

    @blp.arguments(BallotTellingSchema)
    @blp.response(200, BallotSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who does not count it")
    @blp.alt_response(404, description="no such ballot for this person")
    @blp.alt_response(409, description="not now, or the two tellers read the papers differently")
    def post(self, asked: dict[str, Any], ballot_id: UUID) -> Answer:
        """Read papers off, unseal the box (it opens when both tellers have), recount, sign. May be repeated."""
        who, deed, key = asking(), asked["deed"], box_key()

        def work(session: Session) -> tuple[View, bool | None]:
            if deed == "papers":
                return service.enter_papers(session, ballot_id, who, asked["papers"]), None
            if deed == "unseal":
                return service.unseal(session, ballot_id, who, key), None
            return (
                service.recount(session, ballot_id, who, key)
                if deed == "recount"
                else (service.sign(session, ballot_id, who), None)
            )

        view, same = transact(work)
        return tagged(view, who, same)


@blp.route("/ballots/<uuid:ballot_id>/objections")
class Objections(MethodView):
    """What is contested."""

    @blp.arguments(BallotObjectionSchema)
    @blp.response(200, BallotSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither runs nor counts it")
    @blp.alt_response(404, description="no such ballot or member for this person")
    @blp.alt_response(409, description="nobody has voted in their place, or the id is taken")
    def post(self, asked: dict[str, Any], ballot_id: UUID) -> Answer:
        """Note that a member says somebody else voted in their place; the box stays shut. May be repeated."""
        who = asking()
        return tagged(transact(lambda session: service.object_to(
            session, ballot_id, who, asked["id"], asked["member_id"], asked["words"]
        )), who)  # fmt: skip
