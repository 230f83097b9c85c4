"""/s/: finding a station without a code, by place or from the list; filing through it."""

from __future__ import annotations

import math

from flask import Response, request

from backend.errors import Gone, Invalid, NotFound, Refusal
from backend.front import service
from backend.front.domain import number
from backend.front.pages.frame import page, pages
from backend.geo.place import known_crs, wgs84_place
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import say
from backend.submissions.schemas import distance

TOWN, COUNTY = 9, 6


@pages.get("/s/")
def choose_station() -> Response:
    """Show counties, the townships of one, or the stations of a township."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in {COUNTY, TOWN}):
        raise NotFound("没有找到")
    return listed(area)


@pages.post("/s/")
def near_me() -> Response:
    """Show the three stations nearest to a place; it comes by POST, so that it stands in no address."""
    throttle("near", client(), limit=600, seconds=60)
    form = request.form
    lon, lat = number(form.get("lon", "")), number(form.get("lat", ""))
    if not isinstance(lon, float) or not isinstance(lat, float) or not math.isfinite(lon + lat):
        raise Invalid("坐标不对：经度在-180到180之间，纬度在-90到90之间", field="lon")
    x, y = wgs84_place(lon, lat, known_crs(form.get("crs")))
    found = transact(lambda session: service.nearest(session, x, y))
    why = say("离您最近")
    rows = [
        {"id": each.id, "name": each.name, "distance": distance(each.distance_m), "why": "" if at else why}
        for at, each in enumerate(found)
    ]
    return page("stations", near=rows)


def listed(area: str = "", status: int = 200, **values: object) -> Response:
    """Return the page of an area: what is below it, or its stations."""
    found = transact(lambda session: service.listing(session, area))
    values = {"area_name": found.name, "areas": found.areas, "stations": found.stations} | values
    return page("stations", status, **values)


def lead_on(refusal: Refusal) -> Response:
    """Return the kind page of a code or station that is none: what happened, and the way to the nearest station."""
    if not isinstance(refusal, NotFound | Gone):
        raise refusal
    tone = "wait" if isinstance(refusal, Gone) else "bad"
    return listed("", refusal.status, notice=say(refusal.title), tone=tone)
