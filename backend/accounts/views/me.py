"""A person's own second factor, sessions and password."""

from __future__ import annotations

import io
import time
from typing import Any
from uuid import UUID

import segno
from flask import g
from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.accounts import service
from backend.accounts.schemas import (
    BegunFactorSchema,
    FactorCodeSchema,
    FactorSchema,
    NewPasswordSchema,
    OwnPasswordSchema,
    PasswordAndCodeSchema,
    RecoveryCodesSchema,
    SessionsSchema,
    session_wire,
)
from backend.accounts.views.login import blp
from backend.accounts.views.session import factor_key, privileged
from backend.accounts.views.tries import count_try, forgive_tries
from backend.audit.service import append
from backend.db import Context
from backend.errors import Forbidden, Unauthorized
from backend.http.transaction import database, transact
from backend.http.viewer import Viewer, require_entering

MISFIT = "the own password does not fit, or a code"
# Pixels of one module of the QR.
SCALE = 5


@blp.route("/me/second-factor")
class OwnFactor(MethodView):
    """The own second factor."""

    @blp.response(200, FactorSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """Say whether codes are asked for at login, whether the own roles ask for them, and how many recovery codes are left."""
        viewer = require_entering()
        found = transact(lambda s: service.factor.standing(s, viewer.id), own(viewer))
        return {"on": found.on, "required": viewer.holds(*privileged()), "recovery_codes": found.recovery_codes}

    @blp.arguments(OwnPasswordSchema)
    @blp.response(201, BegunFactorSchema)
    @blp.alt_response(403, description=MISFIT)
    @blp.alt_response(409, description="there is one already")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Begin: a fresh secret, which counts once its first code has come. Begun again, only the last one holds."""
        viewer = past_password()
        check_own(viewer, asked["password"])
        begun = transact(lambda s: service.factor.begin(s, viewer.id, viewer.login, factor_key()), own(viewer))
        picture = io.BytesIO()
        segno.make(begun.address, error="m").save(
            picture, kind="svg", scale=SCALE, border=4, light="#fff", xmldecl=False
        )
        return {"secret": begun.secret, "address": begun.address, "qr": picture.getvalue().decode()}


@blp.route("/me/second-factor/confirm")
class ConfirmedFactor(MethodView):
    """The first code."""

    @blp.arguments(FactorCodeSchema)
    @blp.response(200, RecoveryCodesSchema)
    @blp.alt_response(409, description="nothing was begun, or all is done")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Confirm by a first code: from now on codes are asked for; other sessions end. Recovery codes are told this once."""
        viewer = past_password()
        counted = count_try(viewer.login, code=True)
        codes = transact(
            lambda s: service.factor.confirm(
                s, viewer.id, asked["code"], factor_key(), at=time.time(), keep=viewer.session
            ),
            own(viewer),
        )
        forgive_tries(counted)
        return {"recovery_codes": codes}


@blp.route("/me/second-factor/end")
class EndedFactor(MethodView):
    """Another phone, or none."""

    @blp.arguments(PasswordAndCodeSchema)
    @blp.response(204)
    @blp.alt_response(403, description=MISFIT)
    def post(self, asked: dict[str, str]) -> None:
        """End the own second factor, by password and a code. Whose roles ask for one binds another before anything else."""
        viewer = past_password()
        check_own(viewer, asked["password"], asked["code"])
        transact(lambda s: service.factor.end(s, viewer.id), own(viewer))


@blp.route("/me/sessions")
class OwnSessions(MethodView):
    """Where one is logged in."""

    @blp.response(200, SessionsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """List the own sessions: since when, last seen, the kind of device, and which one this is."""
        viewer = require_entering()
        found = transact(lambda s: service.sessions_of(s, viewer.id, viewer.session), own(viewer))
        return {"items": [session_wire(each) for each in found]}

    @blp.response(204)
    def delete(self) -> None:
        """End all own sessions but this one, and the links to log in that are on their way."""
        viewer = require_entering()

        def work(session: Session) -> None:
            service.end_sessions(session, viewer.id, keep=viewer.session)
            service.links.end_links(session, viewer.id)

        transact(work, own(viewer))


@blp.route("/me/sessions/<uuid:session_id>")
class OwnSession(MethodView):
    """One of them."""

    @blp.response(204)
    @blp.alt_response(404, description="not one's own, or ended already")
    def delete(self, session_id: UUID) -> None:
        """End one of the own sessions; also this one."""
        viewer = require_entering()
        transact(lambda s: service.end_session(s, viewer.id, session_id), own(viewer))
        if session_id == viewer.session:
            g.new_session = ""


@blp.route("/me/password")
class OwnPassword(MethodView):
    """The own password."""

    @blp.arguments(NewPasswordSchema)
    @blp.response(204)
    @blp.alt_response(403, description=MISFIT)
    def put(self, asked: dict[str, str]) -> None:
        """Change the own password, by the old one; all other sessions end."""
        viewer = require_entering()
        check_own(viewer, asked["old"], field="old")
        long = viewer.holds(*privileged())
        transact(
            lambda s: service.change_password(
                s, viewer.id, viewer.login, asked["new"], old=asked["old"], long=long, keep=viewer.session
            ),
            own(viewer),
        )


def own(viewer: Viewer) -> Context:
    """Return the context in which somebody sees to the own account: without any area, whatever the roles."""
    return Context(viewer=viewer.id, roles=viewer.context().roles)


def past_password() -> Viewer:
    """Return who is logged in with a password of their own. Raises Forbidden while it is somebody else's."""
    viewer = require_entering()
    if viewer.needs == "password":
        raise Forbidden("请先换成自己的密码", code="password_needed")
    return viewer


def check_own(viewer: Viewer, password: str, code: str | None = None, *, field: str = "password") -> None:
    """Let somebody prove again who they are, by the password and, where `code` is given, by a code of the second factor.

    Raises Forbidden (`wrong_password`, `wrong_code`) when it does not fit; tries are counted as those of a login.
    """
    with database().look_up() as connection:
        found = service.find_login(connection, viewer.login)
    g.aimed_at = ("account", viewer.id)
    counted = count_try(viewer.login, code=code is not None)
    if not service.fits(found, password) or found is None:
        transact(lambda s: append(s, "login.refused", *g.aimed_at), Context())
        raise Forbidden("密码不对", code="wrong_password", field=field)
    if code is not None and found.secret_sealed is not None:
        try:
            transact(lambda s: service.factor.use(s, found, code, factor_key(), at=time.time()), own(viewer))
        except Unauthorized as wrong:
            raise Forbidden(wrong.title, code=wrong.word, field="code") from wrong
    forgive_tries(counted)
