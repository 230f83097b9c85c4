"""The routes of the room."""

from backend.activities.views import attending, record
from backend.activities.views.plans import blp

__all__ = ["attending", "blp", "record"]
