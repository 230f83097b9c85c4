"""How a request is recognised: the session cookie, its CSRF token, the devices that are known again."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from flask import Request, Response, g, request

from backend.accounts import service
from backend.accounts.domain import ADMINISTRATORS
from backend.errors import Forbidden
from backend.http.current import current_settings
from backend.http.transaction import database
from backend.http.viewer import RoleAt, Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_KNOWN = 5
YEAR = 31536000
DEVICE = re.compile(r"[A-Za-z0-9_-]{22}")
SEAL = re.compile(r"[0-9a-f]{24}")


def cookie_name() -> str:
    """Return the session cookie's name: host-bound over TLS, plain on a loopback demo."""
    return "__Host-zhitong" if current_settings().secure else "zhitong"


def identify(asked: Request) -> Viewer | None:
    """Return who the session cookie of `asked` belongs to, and what they have to do first.

    Raises Forbidden when a write comes with the cookie but without its CSRF token.
    """
    token = asked.cookies.get(cookie_name())
    viewer = viewer_of(token) if token else None
    if viewer is None:
        return None
    if asked.method not in SAFE and not hmac.compare_digest(
        asked.headers.get("X-CSRF-Token", "").encode(), viewer.csrf.encode()
    ):
        # for the record only: nothing may be done in this person's name
        g.impersonated = viewer
        raise Forbidden("页面过期了，请刷新后再试", code="csrf")
    return viewer


def viewer_of(token: str) -> Viewer | None:
    """Return the person of a session, or None when it is unknown, has ended, or the account is closed."""
    ours = current_settings()
    person = service.person_of(
        database(),
        token,
        idle_hours=ours.session_idle_hours,
        watched=privileged(),
        sooner=ours.privileged_idle_minutes,
    )
    if person is None:
        return None
    roles, needs = tuple(RoleAt(*held) for held in person.roles), person.needs(privileged())
    return Viewer(person.id, person.login, person.name, roles, csrf_of(token), session=person.session, needs=needs)


def privileged() -> frozenset[str]:
    """Return the roles that take a second factor, and that count once a security administrator has confirmed them."""
    return ADMINISTRATORS | current_settings().privileged_roles


def factor_key() -> bytes:
    """Return the key that seals the secrets of second factors."""
    return service.factor.key_of(current_settings())


def csrf_of(token: str) -> str:
    """Return the CSRF token of a session: a MAC of its token."""
    return hmac.new(current_settings().derive("csrf"), token.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[
        :32
    ]


def known_device(name: str) -> str | None:
    """Return the name of the device when it has logged in to the account before; None for a stranger."""
    held, *seals = request.cookies.get(known_cookie(), "").split(".")
    fits = any(hmac.compare_digest(seal.encode(), seal_of(held, name).encode()) for seal in seals[:MOST_KNOWN])
    return held if fits else None


def known_cookie() -> str:
    """Return the name of the cookie by which a device is known again."""
    return "__Host-zt_known" if current_settings().secure else "zt_known"


def seal_of(device: str, name: str) -> str:
    """Return what proves that `device` has logged in as `name`: a MAC that only this installation can make."""
    key = current_settings().derive("known device")
    return hmac.new(key, f"{device}\n{name}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:24]


def remember_device(answer: Response, name: str) -> None:
    """Let a browser that has just logged in as `name` be known again; it keeps the last few accounts."""
    held, *seals = request.cookies.get(known_cookie(), "").split(".")
    device = held if DEVICE.fullmatch(held) else secrets.token_urlsafe(16)
    mine = seal_of(device, name)
    kept = [seal for seal in seals if device == held and SEAL.fullmatch(seal) and seal != mine]
    value = ".".join([device, mine, *kept[: MOST_KNOWN - 1]])
    answer.set_cookie(
        known_cookie(), value, max_age=YEAR, secure=current_settings().secure, httponly=True, samesite="Lax"
    )


def set_cookie(answer: Response) -> Response:
    """Set or clear the session cookie that the request asked for."""
    token = g.pop("new_session", None)
    if token is not None:
        answer.set_cookie(
            cookie_name(),
            token,
            max_age=current_settings().session_days * 86400 if token else 0,
            path="/",
            secure=current_settings().secure,
            httponly=True,
            samesite="Lax",
        )
    if name := g.pop("known", None):
        remember_device(answer, name)
    return answer
