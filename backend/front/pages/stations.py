"""/stations/: the network as people see it; of each station a page of its own. Public, without script, fit for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from backend.activities.domain.venues import Venue
from backend.activities.service import venues
from backend.clock import now, today
from backend.errors import NotFound
from backend.front import service
from backend.front.pages.frame import page, pages
from backend.front.pages.opening import opening_words
from backend.front.service import Target
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.stations import service as stations
from backend.stations.domain import Picture, branches
from backend.stations.domain.duties import POSTS, STATION_KINDS, Duty
from backend.stations.domain.facts import Fact, comprehensive

COUNTY, LENGTHS = 6, {6, 9, 12}


@dataclass(frozen=True)
class Shown:
    """What a station's page shows."""

    target: Target
    facts: dict[str, list[Fact]]
    duties: Sequence[Duty]
    picture: Picture | None


@pages.get("/stations/")
def network() -> Response:
    """Show the counties, or the whole network of one: contact points, liaison points, collection posts; and how it grew."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) == COUNTY):
        raise NotFound("没有找到")

    def work(session: Session) -> dict[str, Any]:
        found = service.listing(session, area)
        if not area:
            return {"areas": found.areas, "name": None, "tree": [], "grown": []}
        held = stations.network(session, area, today())
        return {
            "areas": [],
            "name": found.name,
            "tree": branches(held),
            "grown": stations.grown(session, area, today()),
        }

    return page("network", kinds=labels(), english=language() != "zh-CN", **transact(work))


@pages.get("/venues/")
def law_venues() -> Response:
    """Show the squares, parks and corridors where people meet the law (普法阵地): the counties, or those of one place."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in LENGTHS):
        raise NotFound("没有找到")

    def work(session: Session) -> tuple[str, list[Venue]]:
        return service.listing(session, area[:COUNTY]).name or "", venues.listed(session, area)

    name, found = transact(work)
    english = language() != "zh-CN"
    kinds = dict.fromkeys(each.kind_name_en if english else each.kind_name for each in found)
    groups = [(kind, [each for each in found if kind in {each.kind_name, each.kind_name_en}]) for kind in kinds]
    return page("venues", name=name, groups=groups, area=area)


@pages.get("/stations/<int:station_id>")
def station(station_id: int) -> Response:
    """Show a station: what it is, where, when it is open, who is there, what it has, what it was honoured with."""

    def work(session: Session) -> Shown:
        target = service.of_station(session, station_id)
        facts = stations.public_facts(session, station_id, today())
        area = target.station.area_code if target.station else ""
        held = {fact.said.value for fact in facts["staff"]}
        duties = [duty for duty in stations.duties(session, area) if duty.post in held]
        return Shown(target, facts, duties, stations.picture(session, station_id, today()))

    found = transact(work)
    at = now()
    return page(
        "station", target=found.target, facts=found.facts, picture=found.picture, kinds=labels(),
        opening=opening_words(service.opening(found.target, at), at.date()),
        all_four=comprehensive(found.facts["function"], today()), today=today(),
        duties=[(say(POSTS[duty.post]), duty.text) for duty in found.duties],
        named=named,
    )  # fmt: skip


def labels() -> dict[str, str]:
    """Return what each kind of station is called."""
    return {kind: say(words) for kind, words in STATION_KINDS.items()}


def named(fact: Fact) -> str:
    """Return what a fact's value is called in the reader's language."""
    return fact.name if language() == "zh-CN" else fact.name_en
