"""Analysis reports of last week and last month, and a station's screen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from backend.bulletins import service as bulletins
from backend.bulletins.domain import whole
from backend.clock import today
from backend.db import Context
from backend.demo.domain import FUQUAN, LINTAO, LIYANG, TOWN
from backend.demo.service.stories import Stage
from backend.links.domain import token_of
from backend.settings import Settings
from backend.walls import service as walls

WALL = UUID("0198c000-0000-7000-8000-00000000da11")
# The station of the county with the most to tell of the months that are over.
STATION = text(
    "select s.id from station s join station_release r on r.station_id = s.id where s.area_code ^@ :area group by s.id"
    " order by count(*) desc, sum(r.heard) desc, s.id limit 1"
)
AREAS = (TOWN, LINTAO, FUQUAN, LIYANG)


def tell(stage: Stage, settings: Settings) -> None:
    """Issue what the errands of last Monday and of the first would have issued, and hang up a screen."""
    for area in AREAS:
        for kind in bulletins.ISSUED:
            with stage.owner.transaction(Context.of_service("bulletins.make", (area,))) as session:
                bulletins.issue(session, area, kind, whole(kind, today()).first, settings)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "xianlianluo")
        station = int(session.scalar(STATION, {"area": LINTAO}) or 0)
        walls.issue(session, station, WALL, "一楼大厅", actor.name, settings.derive("wall link"))


def wall(settings: Settings) -> str:
    """Return the address of that screen."""
    return f"{settings.public_url}/wall/#{token_of(settings.derive('wall link'), WALL)}"
