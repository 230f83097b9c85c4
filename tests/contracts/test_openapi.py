"""The OpenAPI description and what the routes really answer (T53): no 5xx, nothing undocumented."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, note, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contracts.test_hostile import ALL
from tests.contracts.world import HERE, NOBODY, Matter, World
from tests.make import Browser, Maker

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 2
WELL_REACHED = 15  # operations of a half that answer well to some of what is made up
Credentials = tuple[dict[str, str], dict[str, str]]
ASKERS = (NOBODY, "grid_worker", "liaison", "town_head")


@pytest.fixture
def world(make: Maker) -> World:
    """Everybody, logged in; one matter to be found."""
    return World(make, towns=[HERE])


@contextmanager
def limits_lifted(app: Flask) -> Iterator[None]:
    """Let each request come from another address, so that limits are not all that is tested."""
    inner, turn = app.wsgi_app, iter(range(1 << 24))

    def outer(environ: dict[str, object], start: object) -> object:
        n = next(turn)
        environ["REMOTE_ADDR"] = f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"
        return inner(environ, start)  # type: ignore[arg-type]

    app.wsgi_app = outer  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]


@pytest.mark.parametrize("half", [0, 1])
def test_every_operation_answers_as_described(world: World, half: int) -> None:
    """In halves, so that two may work at it."""
    app = world.make.app
    matter = world.happen(HERE, "记号")
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    askers = {role: credentials(world.people[HERE, role]) for role in ASKERS[1:]} | {NOBODY: ({}, {})}
    faults: list[str] = []
    reached: set[str] = set()
    with limits_lifted(app):
        for operation in list(schema.get_all_operations())[half::2]:
            try:
                fuzz(operation.ok(), askers, matter, reached)
            except (AssertionError, BaseExceptionGroup) as fault:  # every operation is tried before any is reported
                faults.append(f"{operation.ok().label}: {brief(fault)}")
    assert not faults, "\n\n".join(faults)
    assert len(reached) > WELL_REACHED, "it got in"


def fuzz(operation: APIOperation, askers: dict[str, Credentials], matter: Matter, reached: set[str]) -> None:
    """Ask one operation many things, valid and not, as several people, about things that exist and things that do not."""
    for who, ids in askings(operation.label, askers, matter):
        if operation.path != "/api/logout" or who == NOBODY:  # the others still need their session
            probe(operation, who, askers[who], ids, reached)


def askings(label: str, askers: dict[str, Credentials], matter: Matter) -> list[tuple[str, dict[str, str]]]:
    """Return who asks about what: all but one of the staff, by turns, about what exists or what does not; all of it with ZHITONG_TEST_FUZZ=all."""
    if ALL:
        return list(product(askers, (matter.ids, {})))
    turn = zlib.crc32(label.encode())
    away = ASKERS[1:][turn // 2 % len(ASKERS[1:])]
    askers = {who: known_as for who, known_as in askers.items() if who != away}
    return [(who, {} if (nth + turn) % 2 else matter.ids) for nth, who in enumerate(askers)]


def probe(operation: APIOperation, who: str, known_as: Credentials, ids: dict[str, str], reached: set[str]) -> None:
    """Ask one operation many things as one person; `ids` go into the address instead of what was made up."""
    headers, cookies = known_as

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    def one(case: schemathesis.Case) -> None:
        path = case.path_parameters or {}
        case.path_parameters = {name: ids.get(name, value) for name, value in path.items()}
        note(f"{who} {case.path_parameters} {case.query} {case.body!r}")
        answer = case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKS)
        if answer.status_code < 300:
            reached.add(operation.label)

    one()


def credentials(browser: Browser) -> Credentials:
    """Return the CSRF header and the session cookie of a logged-in client."""
    cookie = browser.client.get_cookie("zhitong")
    assert cookie
    return {"X-CSRF-Token": browser.csrf}, {"zhitong": cookie.value}


def brief(fault: BaseException) -> str:
    """Say shortly what was wrong."""
    inner = fault.exceptions if isinstance(fault, BaseExceptionGroup) else [fault]
    return " | ".join(f"{each!r} {each} {' '.join(getattr(each, '__notes__', []))}"[:1500] for each in inner[:3])


def test_a_wrong_verb_says_which_are_right(client: FlaskClient) -> None:
    for path, allowed in (("/api/me", "GET"), ("/api/login", "POST"), ("/healthz", "GET"), ("/api/sightings", "POST")):
        answer = client.open(path, method="PATCH")
        assert answer.status_code == 405
        assert allowed in answer.headers["Allow"].split(", ")
        assert answer.content_type == "application/problem+json"
