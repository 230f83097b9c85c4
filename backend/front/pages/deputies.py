"""/deputies/: who represents a place or serves a cell; /deputies/{id}: who a deputy is, and how to meet them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from backend.clock import today
from backend.codes import service as codes
from backend.codes.domain import spaced
from backend.db import Context
from backend.deputies import service as deputies
from backend.deputies.domain import LEVEL_LABELS
from backend.deputies.queries import Placed, Wanted
from backend.errors import Invalid, NotFound
from backend.front import service
from backend.front.domain import number
from backend.front.pages.frame import choose, page, pages
from backend.front.pages.receptions import when
from backend.front.service import Brought, Listing
from backend.geo.place import known_crs, wgs84_place
from backend.http.limits import client, throttle
from backend.http.transaction import at_once, transact
from backend.http.viewer import prefix_of
from backend.http.words import say
from backend.receptions import service as receptions
from backend.receptions.domain import Shown as Reception
from backend.stations import service as stations
from backend.stations.domain import StationRef

TOWN, COUNTY = 9, 6
MOST, MOST_COMING = 200, 6


@pages.get("/deputies/")
def deputies_of() -> Response:
    """Show the deputies of an area, of a cell, or the areas to choose from."""
    area, cell = request.args.get("area", ""), request.args.get("cell", "")[:40].replace("\0", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in {COUNTY, TOWN}):
        raise NotFound("没有找到")
    return shown(area, cell)


@pages.post("/deputies/")
def deputies_near() -> Response:
    """Show the deputies who serve the cell of a place; it comes by POST, so that it stands in no address."""
    throttle("near", client(), limit=600, seconds=60)
    form = request.form
    choose(*form.get("go", ":").partition(":")[::2])
    lon, lat = number(form.get("lon", "")), number(form.get("lat", ""))
    if not isinstance(lon, float) or not isinstance(lat, float) or not math.isfinite(lon + lat):
        raise Invalid("坐标不对：经度在-180到180之间，纬度在-90到90之间", field="lon")
    x, y = wgs84_place(lon, lat, known_crs(form.get("crs")))
    found = at_once(lambda trip: stations.locate(trip, x, y, on=today()), Context())
    spot = {name: form.get(name, "") for name in ("lon", "lat", "crs")}
    town = next((each.code for each in found.areas if len(each.code) == TOWN), "")
    return shown(town, found.cell["code"] if found.cell else "", form_id="f", spot=spot)


@dataclass(frozen=True)
class Around:
    """Who serves a cell, who else represents an area, and what is below it."""

    listing: Listing
    serving: list[Placed]
    found: list[Placed]


def shown(area: str, cell: str, **values: object) -> Response:
    """Return the page of an area and a cell: who serves the cell first, then who else represents the area."""

    def work(session: Session) -> Around:
        serving = deputies.listed(session, Wanted(cell=cell), after=0, most=MOST) if cell else []
        found = deputies.listed(session, Wanted(prefix=prefix_of(area)), after=0, most=MOST) if area else []
        known = {one.id for one in serving}
        return Around(service.listing(session, area), serving, [each for each in found if each.id not in known])

    around = transact(work)
    more: dict[str, Any] = {"area_name": around.listing.name, "areas": around.listing.areas, "cell": cell} | values
    return page("deputies", serving=around.serving, found=around.found, level=level, **more)


@dataclass(frozen=True)
class Shown:
    """A deputy with the code, the station and the figures of their page."""

    deputy: Placed
    code: str
    station: StationRef | None
    brought: Brought | None
    coming: list[tuple[Reception, str]]


@pages.get("/deputies/<int:deputy_id>")
def deputy_page(deputy_id: int) -> Response:
    """Show who a deputy is, where they serve, how to reach them, and what became of what people brought."""

    def work(session: Session) -> Shown:
        one = deputies.placed(session, deputy_id)
        good = codes.good_codes(session, deputy_id=deputy_id)
        station = stations.get(session, one.station_id) if one.station_id else None
        coming = [(each, when(each)) for each in receptions.listed(session, deputy=deputy_id, most=MOST_COMING)]
        return Shown(one, good[0] if good else "", station, service.brought(session, deputy_id), coming)

    found = transact(work)
    cells = [each for each in found.deputy.places if each["cell"]]
    groups = [each for each in found.deputy.places if each["group_id"]]
    return page(
        "deputy", deputy=found.deputy, level=level(found.deputy), cells=cells, groups=groups, station=found.station,
        brought=found.brought, code=found.code, spaced=spaced, coming=found.coming,
        around=(found.station.area_code if found.station else found.deputy.area_code)[:TOWN],
    )  # fmt: skip


def level(one: Placed) -> str:
    """Return what somebody is deputy of, in the reader's words."""
    return say(LEVEL_LABELS[one.level])
