"""What a device without an account is known again by: a random secret in a cookie that no script reads."""

from __future__ import annotations

import re

from flask import Response, after_this_request, request

from backend.http.current import current_settings

FORM = re.compile(r"[A-Za-z0-9_-]{43}")
MONTH = 30 * 86400


def cookie_name() -> str:
    """Return the name of the cookie: host-bound over TLS, plain on a loopback demo."""
    return "__Host-zt_handler" if current_settings().secure else "zt_handler"


def held_device() -> str:
    """Return the secret this device keeps, the empty text when it has none of ours."""
    kept = request.cookies.get(cookie_name(), "")
    return kept if FORM.fullmatch(kept) else ""


def keep_device(secret: str) -> None:
    """Let the device keep `secret` with the answer of this request; other sites' pages cannot make it act by it."""
    secure = current_settings().secure

    @after_this_request
    def set_cookie(answer: Response) -> Response:
        answer.set_cookie(cookie_name(), secret, max_age=MONTH, secure=secure, httponly=True, samesite="Lax")
        return answer
