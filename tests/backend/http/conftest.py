"""A request without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.app import ZhitongApp
from backend.http import problems
from tests.conftest import settings_for


@pytest.fixture
def bare(tmp_path: Path) -> ZhitongApp:
    """An application that has our JSON, our problems and settings, and no route."""
    made = ZhitongApp("bare", static_folder=None)
    made.extensions["zhitong.settings"] = settings_for("nowhere", tmp_path)
    problems.install(made)
    return made
