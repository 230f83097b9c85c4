"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.categories.model import Category


def all_current(session: Session, on: date) -> Sequence[Category]:
    """Return the categories in use on the day `on`, in the order people see them."""
    in_use = or_(Category.retired_on.is_(None), Category.retired_on > on)
    return session.scalars(select(Category).where(in_use).order_by(Category.sort)).all()


def get(session: Session, code: str) -> Category | None:
    """Return the category `code`, retired or not, or None."""
    return session.get(Category, code)
