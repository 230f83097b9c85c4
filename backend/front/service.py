"""What the citizen's pages read: whom a code or a station stands for, stations of a place, the state of a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from backend.cases import service as cases
from backend.cases.domain import Move, day_kind
from backend.cases.domain.actors import OwnAsking
from backend.categories import service as categories
from backend.categories.model import Category
from backend.clock import midnight, today
from backend.codes import service as codes
from backend.codes.domain import CodeCategory, Kind, normal
from backend.codes.service import Held
from backend.errors import Gone, NotFound
from backend.feedback import service as feedback
from backend.feedback.service import SheetView
from backend.front import queries
from backend.front.queries import AreaWithStations, StationRow
from backend.ratings import service as ratings
from backend.ratings.domain import Rating
from backend.solicitations import service as solicitations
from backend.solicitations.service import OpenDraft
from backend.stations import service as stations
from backend.stations.service import Opening, PostCell, StationNear, StationRef
from backend.submissions import service as submissions
from backend.submissions.domain import Progress

COUNTY = 6
MOST_DRAFTS = 3
# Fewer are never shown (T20).
LEAST_SHOWN = 5
CLOSED = "这个站点已经关了。请另找一个站点。"


@dataclass(frozen=True)
class Target:
    """Whom the page stands for. `path`: where its forms post to; `near`: the place the code hangs at.

    `category`, `cell`: what the code has chosen beforehand; `mobile`: it stands somewhere else each time; `code_id`: what its scans are
    counted by.
    """

    kind: Kind
    name: str
    path: str
    code: str | None
    station: StationRef | None
    near: str
    category: CodeCategory | None = None
    cell: PostCell | None = None
    deputy_id: int | None = None
    area_code: str = ""
    code_id: int | None = None

    @property
    def cell_code(self) -> str | None:
        """Return the code of the cell the post stands for."""
        return self.cell.code if self.cell else None

    @property
    def mobile(self) -> bool:
        """Return whether it is a mobile station or post, of which nobody knows from the code where it stands today."""
        return self.kind != "deputy" and self.station is not None and self.station.mobile


@dataclass(frozen=True)
class Listing:
    """An area (None: the whole) with the areas below it that have stations, and its own stations."""

    name: str | None
    areas: Sequence[AreaWithStations]
    stations: Sequence[StationRow]


@dataclass(frozen=True)
class Followed:
    """What a receipt shows: the progress, the answers, the moves that are its citizen's own, who asks for their word, and what they last said of the answer."""

    progress: Progress
    sheets: Sequence[SheetView]
    moves: Sequence[Move]
    consents: Sequence[OwnAsking]
    rating: Rating | None
    may_rate: bool


@dataclass(frozen=True)
class Brought:
    """How much was brought to a deputy; `answered`: None where so few stand apart that the figure would tell of them."""

    came: int
    answered: int | None


class PastError(Gone):
    """A code that was revoked, a station that has closed. `target`: what it stood for, for who had sent something in before."""

    def __init__(self, title: str, *, code: str, target: Target) -> None:
        super().__init__(title, code=code)
        self.target = target


def of_code(session: Session, text: str) -> Target:
    """Return whom a code stands for.

    Raises NotFound when there is no such code, PastError when it was revoked or its station has closed.
    """
    code = normal(text)[:64]
    found = codes.resolve(session, code)
    if found is None:
        raise NotFound("没有这个码。对照海报检查最后4位，或找最近的站点。", code="unknown_code")
    near, chosen = place_name(session, found.area_code), codes.preset(session, found)
    target = Target(
        found.kind,
        found.name,
        f"/c/{code}",
        code,
        found.station,
        near,
        chosen.category,
        chosen.cell,
        found.deputy_id,
        found.area_code,
        found.code_id,
    )
    if found.state == "revoked":
        raise PastError("这个码已停用。请扫新海报，或找最近的站点。", code="revoked_code", target=target)
    if found.kind != "deputy" and found.station and not queries.is_open(session, found.station.id, today()):
        raise PastError(CLOSED, code="closed_station", target=target)
    return target


def of_station(session: Session, station_id: int) -> Target:
    """Return a station that was chosen from the list.

    Raises NotFound when there is none, PastError when it is closed.
    """
    station = stations.get(session, station_id)
    if station is None:
        raise NotFound("没有这个站点。请另找一个站点。", code="unknown_station")
    near = place_name(session, station.area_code)
    kind: Kind = "post" if station.kind == "collection_post" else "station"
    target = Target(kind, station.name, f"/s/{station_id}", None, station, near, area_code=station.area_code)
    if not queries.is_open(session, station_id, today()):
        raise PastError(CLOSED, code="closed_station", target=target)
    return target


def opening(target: Target, at: datetime) -> Opening | None:
    """Return whether the target's station is open at a moment, None where nobody can say so for sure."""
    return stations.opening(target.station, at, day_kind) if target.station else None


def drafts_at(session: Session, target: Target) -> Sequence[OpenDraft]:
    """Return the drafts that take opinions from people of the target's place today; a few."""
    return solicitations.open_drafts(session, target.area_code, today())[:MOST_DRAFTS] if target.area_code else []


def place_name(session: Session, code: str) -> str:
    """Return the name people say of what stands for an area today: a village, not its committee (`云谷村民委员会` → `云谷村`)."""
    found = queries.area_standing(session, code, today())
    name = found[1] if found else ""
    return name.removesuffix("居民委员会") if name.endswith("居民委员会") else name.removesuffix("民委员会")


def listing(session: Session, area: str) -> Listing:
    """Return what is below `area`: counties (of the empty text), townships of a county, stations of a township.

    An area that was abolished answers as the one that took over. Raises NotFound when there is no such area.
    """
    day = today()
    if not area:
        return Listing(None, queries.counties(session, day), [])
    found = queries.area_standing(session, area, day)
    if found is None:
        raise NotFound("没有找到")
    code, name = found
    towns = queries.towns(session, code, day) if len(code) == COUNTY else []
    return Listing(name, [each for each in towns if each.code != code], queries.stations(session, code, day))


def current_categories(session: Session) -> Sequence[Category]:
    """Return the categories in use today."""
    return categories.all_current(session, today())


def nearest(session: Session, lon: float, lat: float) -> Sequence[StationNear]:
    """Return the three nearest stations of a place (degrees, WGS-84)."""
    return stations.nearest(session, lon, lat, on=today(), limit=3)


def brought(session: Session, deputy_id: int) -> Brought | None:
    """Return what people brought to a deputy until the end of last month and how much of it was answered, None while too little to show.

    By whole months and never below `LEAST_SHOWN`, so that no two readings tell of one person.
    """
    came, answered = queries.brought(session, deputy_id, midnight(today().replace(day=1)))
    if came < LEAST_SHOWN:
        return None
    apart = min(answered, came - answered)
    return Brought(came, answered if apart == 0 or apart >= LEAST_SHOWN else None)


def follow(session: Session, held: Held) -> Followed:
    """Return what a receipt shows; the session's context is bound to it."""
    sheets = feedback.open_by_receipt(session, held.report_id)
    moves = cases.citizen_moves(session, held.case_id) if held.case_id else []
    rating, may_rate = ratings.own(session, held, sheets), ratings.may_rate(session, held, sheets)
    return Followed(submissions.progress(session, held), sheets, moves, cases.own_handovers(session), rating, may_rate)
