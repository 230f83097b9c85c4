"""/s/: finding a station without a code, by place or from the list; filing through it."""

from __future__ import annotations

import math

from flask import Response, request

from backend.codes.domain import normal, spaced
from backend.errors import Gone, Invalid, NotFound, Refusal
from backend.front import service
from backend.front.domain import number
from backend.front.pages.frame import choose, page, pages
from backend.geo.place import known_crs, wgs84_place
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import say
from backend.submissions.schemas import distance

TOWN, COUNTY = 9, 6
LONGEST = 40  # characters of a code that are shown again


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
    choose(*form.get("go", ":").partition(":")[::2])
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
    return page("stations", form_id="f", near=rows, spot={name: form.get(name, "") for name in ("lon", "lat", "crs")})


def listed(area: str = "", status: int = 200, **values: object) -> Response:
    """Return the page of an area: what is below it, or its stations."""
    found = transact(lambda session: service.listing(session, area))
    values = {"area_name": found.name, "areas": found.areas, "stations": found.stations} | values
    return page("stations", status, **values)


def lead_on(refusal: Refusal, typed: str | None = None) -> Response:
    """Return the kind page of a code or station that is none: what happened, and the way to the nearest station.

    `typed`: the code as it came, to be put right; who was filing is told that nothing written is lost.
    """
    if not isinstance(refusal, NotFound | Gone):
        raise refusal
    tone = "wait" if isinstance(refusal, Gone) else "bad"
    notices = [say(refusal.title)]
    if request.form.get("text"):
        notices.append(say("您写的没有丢：退回上一页复制下来，再交给别的站点。"))
    more = {"code": readable(typed)} if typed is not None and isinstance(refusal, NotFound) else {}
    return listed("", refusal.status, notice="".join(notices), tone=tone, **more)


def ask_code() -> Response:
    """Return the page that asks for a poster's code."""
    return listed("", code="")


def readable(typed: str) -> str:
    """Return a code as it was read, in groups of four as on the poster, so that two can be compared by eye."""
    plain = "".join(char for char in normal(typed[:LONGEST]) if char.isprintable())
    return spaced(plain[:LONGEST])
