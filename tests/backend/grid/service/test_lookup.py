"""Where a place is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from backend.db import Context, Database
from backend.grid import service
from backend.grid.domain import cell_name, level_of, short_name
from tests.draw import NORTH, STEP, WEST, middle
from tests.make import Maker

ON = date(2026, 3, 1)


def test_inside_on_an_edge_and_outside(make: Maker, owner: Database) -> None:
    make.counties()
    with owner.transaction(Context()) as session:
        at = middle(0, 0)
        cell = service.cell_at(session, at.x, at.y, ON)
        assert cell is not None
        assert (cell.code, cell.area_code, cell.edition) == ("621124100001001", "621124100001", "测试版")
        assert service.cell_at(session, at.x, at.y + 0.5, ON) is None
        # the edge of A and B, the corner of all: exactly one, the lowest id, every time
        low = session.scalar(text("select min(id) from grid_cell"))
        for place in ((WEST + STEP, NORTH - STEP / 2), (WEST + STEP, NORTH)):
            cell = service.cell_at(session, *place, ON)
            assert cell is not None
            assert cell.id == low
        assert service.cell_by_code(session, "621124101001001", ON).name == "王家磨村1格"  # type: ignore[union-attr]
        assert service.cell_by_code(session, "621124101001001", date(2025, 12, 31)) is None
        assert service.cell_by_code(session, "none", ON) is None


def test_areas_up_of_an_unknown_code_is_empty(make: Maker, owner: Database) -> None:
    make.counties()
    with owner.transaction(Context()) as session:
        assert service.areas_up(session, "999999", ON) == []
        assert [(a.name, a.level) for a in service.areas_up(session, "621124101", ON)] == [
            ("八里铺镇", "town"), ("临洮县", "county"), ("定西市", "city"), ("甘肃省", "province"),
        ]  # fmt: skip
        assert service.known_areas(session, ["621124", "999999"]) == {"621124": "临洮县"}


def test_names_of_cells_and_levels_of_codes() -> None:
    assert short_name("城中社区居民委员会") == "城中社区"
    assert short_name("南园村民委员会") == short_name("南园村村民委员会") == short_name("南园村委会") == "南园村"
    assert cell_name("621124100005012", "621124100005", "城中社区居民委员会") == "城中社区第12网格"
    assert [level_of(code) for code in ("620000", "621100", "621124", "621124100", "621124100005", "62", "62112x")] == [
        "province", "city", "county", "town", "village", None, None,
    ]  # fmt: skip
