"""POST /api/login, POST /api/logout, GET /api/me."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import g, request
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from backend.accounts import service
from backend.accounts.domain import device_of
from backend.accounts.schemas import LoginSchema, MeSchema, me_wire
from backend.accounts.service.login import Found
from backend.accounts.views.session import cookie_name, factor_key, viewer_of
from backend.accounts.views.tries import count_try, forgive_tries
from backend.audit.service import append
from backend.db import Context
from backend.errors import Unauthorized
from backend.http.current import current_settings
from backend.http.transaction import database, transact
from backend.http.viewer import Viewer, entering, require_entering

blp = Blueprint("accounts", __name__, url_prefix="/api", description="Login, logout, who am I, who works here")


@blp.route("/login")
class Login(MethodView):
    """Logging in."""

    @blp.arguments(LoginSchema)
    @blp.response(200, MeSchema)
    @blp.alt_response(401, description="wrong account, password or code; or `second_factor_needed`: again, with a code")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Log in; sets the session cookie.

        Failures slow further tries at the account: those of strangers, of their address and at last of all of
        them; a device that has logged in before has tries of its own. Unknown account and wrong password answer alike.
        Who has a second factor gives a code with the password; each code is taken once.
        """
        name, code = asked["account"].lower(), asked["code"]
        with database().look_up() as connection:
            found = service.find_login(connection, name)
        g.aimed_at = ("account", found.id) if found else ("login", "-")
        home = found.home if found else None
        counted = count_try(name, code=bool(code))
        if not service.fits(found, asked["password"]) or found is None:
            refuse(home)
            raise Unauthorized("账号或密码不对", code="wrong_login")
        if found.secret_sealed is not None and not code:
            forgive_tries(counted)
            raise Unauthorized("请输入验证码", code="second_factor_needed")
        return admit(name, found, code, counted)


@blp.route("/logout")
class Logout(MethodView):
    """Logging out."""

    @blp.response(204)
    def post(self) -> None:
        """End this session; without one nothing happens."""
        viewer = entering()
        token = request.cookies.get(cookie_name())
        if viewer and token:
            transact(lambda s: service.close_session(s, token), viewer.context())
        g.new_session = ""


@blp.route("/me")
class Me(MethodView):
    """Who am I."""

    @blp.response(200, MeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """Say who is logged in, with which roles and until when, what must be done first, and this session's CSRF token."""
        return me_wire(require_entering(), current_settings().export_roles)


def admit(
    name: str,
    found: Found,
    code: str,
    counted: list[tuple[str, str]],
    first: Callable[[Session], None] = lambda _: None,
) -> dict[str, Any]:
    """Let the person `found` in, who has shown all but the second factor, and tell who they are; `first`: what is used up by it.

    Raises Unauthorized for a wrong code, which goes into the record.
    """

    def work(session: Session) -> str:
        first(session)
        return enter(session, found, code)

    try:
        token = transact(work, Context(viewer=found.id))
    except Unauthorized:
        refuse(found.home, "code")
        raise
    forgive_tries(counted)
    return me_wire(entered(name, token), current_settings().export_roles)


def enter(session: Session, found: service.Found, code: str) -> str:
    """Take the code, if one is asked for, and open a session; return its token."""
    if found.secret_sealed is not None:
        service.factor.use(session, found, code, factor_key(), at=time.time())
    return service.open_session(
        session,
        found.id,
        days=current_settings().session_days,
        instead_of=request.cookies.get(cookie_name()),
        device=device_of(request.headers.get("User-Agent", "")),
        home=found.home,
    )


def entered(name: str, token: str) -> Viewer:
    """Let this browser keep a session that was opened, and be known again as a device of `name`; return who it belongs to."""
    g.known, g.new_session = name, token
    viewer = viewer_of(token)
    if viewer is None:
        raise Unauthorized("账号或密码不对", code="wrong_login")
    return viewer


def refuse(home: str | None, *fields: str) -> None:
    """Put a refused login into the record, with the area whose people look after the account; `fields`: what was wrong."""
    transact(lambda s: append(s, "login.refused", *g.aimed_at, area=home, fields=fields), Context())
