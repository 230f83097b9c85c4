"""A county with its administrator, and another system that takes what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from backend.settings import Settings
from tests.backend.exchange.partners import Office
from tests.make import Maker
from tests.partner_system import PartnerSystem, partner_system
from tests.story import people


@pytest.fixture
def system() -> Iterator[PartnerSystem]:
    """Another system on loopback."""
    with partner_system() as running:
        yield running


@pytest.fixture
def office(make: Maker, app: Flask, settings: Settings, system: PartnerSystem) -> Office:
    """Everybody of the story, an administrator of the county, and settings that reach the other system."""
    people(make)
    ours = replace(settings, webhook_test_origin=system.origin, webhook_seconds=5.0)
    app.extensions["zhitong.settings"] = ours
    return Office(make, app, ours, system, make.administrator("guan", "system_administrator", "621124"))
