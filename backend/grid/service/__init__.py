"""Looking up cells and areas; importing areas and editions; who touches whom; what is drawn of townships."""

from backend.grid.queries import cells_in, villages_in
from backend.grid.service.areas import import_areas
from backend.grid.service.cells import import_cells
from backend.grid.service.lookup import areas_up, cell_at, cell_by_code, known_areas, lock_imports
from backend.grid.service.neighbours import neighbours, refresh_neighbours
from backend.grid.service.outlines import draw_outlines, refresh_outlines
from backend.grid.service.scopes import scope_of, whole_scope

__all__ = [
    "areas_up", "cell_at", "cell_by_code", "cells_in", "draw_outlines", "import_areas", "import_cells", "known_areas", "lock_imports",
    "neighbours", "refresh_neighbours", "refresh_outlines", "scope_of", "villages_in", "whole_scope",
]  # fmt: skip
