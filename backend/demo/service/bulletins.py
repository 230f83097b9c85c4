"""Analysis reports of last week and last month, and a station's screen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from backend.bulletins import service as bulletins
from backend.bulletins.domain import whole
from backend.clock import today
from backend.db import Context
from backend.demo.domain import FUQUAN, LINTAO, TOWN
from backend.demo.service.stories import Stage
from backend.links.domain import token_of
from backend.settings import Settings
from backend.walls import service as walls

WALL = UUID("0198c000-0000-7000-8000-00000000da11")
STATION = text("select id from station where code = 'LT-100'")
AREAS = (TOWN, LINTAO, FUQUAN)


def tell(stage: Stage, settings: Settings) -> None:
    """Issue what the errands of last Monday and of the first would have issued, and hang up a screen."""
    for area in AREAS:
        for kind in bulletins.ISSUED:
            with stage.owner.transaction(Context.of_service("bulletins.make", (area,))) as session:
                bulletins.issue(session, area, kind, whole(kind, today()).first, settings)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "lianluo")
        station = int(session.scalar(STATION) or 0)
        walls.issue(session, station, WALL, "一楼大厅", actor.name, settings.derive("wall link"))


def wall(settings: Settings) -> str:
    """Return the address of that screen."""
    return f"{settings.public_url}/wall/#{token_of(settings.derive('wall link'), WALL)}"
