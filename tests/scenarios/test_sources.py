"""The demo holds what the five source documents count."""

from __future__ import annotations

from backend.demo import service
from backend.settings import Settings
from tests.make import Maker

# 004: 溧阳's deputies of the five levels, and the 议政代表 of its three streets.
LEVELS = {"national": 1, "province": 5, "city": 62, "county": 294, "town": 739, "street_council": 214}


def test_the_counts_of_the_documents_come_out_of_the_demo(settings: Settings, make: Maker) -> None:
    service.fill(settings)
    counted = make.rows("select level, count(*) from deputy where code like 'DB-320481-%' group by level")
    assert dict(counted) == LEVELS
    homeless = "select count(*) from deputy d where code like 'DB-320481-%' and not exists (select from deputy_place p where p.deputy_id = d.id)"
    assert make.run(homeless) == 0, "all are in a group of a home station (全部编入)"
