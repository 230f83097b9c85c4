"""The keys of codes. Whom a code stands for is told above, with what may be done through it: `solicitations/views.py`."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from backend.codes import service

blp = Blueprint("codes", __name__, url_prefix="/api/codes", description="Codes on posters")


@blp.record_once
def take_keys(state: Any) -> None:
    """Take the keys of codes when the application starts."""
    service.use_keys(state.app.extensions["zhitong.settings"])
