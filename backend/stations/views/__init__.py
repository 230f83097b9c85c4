"""The routes of the room."""

from backend.stations.views import facts
from backend.stations.views.places import blp

__all__ = ["blp", "facts"]
