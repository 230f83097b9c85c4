"""The application: settings, pool, rooms' routes, the built phone and desk apps."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, abort, g, request, send_from_directory
from flask_smorest import Api, Blueprint
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.accounts.domain import check_known
from backend.accounts.views import identify, set_cookie
from backend.audit.service import append, use_key
from backend.db import Database
from backend.errors import NotFound, Unavailable
from backend.http import headers, problems
from backend.http.fields import ProblemSchema
from backend.http.limits import client, first_refusal
from backend.http.strict_json import StrictJson, StrictRequest
from backend.http.transaction import database
from backend.http.words import language, say
from backend.rooms import load, load_models
from backend.settings import Settings

DIST = Path(__file__).parents[1] / "pwa" / "dist"
MOST_BYTES = 12 * 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"})
# What costs much: counts over many reports, likeness of many opinions, lists as files, and papers that are drawn when they are asked for.
DEAR = re.compile(
    r"/api/(hotspots(/series|/cells/[^/]+)?|coverage(/(cells|advice|trial|plans(/[^/]+)?))?|bulletins/preview|cases/export|ledgers/[^/]+(/export)?|scans|digest-drafts/[^/]+/suggestions)$|/.*\.pdf$"
)
HASHED = re.compile(r"-[\w-]{8,}\.\w+$")


class ZhitongApp(Flask):
    """Flask with strict JSON."""

    json_provider_class = StrictJson
    request_class = StrictRequest


class ProblemApi(Api):
    """flask-smorest whose errors are problems; what routes say of themselves is read when somebody asks, not whenever a process starts."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE: str

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        super().__init__(app)

    def register_blueprint(self, blp: Blueprint) -> None:
        """Register the routes of a room."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undescribed.append(blp)

    def description(self) -> dict[str, Any]:
        """Return the OpenAPI description of all that is registered; not for two threads at once."""
        for blp in self._undescribed:
            blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
            self.spec.tag({"name": blp.name, "description": blp.description})
        self._undescribed.clear()
        described: dict[str, Any] = self.spec.to_dict()
        return described

    def _register_responses(self) -> None:
        """Describe every refusal as what it is: application/problem+json."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE


def create_app(settings: Settings, *, pool: int = 10) -> Flask:
    """Return the WSGI application for `settings`; `pool`: database connections of this process."""
    check_known("ZHITONG_PRIVILEGED_ROLES", settings.privileged_roles)
    check_known("ZHITONG_EXPORT_ROLES", settings.export_roles)
    app = ZhitongApp("backend", static_folder=None)
    app.config |= {
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 200,
        "API_TITLE": "Zhitong",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
    }
    app.extensions |= {
        "zhitong.settings": settings,
        "zhitong.database": Database(settings.app_database_url, pool=pool),
        "zhitong.identify": identify,
    }
    use_key(settings.audit_key)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.jinja_env.globals |= {"say": say, "language": language}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    api = ProblemApi(app)
    problems.install(app)
    register_rooms(app, api)
    keep_description(app, api)
    app.after_request(set_cookie)
    app.after_request(record_refusal)
    headers.install(app)
    add_health(app)
    add_faces(app)
    return app


def create_watching_app(settings: Settings, *, pool: int) -> Flask:
    """Return the application for a process of its own, which asks all the time whether the database is there."""
    app = create_app(settings, pool=pool)
    app.extensions["zhitong.database"].watch()
    return app


def record_refusal(answer: Response) -> Response:
    """Put a refusal into the record, in a transaction of its own, as that of the deed was rolled back.

    What somebody may not do, each time; what came too often, the first time in each window of its limit.
    """
    if request.url_rule is None:
        return answer
    with suppress(DBAPIError, Unavailable):
        if answer.status_code == HTTPStatus.FORBIDDEN:
            refused("request.refused", "route", f"{request.method} {request.url_rule.rule}")
        elif answer.status_code == HTTPStatus.TOO_MANY_REQUESTS and (limit := first_refusal()):
            refused("request.slowed", *g.get("aimed_at", ("limit", limit)))
    return answer


def refused(action: str, kind: str, subject: object) -> None:
    """Append a refusal as an act of who asked; after a wrong CSRF token that is who the session belongs to."""
    who = g.get("viewer") or g.get("impersonated")
    with database().transaction(who.context() if who else None) as session:
        append(session, action, kind, subject)


def register_rooms(app: Flask, api: ProblemApi) -> None:
    """Register the routes and pages of every room."""
    load_models()
    for module in load("views"):
        api.register_blueprint(module.blp)
    for module in load("pages"):
        app.register_blueprint(module.pages)


def keep_description(app: Flask, api: ProblemApi) -> None:
    """Let the description of the API be written once a process: writing takes a second, and anybody may ask for it."""
    turn = Lock()

    @cache
    def written() -> str:
        return json.dumps(api.description(), ensure_ascii=False)

    def described() -> Response:
        with turn:
            whole = written()
        answer = Response(whole, content_type="application/json")
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    app.view_functions["api-docs.openapi_json"] = described


def add_health(app: Flask) -> None:
    """Add /healthz (the process lives), /readyz (it can work) and /metrics (for inside)."""

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> dict[str, str]:
        try:
            with app.extensions["zhitong.database"].transaction() as session:
                session.execute(text("select 1"))
        except Exception as error:
            raise Unavailable("暂时忙不过来，请稍后再试") from error
        return {"status": "ready"}

    @app.get("/metrics")
    def metrics() -> Response:
        settings: Settings = app.extensions["zhitong.settings"]
        # What a proxy on this machine passes on comes from its address, too.
        if settings.internal_metrics and (
            client() not in LOOPBACK or FORWARDED & set(request.headers.keys(lower=True))
        ):
            raise NotFound("没有找到")
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def add_faces(app: Flask) -> None:
    """Serve the built worker and desk apps and the service worker of both."""

    def built(name: str, **more: Any) -> Response:
        if not (DIST / name).is_file():
            abort(404)
        zipped = request.accept_encodings.best_match(["gzip"]) and (DIST / f"{name}.gz").is_file()
        more.setdefault("download_name", Path(name).name)
        answer = send_from_directory(DIST, f"{name}.gz" if zipped else name, **more)
        if zipped:
            answer.headers["Content-Encoding"] = "gzip"
        answer.headers.add("Vary", "Accept-Encoding")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if HASHED.search(name) else "no-cache"
        return answer

    @app.get("/app/")
    @app.get("/app/<path:_>")
    def worker_app(_: str = "") -> Response:
        return built("app/index.html")

    @app.get("/desk/")
    @app.get("/desk/<path:_>")
    def desk_app(_: str = "") -> Response:
        return built("desk/index.html")

    @app.get("/sw.js")
    def service_worker() -> Response:
        answer = built("sw.js", mimetype="text/javascript")
        answer.headers["Service-Worker-Allowed"] = "/"
        return answer

    @app.get("/assets/<path:name>")
    def assets(name: str) -> Response:
        return built(f"assets/{name}")

    @app.get("/manifest.webmanifest")
    def manifest() -> Response:
        return built("manifest.webmanifest", mimetype="application/manifest+json")

    @app.get("/icons/<path:name>")
    def icons(name: str) -> Response:
        return built(f"icons/{name}")
