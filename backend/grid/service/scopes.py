"""Whose areas: the scope of who asks, and one area inside it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.db import Bound, current_context
from backend.errors import Forbidden, NotFound
from backend.grid import queries
from backend.grid.domain import Scope


def whole_scope(where: Bound) -> Scope:
    """Return the scope of the person whose context this is; raises Forbidden for who has none."""
    prefixes = current_context(where).areas
    if not prefixes:
        raise Forbidden("您的岗位不能做这一步")
    return Scope(prefixes)


def scope_of(session: Session, area: str | None = None) -> Scope:
    """Return the scope of the person whose context this is, narrowed to `area`.

    Raises NotFound (field `area`) for an area that is unknown or not wholly inside the scope: the two look alike.
    """
    scope = whole_scope(session)
    if area is None:
        return scope
    prefix = queries.prefix_of_area(session, area)
    narrowed = scope.narrowed(prefix) if prefix else None
    if narrowed is None:
        raise NotFound("没有找到", field="area")
    return narrowed
