"""A push service that checks and decrypts, an installation that may push to it, a submission to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from backend.settings import Settings
from tests.backend.feedback.following import NAME, PHONE
from tests.make import Maker
from tests.push_service import PushService, push_service
from tests.story import people, submit


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def ours(settings: Settings, app: Flask, pushes: PushService) -> Settings:
    """The installation that may push to that service and to the named ones."""
    changed = replace(settings, push_test_origin=pushes.origin)
    app.extensions["zhitong.settings"] = changed
    return changed


@pytest.fixture
def told(make: Maker, app: Flask) -> dict[str, str]:
    """A submission whose writer wants to be called: only a push or a person reaches them."""
    people(make)
    return submit(app, way="phone", name=NAME, phone=PHONE)
