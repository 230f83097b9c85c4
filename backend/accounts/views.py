"""POST /api/login, POST /api/logout, GET /api/me; and how a request is recognised."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from flask import Request, Response, current_app, g, request
from flask.views import MethodView
from flask_smorest import Blueprint

from backend.accounts import service
from backend.accounts.schemas import LoginSchema, MeSchema
from backend.audit.service import append
from backend.db import Context
from backend.errors import Forbidden, TooMany, Unauthorized
from backend.http.limits import client, hits_of, left, throttle
from backend.http.transaction import database, transact
from backend.http.viewer import RoleAt, Viewer, current_viewer, require_viewer
from backend.settings import Settings

blp = Blueprint("accounts", __name__, url_prefix="/api", description="Login, logout, who am I")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WINDOW = 900
TRIES = 10
TRIES_OF_ADDRESS = 200


def settings() -> Settings:
    """Return the settings of the running app."""
    found: Settings = current_app.extensions["zhitong.settings"]
    return found


def cookie_name() -> str:
    """Return the session cookie's name: host-bound over TLS, plain on a loopback demo."""
    return "__Host-zhitong" if settings().secure else "zhitong"


def identify(asked: Request) -> Viewer | None:
    """Return who the session cookie of `asked` belongs to.

    Raises Forbidden when a write comes with the cookie but without its CSRF token.
    """
    token = asked.cookies.get(cookie_name())
    if not token:
        return None
    with database().look_up() as connection:
        person = service.person_of(connection, token, idle_hours=settings().session_idle_hours)
    if person is None:
        return None
    csrf = csrf_of(token)
    if asked.method not in SAFE and not hmac.compare_digest(
        asked.headers.get("X-CSRF-Token", "").encode(), csrf.encode()
    ):
        raise Forbidden("页面过期了，请刷新后再试", code="csrf")
    return Viewer(person.id, person.login, person.name, tuple(RoleAt(*pair) for pair in person.roles), csrf)


def csrf_of(token: str) -> str:
    """Return the CSRF token of a session: a MAC of its token."""
    return hmac.new(settings().derive("csrf"), token.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


@blp.route("/login")
class Login(MethodView):
    """Logging in."""

    @blp.arguments(LoginSchema)
    @blp.response(200, MeSchema)
    @blp.alt_response(401, description="wrong account or password")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Log in; sets the session cookie.

        Failures are counted per account and per address and slow further tries; unknown account and
        wrong password answer alike.
        """
        name = asked["account"].lower()
        slow_down(name)
        with database().look_up() as connection:
            account_id = service.check_login(connection, name, asked["password"])
        if account_id is None:
            throttle("login", name, limit=TRIES, seconds=WINDOW)
            throttle("login-address", client(), limit=TRIES_OF_ADDRESS, seconds=WINDOW)
            transact(lambda s: append(s, "login.refused", "login", "-"), Context())
            raise Unauthorized("账号或密码不对", code="wrong_login")
        days = settings().session_days
        token = transact(lambda s: service.open_session(s, account_id, days=days), Context(viewer=account_id))
        g.new_session = token
        with database().look_up() as connection:
            person = service.person_of(connection, token, idle_hours=settings().session_idle_hours)
        if person is None:
            raise Unauthorized("账号或密码不对", code="wrong_login")
        roles = tuple(RoleAt(*pair) for pair in person.roles)
        return me(Viewer(person.id, person.login, person.name, roles, csrf_of(token)))


@blp.route("/logout")
class Logout(MethodView):
    """Logging out."""

    @blp.response(204)
    def post(self) -> None:
        """End this session; without one nothing happens."""
        viewer = current_viewer()
        token = request.cookies.get(cookie_name())
        if viewer and token:
            transact(lambda s: service.close_session(s, token, viewer.id))
        g.new_session = ""


@blp.route("/me")
class Me(MethodView):
    """Who am I."""

    @blp.response(200, MeSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self) -> dict[str, Any]:
        """Say who is logged in, with which roles, and the CSRF token of this session."""
        return me(require_viewer())


def me(viewer: Viewer) -> dict[str, Any]:
    """Return a viewer as the wire has it."""
    return {
        "id": viewer.id,
        "login": viewer.login,
        "name": viewer.name,
        "roles": [{"role": held.role, "area": held.area} for held in viewer.roles],
        "csrf": viewer.csrf,
    }


def slow_down(name: str) -> None:
    """Refuse a try while the account has failed too often of late.

    Raises TooMany with the time left.
    """
    if hits_of("login", name, seconds=WINDOW) >= TRIES:
        wait = left(WINDOW)
        raise TooMany("试得太多了，请{minutes}分钟后再试", retry_after=wait, minutes=-(-wait // 60))


def set_cookie(answer: Response) -> Response:
    """Set or clear the session cookie that the request asked for."""
    token = g.pop("new_session", None)
    if token is not None:
        answer.set_cookie(
            cookie_name(),
            token,
            max_age=settings().session_days * 86400 if token else 0,
            path="/",
            secure=settings().secure,
            httponly=True,
            samesite="Lax",
        )
    return answer
