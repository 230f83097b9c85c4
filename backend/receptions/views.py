"""GET, POST /api/receptions; GET /api/receptions/{id}, POST …/cancel, …/appointments; POST /api/appointments/{id}/settle, …/reveal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.clock import midnight, today
from backend.commitments.domain import Keeper
from backend.contacts import service as contacts
from backend.contacts.service import Person
from backend.deputies import service as deputies
from backend.http.current import current_settings
from backend.http.limits import throttle_reveal
from backend.http.transaction import transact
from backend.http.viewer import prefix_of, require_viewer
from backend.receptions import service
from backend.receptions.domain import Channel, File
from backend.receptions.schemas import (
    AppointmentContactSchema,
    AppointmentRevealSchema,
    AppointmentSettleSchema,
    BookedSchema,
    NewAppointmentSchema,
    NewReceptionSchema,
    ReceptionCancelSchema,
    ReceptionFiltersSchema,
    ReceptionSchema,
    ReceptionsSchema,
    appointment_of,
    booked_wire,
    cancelled_words,
    file_wire,
    heads_wire,
    reception_of,
    talk_of,
)

blp = Blueprint("receptions", __name__, url_prefix="/api", description="Reception days: slots, appointments, talks")


def keeper() -> Keeper:
    """Return who asks, as meetings know them."""
    viewer = require_viewer()
    return Keeper(viewer.id, viewer.name, viewer.held)


def told(session: Session, file: File) -> dict[str, Any]:
    """Return a reception as the wire has it; who came is told, masked, to the station alone."""
    people = {}
    if file.may_change:
        found = {each.id: contacts.masked_where_shown(session, each.id) for each in file.appointments}
        people = {key: person for key, person in found.items() if person}
    return file_wire(file, people)


@blp.route("/receptions")
class Receptions(MethodView):
    """The reception days."""

    @blp.arguments(ReceptionFiltersSchema, location="query")
    @blp.response(200, ReceptionsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List receptions, the next first: of an area, or those at which one receives oneself."""
        who = keeper()
        since = midnight(asked["since"] or today())
        prefix = prefix_of(asked["area"]) if asked["area"] else None

        def work(session: Session) -> dict[str, Any]:
            me = deputies.of_account(session, who.id, today()) if asked["mine"] else None
            if asked["mine"] and me is None:
                return heads_wire([])
            deputy = me.id if me else None
            return heads_wire(service.listed(session, prefix=prefix, deputy=deputy, since=since, most=asked["limit"]))

        return transact(work)

    @blp.arguments(NewReceptionSchema)
    @blp.response(200, ReceptionSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(409, description="a deputy receives elsewhere at that time, or the id stands for something else")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Publish a reception day with its slots, so many days before it. May be repeated."""
        who, new = keeper(), reception_of(asked)
        days = current_settings().reception_notice_days
        return transact(lambda session: told(session, service.publish(session, new, who, notice_days=days)))


@blp.route("/receptions/<uuid:activity_id>")
class OneReception(MethodView):
    """One of them."""

    @blp.response(200, ReceptionSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such reception for this person")
    def get(self, activity_id: UUID) -> dict[str, Any]:
        """Return a reception with its appointments, for the station and for who receives."""
        who = keeper()
        return transact(lambda session: told(session, service.read(session, activity_id, who)))


@blp.route("/receptions/<uuid:activity_id>/cancel")
class ReceptionCancel(MethodView):
    """Calling it off."""

    @blp.arguments(ReceptionCancelSchema)
    @blp.response(200, ReceptionSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that calls no meetings there")
    @blp.alt_response(404, description="no such reception for this person")
    @blp.alt_response(409, description="it is over")
    def post(self, asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
        """Call a reception off; everybody who has an appointment gets a feedback sheet that says why. May be repeated."""
        who = keeper()
        return transact(
            lambda session: told(session, service.cancel(session, activity_id, who, asked["reason"], cancelled_words))
        )


@blp.route("/receptions/<uuid:activity_id>/appointments")
class Appointments(MethodView):
    """Who wants to come."""

    @blp.arguments(NewAppointmentSchema)
    @blp.response(200, BookedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither receives nor calls meetings there")
    @blp.alt_response(404, description="no such reception for this person")
    @blp.alt_response(
        409, description="the slot is taken or over, the reception called off, or the id stands for something else"
    )
    def post(self, asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
        """Write down who rang for a slot, or who has come without one (`slot` null). May be repeated."""
        who = keeper()
        channel: Channel = "door" if asked["slot"] is None else "phone"
        new = appointment_of(activity_id, asked, channel)
        return booked_wire(transact(lambda session: service.book(session, new, who)))


@blp.route("/appointments/<uuid:appointment_id>/settle")
class AppointmentSettle(MethodView):
    """What became of it."""

    @blp.arguments(AppointmentSettleSchema)
    @blp.response(200, ReceptionSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither receives nor calls meetings there")
    @blp.alt_response(404, description="no such appointment for this person")
    @blp.alt_response(409, description="it is over, or its day has not come")
    def post(self, asked: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
        """Cancel an appointment, note that nobody came, or what was said and what became of it. May be repeated."""
        who = keeper()

        def work(session: Session) -> dict[str, Any]:
            if asked["to"] == "cancelled":
                at = service.cancel_one(session, appointment_id, who, asked["reason"], cancelled_words)
            elif asked["to"] == "absent":
                at = service.absent(session, appointment_id, who)
            else:
                at = service.note(session, appointment_id, who, talk_of(asked))
            return told(session, service.read(session, at, who))

        return transact(work)


@blp.route("/appointments/<uuid:appointment_id>/reveal")
class AppointmentReveal(MethodView):
    """Who it is."""

    @blp.arguments(AppointmentRevealSchema)
    @blp.response(200, AppointmentContactSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who is not of the station that holds the reception")
    @blp.alt_response(404, description="no such appointment for this person, or neither name nor phone")
    @blp.alt_response(429, description="too many in an hour")
    def post(self, asked: dict[str, str], appointment_id: UUID) -> Person:
        """Show name and phone of who wants to come, for a reason, to the station alone; each time goes into the record."""
        who = keeper()

        def work(session: Session) -> Person:
            throttle_reveal(session)
            return service.reveal(session, appointment_id, who, asked["reason"])

        return transact(work)
