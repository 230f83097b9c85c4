"""The routes of the room."""

from backend.activities.views import attending, audiences, funds, record, venues
from backend.activities.views.plans import blp

__all__ = ["attending", "audiences", "blp", "funds", "record", "venues"]
