"""What the running app was started with."""

from __future__ import annotations

from flask import current_app

from backend.settings import Settings


def current_settings() -> Settings:
    """Return the settings of the app that answers the request."""
    found: Settings = current_app.extensions["zhitong.settings"]
    return found
