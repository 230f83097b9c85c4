"""What may be asked of the map, what it shows, and the statistics behind it; pure."""

from backend.hotspots.domain.asked import (
    EVERYTHING,
    FIRST_DAY,
    LAST_DAY,
    LAYERS,
    MEASURES,
    MOST_CELLS_FAR,
    NEAR,
    STEPS,
    About,
    Period,
    TileNumber,
    edges,
    period,
    sliced,
    trend_steps,
)
from backend.hotspots.domain.counts import (
    Cell,
    Cluster,
    Counts,
    Edition,
    HotCell,
    Post,
    Rules,
    Series,
    Sheet,
    Significance,
    Town,
)

__all__ = [
    "EVERYTHING", "FIRST_DAY", "LAST_DAY", "LAYERS", "MEASURES", "MOST_CELLS_FAR", "NEAR", "STEPS", "About", "Cell", "Cluster", "Counts", "Edition", "HotCell",
    "Period", "Post", "Rules", "Series", "Sheet", "Significance", "TileNumber", "Town", "edges", "period", "sliced", "trend_steps",
]  # fmt: skip
