"""/map/: how much was reported, month by month, by township and cell: figures that were released once, drawn without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from backend.categories import service as categories
from backend.clock import today
from backend.errors import NotFound
from backend.front.pages.frame import page, pages
from backend.http.transaction import transact
from backend.http.words import language
from backend.releases import service
from backend.releases.domain import Figures, Shape

COUNTY, TOWN = 6, 9
# A figure's shade: times `least`, so that a shade tells no more than the figure.
SHADES = (1, 2, 4, 10)
# More names than these would lie over each other; the table has them all.
MOST_NAMES = 30


@dataclass(frozen=True)
class Drawn:
    """A township or cell of the picture: its figure (None: not told) and its shade, 0 to 4."""

    shape: Shape
    n: int | None
    shade: int


@pages.get("/map/")
def map_of_all() -> Response:
    """List the counties of which a month was released."""
    return page("map", counties=transact(service.mapped), place=None)


@pages.get("/map/<code>")
def map_of_area(code: str) -> Response:
    """Draw a county by its townships, or a township by its cells, for a month that is over; the same stands as a table."""
    if not (code.isascii() and code.isdigit() and len(code) in {COUNTY, TOWN}):
        raise NotFound("没有找到")
    asked = _month()
    return page("map", counties=(), **transact(lambda session: _shown(session, code, asked)))


def _month() -> date | None:
    asked = request.args.get("month", "")
    try:
        return date.fromisoformat(f"{asked}-01") if asked else None
    except ValueError as error:
        raise NotFound("没有找到") from error


def _shown(session: Session, code: str, asked: date | None) -> dict[str, Any]:
    county, day = code[:COUNTY], today()
    place, months = service.place(session, code), service.map_months(session, county, day)
    if place is None or (asked is not None and asked not in months):
        raise NotFound("没有找到")
    month = asked or next(iter(months), None)
    least, found = (month and service.map_of(session, county, month)) or (0, Figures(None))
    told = found.towns if code == county else found.cells.get(code, {})
    names = {
        each.code: each.name_en if language() == "en" else each.name for each in categories.all_current(session, day)
    }
    return {
        "place": place,
        "code": code,
        "county": county,
        "months": months,
        "chosen": month,
        "least": least,
        "total": found.total if code == county else found.towns.get(code),
        "drawn": draw(service.shapes(session, code, day), told, least),
        "kinds": [(names.get(kind, kind), n) for kind, n in sorted(found.categories.items(), key=lambda one: -one[1])],
        "most_names": MOST_NAMES,
        "shades": [
            (least * low, least * high - 1 if high else None)
            for low, high in zip(SHADES, (*SHADES[1:], None), strict=True)
        ],
    }


def draw(shapes: Sequence[Shape], told: dict[str, int], least: int) -> list[Drawn]:
    """Return the shapes with their figures and shades."""
    found = []
    for each in shapes:
        n = told.get(each.code)
        found.append(Drawn(each, n, 0 if n is None else sum(n >= least * step for step in SHADES)))
    return found
