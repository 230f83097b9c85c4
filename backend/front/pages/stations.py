"""/stations/: the network as people see it; of each station a page of its own. Public, without script, fit for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain.venues import Venue
from backend.activities.queries.public import Asked
from backend.activities.service import venues
from backend.clock import now, today
from backend.errors import NotFound
from backend.front import service
from backend.front.pages.activities import AHEAD, folded, row
from backend.front.pages.frame import page, pages
from backend.front.pages.opening import opening_words, span
from backend.front.pages.receptions import when
from backend.front.service import Target
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.receptions import service as receptions
from backend.receptions.domain import Shown as Reception
from backend.releases import service as releases
from backend.releases.domain import Adopted, Told
from backend.stations import service as stations
from backend.stations.domain import Picture, branches
from backend.stations.domain.duties import POSTS, STATION_KINDS, Duty
from backend.stations.domain.facts import Fact, comprehensive
from backend.stories import service as stories
from backend.stories.domain import ForWhom, PublicStory

COUNTY, LENGTHS = 6, {6, 9, 12}
MOST_COMING, MOST_STORIES = 6, 3


@dataclass(frozen=True)
class Shown:
    """What a station's page shows of what it is, of what is on there, and of what became of what people said there."""

    target: Target
    facts: dict[str, list[Fact]]
    duties: Sequence[Duty]
    picture: Picture | None
    coming: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    receptions: list[tuple[Reception, str]]
    months: Sequence[Told]
    adopted: Sequence[Adopted]
    stories: Sequence[PublicStory]
    told: Sequence[ForWhom]


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
    """Show a station: what it is, where, when it is open, what is on, what became of what was said there, who is there, what it has."""
    at = now()
    found = transact(lambda session: shown(session, station_id, at))
    return page(
        "station", kinds=labels(), opening=opening_words(service.opening(found.target, at), at.date()),
        all_four=comprehensive(found.facts["function"], today()), today=today(), english=language() != "zh-CN",
        duties=[(say(POSTS[duty.post]), duty.text) for duty in found.duties], named=named,
        **{name: getattr(found, name) for name in ("target", "facts", "picture", "coming", "sessions", "receptions", "months", "adopted", "stories")},
        told=[vars(each) | {"label": each.name_en if language() == "en" else each.name} for each in found.told],
    )  # fmt: skip


def shown(session: Session, station_id: int, at: datetime) -> Shown:
    """Return what a station's page shows at a moment. Raises NotFound, PastError for a station that has closed."""
    target, day = service.of_station(session, station_id), today()
    facts = stations.public_facts(session, station_id, day)
    held = {fact.said.value for fact in facts["staff"]}
    coming = activities.public(session, Asked(at, at + AHEAD, station=station_id), MOST_COMING)
    moving = stations.coming(session, "", station=station_id, most=MOST_COMING)
    return Shown(
        target,
        facts,
        [duty for duty in stations.duties(session, target.area_code) if duty.post in held],
        stations.picture(session, station_id, day),
        folded([each for each in map(row, coming) if not each["over"]]),
        [vars(each) | {"when": span(each.starts_at, each.ends_at)} for each in moving],
        [(each, when(each)) for each in receptions.listed(session, station=station_id, most=MOST_COMING)],
        releases.months(session, station_id, day),
        releases.adopted(session, station_id),
        stories.public(session, county=target.area_code[:COUNTY], most=MOST_STORIES),
        [each for each in stories.told_for(session, target.area_code[:COUNTY]) if each.stories or each.activities],
    )


def labels() -> dict[str, str]:
    """Return what each kind of station is called."""
    return {kind: say(words) for kind, words in STATION_KINDS.items()}


def named(fact: Fact) -> str:
    """Return what a fact's value is called in the reader's language."""
    return fact.name if language() == "zh-CN" else fact.name_en
