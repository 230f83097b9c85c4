"""The routes of the room."""

from backend.activities.views import attending, audiences, record, venues
from backend.activities.views.plans import blp

__all__ = ["attending", "audiences", "blp", "record", "venues"]
