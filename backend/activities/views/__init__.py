"""The routes of the room."""

from backend.activities.views import attending, record, venues
from backend.activities.views.plans import blp

__all__ = ["attending", "blp", "record", "venues"]
