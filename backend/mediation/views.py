"""GET /api/cases/{id}/mediation; POST parties, records, follow-ups, confirmations and their ruling; a party's name and phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.cases.schemas import CaseContactSchema, RevealSchema, asking
from backend.contacts.service import Person
from backend.http.limits import throttle_reveal
from backend.http.transaction import transact
from backend.mediation import service
from backend.mediation.domain import NewConfirmation, NewFollowUp, NewParty, NewRecord, NewRuling
from backend.mediation.schemas import (
    MediationConfirmationSchema,
    MediationFollowUpSchema,
    MediationPartySchema,
    MediationRecordSchema,
    MediationRulingSchema,
    MediationSchema,
    NewConfirmationSchema,
    NewFollowUpSchema,
    NewPartySchema,
    NewRecordSchema,
    NewRulingSchema,
    labelled,
    mediation_wire,
)

blp = Blueprint(
    "mediation", __name__, url_prefix="/api/cases/<uuid:case_id>/mediation", description="Mediation of a case"
)  # fmt: skip
ANSWERS = {
    401: "nobody is logged in",
    403: "only who acts for the committee that handles the case",
    404: "no such case for this person",
    409: "not in the present state, or the id holds something else",
}


def refusals(view: Any) -> Any:
    """Describe how a write of this room is refused."""
    for status, why in ANSWERS.items():
        view = blp.alt_response(status, description=why)(view)
    return view


@blp.route("")
class MediationOfCase(MethodView):
    """All of it."""

    @blp.response(200, MediationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """Return parties (masked), records, agreement with the time for a court, follow-ups, confirmations."""
        who = asking()
        return mediation_wire(transact(lambda session: service.read(session, case_id, who)))


@blp.route("/parties")
class Parties(MethodView):
    """Who is at odds."""

    @blp.arguments(NewPartySchema)
    @blp.response(201, MediationPartySchema)
    @refusals
    def post(self, new: NewParty, case_id: UUID) -> dict[str, Any]:
        """Note a party; name and phone are sealed. The caller makes the id, so it may be sent again."""
        who = asking()
        return labelled(transact(lambda session: service.add_party(session, case_id, who, new)))


@blp.route("/parties/<uuid:party_id>/contact")
class PartyContact(MethodView):
    """Name and phone of a party."""

    @blp.arguments(RevealSchema)
    @blp.response(200, CaseContactSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls nobody")
    @blp.alt_response(404, description="no such party for this person")
    @blp.alt_response(429, description="as many as one may see in a day")
    def post(self, asked: dict[str, str], case_id: UUID, party_id: UUID) -> Person:
        """Show name and phone of one party, for a reason; each time goes into the record."""
        who = asking()

        def work(session: Session) -> Person:
            throttle_reveal(session)
            return service.reveal(session, case_id, party_id, who, asked["reason"])

        return transact(work)


@blp.route("/records")
class Records(MethodView):
    """What was said."""

    @blp.arguments(NewRecordSchema)
    @blp.response(201, MediationRecordSchema)
    @refusals
    def post(self, new: NewRecord, case_id: UUID) -> dict[str, Any]:
        """Note a sitting of the parties; a correction is a new one that names the old. May be sent again."""
        who = asking()
        return labelled(transact(lambda session: service.add_record(session, case_id, who, new)))


@blp.route("/follow-ups")
class FollowUps(MethodView):
    """Whether it is kept."""

    @blp.arguments(NewFollowUpSchema)
    @blp.response(201, MediationFollowUpSchema)
    @refusals
    def post(self, new: NewFollowUp, case_id: UUID) -> dict[str, Any]:
        """Note a look at whether the agreement is kept. May be sent again."""
        who = asking()
        return labelled(transact(lambda session: service.add_follow_up(session, case_id, who, new)))


@blp.route("/confirmations")
class Confirmations(MethodView):
    """What was asked of a court."""

    @blp.arguments(NewConfirmationSchema)
    @blp.response(201, MediationConfirmationSchema)
    @refusals
    def post(self, new: NewConfirmation, case_id: UUID) -> dict[str, Any]:
        """Note that both sides have asked a court, within the time for it, to confirm the agreement. May be sent again."""
        who = asking()
        return labelled(transact(lambda session: service.ask_court(session, case_id, who, new)))


@blp.route("/confirmations/<uuid:confirmation_id>/ruling")
class RulingOfCourt(MethodView):
    """What the court said."""

    @blp.arguments(NewRulingSchema)
    @blp.response(201, MediationRulingSchema)
    @refusals
    def post(self, new: NewRuling, case_id: UUID, confirmation_id: UUID) -> dict[str, Any]:
        """Note what the court said. May be sent again."""
        who = asking()
        return labelled(transact(lambda session: service.note_ruling(session, case_id, confirmation_id, who, new)))
