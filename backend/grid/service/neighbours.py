"""Which cells touch, along an edge or in a corner (邻接): stored, and carried on by each import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from backend.grid import queries
from backend.grid.service.lookup import lock_imports


def neighbours(session: Session, prefixes: Sequence[str], on: date) -> NDArray[np.int64]:
    """Return the pairs of cells in force `on` that touch along an edge or in a corner : two columns of ids, each pair once.

    The first of a pair lies under one of `prefixes`, the other may lie beside them.
    """
    return queries.neighbours(session, prefixes, on)


def refresh_neighbours(session: Session) -> int:
    """Find all pairs of neighbours anew, whatever is stored; return how many there are. The imports keep them by themselves."""
    lock_imports(session)
    return queries.refresh_neighbours(session)
