"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.categories.model import Category, CategoryTopic, Topic
from backend.errors import Invalid


def all_current(session: Session, on: date) -> Sequence[Category]:
    """Return the categories in use on the day `on`, in the order people see them."""
    in_use = or_(Category.retired_on.is_(None), Category.retired_on > on)
    return session.scalars(select(Category).where(in_use).order_by(Category.sort)).all()


def get(session: Session, code: str) -> Category | None:
    """Return the category `code`, retired or not, or None."""
    return session.get(Category, code)


def topics(session: Session) -> Sequence[Topic]:
    """Return what supervision looks at, in the order people see it."""
    return session.scalars(select(Topic).order_by(Topic.position, Topic.code)).all()


def topics_of(session: Session, category: str) -> frozenset[str]:
    """Return the codes of the topics that every case of a category carries."""
    return frozenset(session.scalars(select(CategoryTopic.topic).where(CategoryTopic.category == category)))


def check(session: Session, code: str | None) -> None:
    """Refuse a code that is no category, retired or not: raises Invalid (`category`). None is no code."""
    if code is not None and get(session, code) is None:
        raise Invalid("没有这个类别", field="category")


def check_topics(session: Session, codes: Collection[str], field: str) -> None:
    """Refuse a code that is no topic: raises Invalid (`field`)."""
    if not set(codes) <= {each.code for each in topics(session)}:
        raise Invalid("没有这个主题，请从名单里选", field=field)
