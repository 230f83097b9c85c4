"""A small county with reports of known days, cells and categories."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from backend.grid.service import refresh_outlines
from tests.make import Maker

Report = Callable[..., str]
STORE = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select :id, cast(:id as text), 'sighting', :author, coalesce(c.area_code, s.area_code), c.id, s.id, :category, :channel, :hidden,
  cast(:at as timestamptz), cast(:at as timestamptz), sha256(cast(cast(:id as text) as bytea)), '{}'
from station s left join grid_cell c on c.code = :cell
where s.code = :station
order by c.in_force_from desc nulls last limit 1
"""


@pytest.fixture
def county(make: Maker) -> Maker:
    """Two counties, their people, no report yet."""
    make.counties()
    make.account("worker", ("grid_worker", "621124"))
    make.account("head", ("town_head", "621124100"))
    make.account("liaison", ("liaison", "621124100"))
    make.account("neighbour", ("town_head", "621124101"))
    make.account("far", ("town_head", "522702"))
    with make.owner.transaction() as session:
        refresh_outlines(session)
    return make


@pytest.fixture
def report(county: Maker) -> Report:
    """`report(cell, at, category="land", hidden=False)` stores a fact as the intake would."""

    def store(
        cell: str | None,
        at: str,
        *,
        category: str = "land",
        hidden: bool = False,
        station: str = "LT-WF",
        channel: str = "door",
    ) -> str:
        made = str(uuid.uuid4())
        author = county.run("select id from account where login = 'worker'")
        county.run(
            STORE,
            id=made,
            author=author,
            cell=cell,
            at=at,
            category=category,
            hidden=hidden,
            station=station,
            channel=channel,
        )
        return made

    return store


@pytest.fixture
def decode_tile() -> Callable[..., list[dict[str, object]]]:
    """`decode_tile(bytes, layer, (z, x, y))` → properties of each feature, with its geometry in degrees if the tile is named.

    mapbox-vector-tile reads the protobuf; the way back from tile steps to degrees is the textbook formula.
    """

    def decode(data: bytes, layer: str, at: tuple[int, int, int] | None = None) -> list[dict[str, object]]:
        found = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True}) if data else {}
        features = found.get(layer, {"features": []})["features"]
        return [
            feature["properties"] | ({"geometry": to_degrees(shape(feature["geometry"]), *at)} if at else {})
            for feature in features
        ]

    return decode


def to_degrees(geometry: shapely.Geometry, z: int, x: int, y: int) -> shapely.Geometry:
    """Return a geometry of tile steps (4096 an edge, down from the north-west) in degrees."""

    def degrees(columns: object, rows: object) -> tuple[object, object]:
        west, down = (x + columns / 4096) / 2**z, (y + rows / 4096) / 2**z  # type: ignore[operator]
        return west * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * down))))

    return shapely.transform(geometry, lambda steps: np.column_stack(degrees(steps[:, 0], steps[:, 1])))
