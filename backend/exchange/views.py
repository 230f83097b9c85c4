"""Partners: making, changing, rotating their secrets; what was sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.db import Context
from backend.exchange import service
from backend.exchange.domain import Terms
from backend.exchange.domain.vocabulary import hear
from backend.exchange.queries import DeliveryView, PartnerView
from backend.exchange.schemas import (
    DeliveriesQuerySchema,
    DeliveriesSchema,
    InboundSchema,
    MessageSchema,
    NotesSchema,
    PageSchema,
    PartnerChangeSchema,
    PartnerInSchema,
    PartnerSchema,
    PartnersSchema,
    PartnerWithSecretSchema,
    PreviewInSchema,
    PreviewSchema,
)
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.paging import encode, moment_and_id
from backend.http.signed import PARAMETERS, arrived, read
from backend.http.transaction import transact
from backend.http.viewer import KEEPERS, Viewer, require_viewer

blp = Blueprint("exchange", __name__, url_prefix="/api", description="Partner systems and what they are told")
PINGS, AN_HOUR, INBOUND = 60, 3600, 600


def keeper() -> Viewer:
    """Return who asks.

    Raises Unauthorized, or Forbidden when the person keeps no partners.
    """
    return require_viewer(*KEEPERS)


def page(found: Sequence[PartnerView] | Sequence[DeliveryView], most: int) -> dict[str, Any]:
    """Return a page of what was found, one more than is shown."""
    shown = found[:most]
    return {"items": shown, "next": encode(shown[-1].created_at.isoformat(), shown[-1].id) if found[most:] else None}


@blp.route("/partners")
class Partners(MethodView):
    """The partners of one's areas."""

    @blp.arguments(PageSchema, location="query")
    @blp.response(200, PartnersSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the partners of one's areas, newest first."""
        keeper()
        before, most = moment_and_id(asked["cursor"]), asked["limit"]
        return page(transact(lambda session: service.listed(session, before, most + 1)), most)

    @blp.arguments(PartnerInSchema)
    @blp.response(201, PartnerWithSecretSchema)
    @blp.alt_response(200, schema=PartnerWithSecretSchema, description="made before; without the secret")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's, or not in this area")
    @blp.alt_response(409, description="the id is taken")
    def post(self, asked: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """Make a partner; the answer shows its secret, once. May be repeated; the secret is then not shown again."""
        viewer, ours = keeper(), current_settings()
        service.check_endpoint(asked["endpoint"], ours)

        def work(session: Session) -> tuple[PartnerView, str | None]:
            terms = Terms(
                asked["name"], asked["area"], asked["endpoint"], tuple(asked["events"]), tuple(asked["fields_"]),
                asked["hidden"], service.words_of(session, asked["vocabulary"]),
            )  # fmt: skip
            return service.create(session, ours, viewer.id, asked["id"], terms)

        made, secret = transact(work)
        return vars(made) | {"secret": secret}, 201 if secret else 200


@blp.route("/partners/<uuid:partner_id>")
class OnePartner(MethodView):
    """One partner."""

    @blp.arguments(PartnerChangeSchema)
    @blp.response(200, PartnerSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    def patch(self, asked: dict[str, Any], partner_id: UUID) -> PartnerView:
        """Change a partner; grants count from the next message on, those on their way included. May be repeated."""
        keeper()
        if "endpoint" in asked:
            service.check_endpoint(asked["endpoint"], current_settings())
        enabled = asked.pop("enabled", None)
        changes = {name.removesuffix("_"): value for name, value in asked.items()}

        def work(session: Session) -> PartnerView:
            if "vocabulary" in changes:
                changes["vocabulary"] = service.words_of(session, changes["vocabulary"])
            return service.change(session, partner_id, changes, enabled=enabled)

        return transact(work)

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    def delete(self, partner_id: UUID) -> None:
        """Send nothing more to a partner; what was sent stays on record. May be repeated."""
        keeper()
        transact(lambda session: service.disable(session, partner_id))


@blp.route("/partners/<uuid:partner_id>/rotate")
class Rotation(MethodView):
    """A new secret."""

    @blp.response(200, PartnerWithSecretSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    def post(self, partner_id: UUID) -> dict[str, Any]:
        """Make a new secret and show it, once; the former signs beside it for 24 hours."""
        keeper()
        ours = current_settings()
        kept, secret = transact(lambda session: service.rotate(session, ours, partner_id))
        return vars(kept) | {"secret": secret}


@blp.route("/partners/<uuid:partner_id>/test")
class Ping(MethodView):
    """A message that says nothing."""

    @blp.response(202, MessageSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    @blp.alt_response(429, description="too often")
    def post(self, partner_id: UUID) -> dict[str, UUID]:
        """Send the partner a `partner.test`."""
        throttle("partner test", str(keeper().id), limit=PINGS, seconds=AN_HOUR)
        return {"id": transact(lambda session: service.ping(session, partner_id))}


@blp.route("/partners/<uuid:partner_id>/preview")
class Preview(MethodView):
    """What a partner would be told."""

    @blp.arguments(PreviewInSchema)
    @blp.response(200, PreviewSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    def post(self, asked: dict[str, Any], partner_id: UUID) -> dict[str, Any]:
        """Show the message of a made-up matter in the partner's words; nothing is sent and nobody's matter is read."""
        keeper()
        return {"message": transact(lambda session: service.preview(session, partner_id, asked))}


@blp.route("/partners/<uuid:partner_id>/deliveries")
class Deliveries(MethodView):
    """What was sent to a partner."""

    @blp.arguments(DeliveriesQuerySchema, location="query")
    @blp.response(200, DeliveriesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such partner of this person's")
    def get(self, asked: dict[str, Any], partner_id: UUID) -> dict[str, Any]:
        """List the messages to a partner, newest first; `status=dead`: those that were given up."""
        keeper()
        before, most, status = moment_and_id(asked["cursor"]), asked["limit"], asked["status"]
        found = transact(
            lambda session: service.deliveries(session, partner_id, status=status, before=before, most=most + 1)
        )
        return page(found, most)


@blp.route("/partners/<uuid:partner_id>/deliveries/<uuid:delivery_id>/resend")
class Resend(MethodView):
    """Another round for a message."""

    @blp.response(202)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such message of this partner")
    def post(self, partner_id: UUID, delivery_id: UUID) -> None:
        """Try a message anew within the minute, under its own id. May be repeated."""
        keeper()
        transact(lambda session: service.resend(session, partner_id, delivery_id))


@blp.route("/inbound/<uuid:partner_id>", parameters=[*PARAMETERS])
class Inbound(MethodView):
    """What a partner tells."""

    @blp.doc(requestBody={"content": {"application/json": {"schema": {"type": "object"}}}})
    @blp.response(204)
    @blp.alt_response(401, description="no such partner, the signature does not fit, or its time is off")
    @blp.alt_response(404, description="no such case in the partner's reach")
    @blp.alt_response(409, description="the message's id came before with other words")
    @blp.alt_response(413, description="more than 64 kB")
    @blp.alt_response(429, description="too often")
    def post(self, partner_id: UUID) -> None:
        """Take `case.number_assigned` with `{case_number, their_number, note}`, signed as Standard Webhooks.

        The same message again (`webhook-id`) changes nothing.
        """
        throttle("inbound", client(), limit=INBOUND, seconds=60)
        ours = current_settings()
        voice = transact(lambda session: service.voice_of(session, ours, partner_id), Context())
        message = arrived(voice.secrets)
        said = read(message, InboundSchema(), lambda words: hear(voice.vocabulary, words))["data"]
        transact(
            lambda session: service.number_assigned(session, partner_id, message.id, message.digest, said),
            Context(service="exchange.inbound"),
        )


@blp.route("/cases/<uuid:case_id>/partner-notes")
class Notes(MethodView):
    """What partners said of a case."""

    @blp.response(200, NotesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List what partner systems said of a case, newest first."""
        require_viewer()
        return {"items": transact(lambda session: service.notes(session, case_id))}
