"""Headers of every answer: what a browser may do with it, our epoch, our clock."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, request
from sqlalchemy import text

from backend.http.current import current_settings
from backend.http.fields import utc
from backend.http.transaction import database

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " worker-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
}
# Only the worker app records, and plays what it has recorded before anybody has it (blob:).
RECORDING = {
    "Permissions-Policy": ALWAYS["Permissions-Policy"].replace("microphone=()", "microphone=(self)"),
    "Content-Security-Policy": f"{POLICY}; media-src 'self' blob:",
}
HSTS = "max-age=31536000; includeSubDomains"


def install(app: Flask) -> None:
    """Add the headers to every answer of `app`."""
    app.after_request(add)


def add(answer: Response) -> Response:
    """Add what is missing; a route that set its own policy keeps it."""
    headers = answer.headers
    if request.path.startswith("/app/"):
        for name, value in RECORDING.items():
            headers.setdefault(name, value)
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", POLICY)
    if answer.location:
        headers["Location"] = within(answer.location)
        headers.setdefault("Cache-Control", "no-cache")
    if current_settings().secure:
        headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
        headers["Zhitong-Time"] = utc(datetime.now(UTC))
        headers["Zhitong-Epoch"] = epoch()
        headers.add("Vary", "Accept-Language")
        headers.add("Vary", "Cookie")
    return answer


def within(location: str) -> str:
    """Return a redirect to this host without its name: the name is whatever the request said it was."""
    parts = urlsplit(location)
    if parts.netloc != request.host:
        return location
    # two slashes at the beginning would name a host again
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))


def epoch() -> str:
    """Return the installation's epoch, read once a process: a restore restarts the processes."""
    known: str | None = current_app.extensions.get("zhitong.epoch")
    if known is None:
        try:
            with database().transaction() as session:
                known = str(session.scalar(text("select epoch from installation")))
        except Exception:  # noqa: BLE001 - the database is away: the answer goes out without
            return ""
        current_app.extensions["zhitong.epoch"] = known
    return known
