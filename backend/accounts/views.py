"""POST /api/login, POST /api/logout, GET /api/me; and how a request is recognised."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any

from flask import Request, Response, current_app, g, request
from flask.views import MethodView
from flask_smorest import Blueprint

from backend.accounts import service
from backend.accounts.domain import role_label
from backend.accounts.schemas import LoginSchema, MeSchema
from backend.audit.service import append
from backend.db import Context
from backend.errors import Forbidden, Unauthorized
from backend.http.limits import client, count, forgive, too_many
from backend.http.transaction import database, transact
from backend.http.viewer import RoleAt, Viewer, current_viewer, require_viewer
from backend.http.words import say
from backend.settings import Settings

blp = Blueprint("accounts", __name__, url_prefix="/api", description="Login, logout, who am I")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WINDOW = 900
# Tries in a window: of a device that has logged in to the account before; of a stranger's address at the account, of all
# strangers at the account, of a stranger's address at all accounts.
TRIES, TRIES_AT_ACCOUNT, TRIES_OF_ADDRESS = 10, 100, 200
MOST_KNOWN = 5
YEAR = 31536000
DEVICE = re.compile(r"[A-Za-z0-9_-]{22}")
SEAL = re.compile(r"[0-9a-f]{24}")


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
    viewer = Viewer(person.id, person.login, person.name, tuple(RoleAt(*pair) for pair in person.roles), csrf)
    if asked.method not in SAFE and not hmac.compare_digest(
        asked.headers.get("X-CSRF-Token", "").encode(), csrf.encode()
    ):
        # for the record only: nothing may be done in this person's name
        g.impersonated = viewer
        raise Forbidden("页面过期了，请刷新后再试", code="csrf")
    return viewer


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

        Failures slow further tries at the account: those of strangers, of their address and at last of all of
        them; a device that has logged in before has tries of its own. Unknown account and wrong password answer alike.
        """
        name = asked["account"].lower()
        with database().look_up() as connection:
            found = service.find_login(connection, name)
        g.aimed_at = ("account", found.id) if found else ("login", "-")
        counted = count_try(name)
        if not service.fits(found, asked["password"]) or found is None:
            transact(lambda s: append(s, "login.refused", *g.aimed_at), Context())
            raise Unauthorized("账号或密码不对", code="wrong_login")
        for kind, who in counted:
            forgive(kind, who, seconds=WINDOW)
        days, before = settings().session_days, request.cookies.get(cookie_name())
        token = transact(
            lambda s: service.open_session(s, found.id, days=days, instead_of=before), Context(viewer=found.id)
        )
        g.known = name
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
            transact(lambda s: service.close_session(s, token))
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
        "roles": [
            {"role": held.role, "area": held.area, "label": say(role_label(held.role, held.prefix))}
            for held in viewer.roles
        ],
        "csrf": viewer.csrf,
    }


def count_try(name: str) -> list[tuple[str, str]]:
    """Count one try at an account before it is known to be good; return what was counted, to be forgiven then.

    Raises TooMany with the time left. Nobody can use up the tries of a device that has logged in before.
    """
    if held := known_device(name):
        limits = [("login known", f"{held}\n{name}", TRIES)]
    else:
        limits = [
            ("login address", client(), TRIES_OF_ADDRESS),
            ("login stranger", f"{client()}\n{name}", TRIES),
            ("login account", name, TRIES_AT_ACCOUNT),
        ]
    for kind, who, limit in limits:
        now = count(kind, who, seconds=WINDOW)
        if now.hits > limit:
            minutes = -(-now.left // 60)
            raise too_many(
                kind, who, now, seconds=WINDOW, title="密码错了太多次，请{minutes}分钟后再试", minutes=minutes
            )
    return [(kind, who) for kind, who, _ in limits]


def known_device(name: str) -> str | None:
    """Return the name of the device when it has logged in to the account before; None for a stranger."""
    held, *seals = request.cookies.get(known_cookie(), "").split(".")
    fits = any(hmac.compare_digest(seal.encode(), seal_of(held, name).encode()) for seal in seals[:MOST_KNOWN])
    return held if fits else None


def known_cookie() -> str:
    """Return the name of the cookie by which a device is known again."""
    return "__Host-zt_known" if settings().secure else "zt_known"


def seal_of(device: str, name: str) -> str:
    """Return what proves that `device` has logged in as `name`: a MAC that only this installation can make."""
    key = settings().derive("known device")
    return hmac.new(key, f"{device}\n{name}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:24]


def remember_device(answer: Response, name: str) -> None:
    """Let a browser that has just logged in as `name` be known again; it keeps the last few accounts."""
    held, *seals = request.cookies.get(known_cookie(), "").split(".")
    device = held if DEVICE.fullmatch(held) else secrets.token_urlsafe(16)
    mine = seal_of(device, name)
    kept = [seal for seal in seals if device == held and SEAL.fullmatch(seal) and seal != mine]
    value = ".".join([device, mine, *kept[: MOST_KNOWN - 1]])
    answer.set_cookie(known_cookie(), value, max_age=YEAR, secure=settings().secure, httponly=True, samesite="Lax")


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
    if name := g.pop("known", None):
        remember_device(answer, name)
    return answer
