"""Counting, comparing and drawing, always inside the scope of the person who asks."""

from backend.hotspots.service.clusters import clusters
from backend.hotspots.service.counting import count, series
from backend.hotspots.service.scope import checked_period, checked_steps
from backend.hotspots.service.sheet import rows, sheet
from backend.hotspots.service.significance import rules_of
from backend.hotspots.service.tiles import frame, tile

__all__ = [
    "checked_period",
    "checked_steps",
    "clusters",
    "count",
    "frame",
    "rows",
    "rules_of",
    "series",
    "sheet",
    "tile",
]
