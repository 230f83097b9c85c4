"""Which station, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from backend.db import Trip
from backend.errors import NotFound
from backend.grid.domain import level_of, prefix_of
from backend.stations import queries
from backend.stations.domain import Coverage, Located, PostCell, StationNear, StationRef
from backend.stations.domain.opening import Calendar, Opening, read


def locate(where: Session | Trip, lon: float, lat: float, *, on: date) -> Located:
    """Return what is at a place (WGS-84 degrees) `on` a day: cell, areas above it, the three nearest stations.

    Outside every cell the cell is None and the areas are those whose outline holds the place.
    Distances are great-circle metres on the mean sphere (6,371,008.77 m); the order is exact, by the
    chord on the unit sphere.
    """
    return queries.locate(where, lon, lat, on)


def nearest(
    session: Session, lon: float, lat: float, *, on: date, within: Sequence[str] = (), limit: int = queries.NAMED
) -> list[StationNear]:
    """Return the nearest stations to a place, nearest first, at most `limit`, with great-circle metres.

    `lon`, `lat`: degrees in EPSG:4326 (WGS-84), longitude first.
    Only stations in operation `on` the day, whose area begins with one of the prefixes `within`
    (none given: anywhere). Mobile ones count only while a session runs, so none of them is named.
    """
    return queries.nearest(session, lon, lat, on, within, limit)


def coverage(session: Session, area: str, on: date) -> Coverage:
    """Return the cells of an area `on` a day with how many collection posts each has: rate and blank cells (空白网格).

    `area`: a code of six, nine or twelve digits. Raises NotFound when no cell lies in it.
    """
    level = level_of(area)
    found = coverage_within(session, [prefix_of(area, level)], on) if level else Coverage(())
    if not found.cells:
        raise NotFound("没有这个行政区划，或那里还没有网格")
    return found


def coverage_within(session: Session, prefixes: Sequence[str], on: date) -> Coverage:
    """Return the same for all areas whose codes begin with one of `prefixes`; no cell is no fault."""
    return Coverage(tuple(queries.post_coverage(session, prefixes, on)))


def get(session: Session, station_id: int) -> StationRef | None:
    """Return a station, None when there is none with this id."""
    return queries.station(session, station_id)


def opening(station: StationRef, at: datetime, calendar: Calendar) -> Opening | None:
    """Return whether a station is open at a moment, None where its hours do not say so for sure.

    `calendar`: what kind of day each is by the official calendar. Of a mobile station nobody knows: its text is all there is.
    """
    hours = None if station.mobile else read(station.hours)
    return hours.at(at, calendar) if hours else None


def cell_of_post(session: Session, station_id: int, *, on: date) -> PostCell | None:
    """Return the cell that "here, at the post" means `on` a day.

    None for a mobile post, which stands somewhere else each time, and for one that is attached to no cell of its area.
    """
    return queries.cell_of_post(session, station_id, on)


def stations_of(session: Session, prefix: str, *, on: date, placed: bool = False) -> list[StationRef]:
    """Return the stations in operation `on` a day in the areas that begin with `prefix`, by code."""
    return queries.stations_of(session, prefix, on, placed=placed)
