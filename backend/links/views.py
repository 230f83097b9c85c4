"""POST and GET /api/cases/{id}/links, DELETE of one; /api/handler-session: opening a link and acting by it."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.cases.queries import CaseFile
from backend.cases.schemas import TransitionSchema, asking
from backend.db import Context
from backend.http.current import current_settings
from backend.http.devices import held_device, keep_device
from backend.http.limits import client, throttle
from backend.http.transaction import database, transact
from backend.http.versions import IF_MATCH, version_read
from backend.links import service
from backend.links.domain import Opened
from backend.links.schemas import (
    HandlerCaseSchema,
    HandlerSessionSchema,
    IssuedLinkSchema,
    LinksSchema,
    NewLinkSchema,
    TokenSchema,
    case_wire,
    link_wire,
)

blp = Blueprint("links", __name__, url_prefix="/api", description="Links for who handles a case without an account")
TRIES, TEN_MINUTES = 300, 600


@blp.route("/cases/<uuid:case_id>/links")
class Links(MethodView):
    """The links of a case."""

    @blp.response(200, LinksSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such case for this person")
    def get(self, case_id: UUID) -> dict[str, Any]:
        """List the links of a case, newest first, each with when it was used last."""
        actor = asking()
        return {"items": [link_wire(each) for each in transact(lambda s: service.listed(s, case_id, actor))]}

    @blp.arguments(NewLinkSchema)
    @blp.response(201, IssuedLinkSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that did not give the case to that body")
    @blp.alt_response(404, description="no such case for this person")
    @blp.alt_response(409, description="no body has the case in hand, or the id is taken")
    def post(self, asked: dict[str, Any], case_id: UUID) -> dict[str, Any]:
        """Issue a link to whoever handles the case for the body that has it in hand. May be repeated."""
        actor, key = asking(), current_settings().derive("handler link")
        link, token = transact(lambda s: service.issue(s, case_id, asked["id"], asked["days"], actor, key))
        return {"id": link.id, "url": f"{current_settings().public_url}/h/#{token}", "expires_at": link.expires_at}


@blp.route("/cases/<uuid:case_id>/links/<uuid:link_id>")
class OneLink(MethodView):
    """A link."""

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="who neither issued it nor could have")
    @blp.alt_response(404, description="no such link for this person")
    def delete(self, case_id: UUID, link_id: UUID) -> None:
        """Take a link back: it opens nothing from now on. May be repeated."""
        actor = asking()
        transact(lambda s: service.revoke(s, case_id, link_id, actor))


@blp.route("/handler-session")
class HandlerSession(MethodView):
    """Opening a link."""

    @blp.arguments(TokenSchema)
    @blp.response(200, HandlerSessionSchema)
    @blp.alt_response(403, description="the link opens nothing any more")
    @blp.alt_response(404, description="no such link")
    @blp.alt_response(409, description="another device holds it")
    @blp.alt_response(429, description="tried too often")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Trade what stands behind the # of a link for a cookie of this device. The first device keeps it; it may come again."""
        throttle("handler link", client(), limit=TRIES, seconds=TEN_MINUTES)
        device = held_device() or secrets.token_urlsafe(32)
        link = transact(lambda s: service.trade(s, asked["token"], device), Context())
        keep_device(device)
        return {"link": link.id}


@blp.route("/handler-session/<uuid:link_id>")
class HandlerCase(MethodView):
    """The case of a link."""

    @blp.response(200, HandlerCaseSchema)
    @blp.alt_response(404, description="this device holds no such link")
    @blp.alt_response(403, description="the link opens nothing any more")
    def get(self, link_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Return the case as who acts by this link sees it, with the moves of the body; the ETag is its version."""
        link = held_link(link_id)
        return tagged(transact(lambda s: service.read(s, link), service.context_of(link)), link)


@blp.route("/handler-session/<uuid:link_id>/transitions")
class HandlerTransitions(MethodView):
    """Acting by a link."""

    @blp.arguments(TransitionSchema)
    @blp.response(200, HandlerCaseSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(404, description="this device holds no such link")
    @blp.alt_response(403, description="the link opens nothing any more, or another role's move")
    @blp.alt_response(409, description="no such move in the present state")
    @blp.alt_response(412, description="somebody changed the case first")
    @blp.alt_response(428, description="no If-Match")
    def post(self, asked: dict[str, Any], link_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Make one move of the body's; `If-Match` names the version that was read."""
        link, version = held_link(link_id), version_read()
        return tagged(transact(lambda s: service.move(
            s, link, asked["to"], version=version, row=asked["move"], reason=asked["reason"], evidence=asked["evidence"],
        ), service.context_of(link)), link)  # fmt: skip


def held_link(link_id: UUID) -> Opened:
    """Return the link that this device holds; see `service.held`."""
    with database().look_up() as connection:
        return service.held(connection, link_id, held_device())


def tagged(file: CaseFile, link: Opened) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Return the case of a link as the wire has it, with its version as ETag."""
    return case_wire(file, link), 200, {"ETag": f'"{file.head.version}"'}
