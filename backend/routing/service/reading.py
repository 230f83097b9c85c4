"""Reading the rules, and what they make of a matter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.categories import service as categories
from backend.db import current_context
from backend.errors import Forbidden, Invalid
from backend.grid.service import known_areas
from backend.routing import queries
from backend.routing.domain import COUNTY, Matter, Rule, Trial, first_fit


def list_rules(session: Session) -> Sequence[Rule]:
    """Return the rules of the viewer's counties, in their order."""
    return queries.rules(session)


def suggest(session: Session, matter: Matter) -> Rule | None:
    """Return the first rule that fits a matter, as far as the viewer may read them."""
    return first_fit(queries.rules(session, matter.area_code[:COUNTY]), matter).rule


def try_out(session: Session, matter: Matter) -> Trial:
    """Return the rule that would take a matter, and those before it with why each does not fit; changes nothing.

    Raises Invalid naming an unknown category or area, Forbidden for an area that is not the viewer's.
    """
    categories.check(session, matter.category)
    if matter.area_code not in known_areas(session, [matter.area_code]):
        raise Invalid("没有这个区域", field="area")
    if not matter.area_code.startswith(current_context(session).areas):
        raise Forbidden("这个地方不归您管", field="area")
    return first_fit(queries.rules(session, matter.area_code[:COUNTY]), matter)
