"""The figures of codes: for staff those of their area, for a deputy those of the own codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy.orm import Session

from backend.db import current_context
from backend.errors import Invalid
from backend.grid import service as grid
from backend.scans import queries
from backend.scans.domain import Asked, Figures, Show, Use, lines_of, sorted_by, steps_of

VILLAGE = 12


def read(session: Session, asked: Asked) -> Figures:
    """Return the figures of the codes of an area, or one's own.

    What came is what the viewer may see. Raises NotFound (field `area`) as `grid.scope_of` does, Invalid naming `step` for too many steps.
    """
    try:
        begins = steps_of(asked.step, asked.span.first, asked.span.last)
    except ValueError as error:
        raise Invalid("这段时间分成的步数太多，请选长一些的步长", field=str(error)) from error
    scope = None if asked.own else grid.scope_of(session, asked.area)
    whole = None if asked.own else grid.scope_of(session)
    person = current_context(session).viewer if asked.own else None
    codes = queries.codes(session, scope, person, asked.span)
    used, stepped = queries.figures(session, [code.id for code in codes], whole, asked.span, asked.step)
    digits = scope.digits_below if scope else VILLAGE
    lines = lines_of(codes, used, asked.by, digits)
    if asked.by == "area":
        known = queries.names(session, {line.area_code for line in lines})
        lines = [replace(line, name=known.get(line.area_code, line.area_code)) for line in lines]
    total = Use()
    for use in used.values():
        total = total.plus(use)
    tally: Counter[Show] = Counter(line.brings for line in lines)
    shown = [line for line in lines if asked.show in {"all", line.brings}]
    return Figures(total, [(at, stepped.get(at, Use())) for at in begins], sorted_by(shown, asked.sort), tally)
