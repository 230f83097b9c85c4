"""Looking up stations and places, what a worker's phone holds, importing, attaching posts."""

from backend.stations.domain import PostCell, StationNear, StationRef
from backend.stations.domain.opening import Opening
from backend.stations.queries import cards, duties, duty_versions
from backend.stations.service.attach import attach, reattach
from backend.stations.service.facts import grown, network, picture, public_facts
from backend.stations.service.field import field_area
from backend.stations.service.imports import import_stations
from backend.stations.service.lookup import (
    cell_of_post,
    coverage,
    coverage_within,
    get,
    locate,
    nearest,
    opening,
    stations_of,
)
from backend.stations.service.posts import write as write_duty
from backend.stations.service.sessions import call_off, coming, plan_session, session_of

__all__ = [
    "Opening",
    "PostCell",
    "StationNear",
    "StationRef",
    "attach",
    "call_off",
    "cards",
    "cell_of_post",
    "coming",
    "coverage",
    "coverage_within",
    "duties",
    "duty_versions",
    "field_area",
    "get",
    "grown",
    "import_stations",
    "locate",
    "nearest",
    "network",
    "opening",
    "picture",
    "plan_session",
    "public_facts",
    "reattach",
    "session_of",
    "stations_of",
    "write_duty",
]
