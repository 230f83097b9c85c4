"""A submission to follow."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.backend.feedback.following import NAME, PHONE
from tests.make import Maker
from tests.story import people, submit


@pytest.fixture
def told(make: Maker, app: Flask) -> dict[str, str]:
    """A submission whose writer wants to be called: only a push or a person reaches them."""
    people(make)
    return submit(app, way="phone", name=NAME, phone=PHONE)
