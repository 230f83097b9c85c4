"""The same number wherever it stands: one world of awkward reports, counted apart in plain Python, and asked for in every place that tells of it.

The grid is drawn three times (cells split, merged, moved by less than a millimetre, given up), reports lie on edges, outside, nowhere, in the last second of
a day and the first of the next, are hidden, corrected, of a year ago.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shapely import Point, from_wkt
from sqlalchemy import text

from backend.clock import CHINA, today
from backend.db import Context
from backend.editions import queries
from tests.backend.cases.service.test_remap import DJ, WF, WJM
from tests.backend.editions.conftest import draw, flows
from tests.backend.grid.drawn import features
from tests.draw import NORTH, STEP, WEST
from tests.make import Browser, Maker, new_id

TOWN, COUNTY = "621124100", "621124"
SPLIT, NOW = today() - timedelta(days=40), today() - timedelta(days=9)
VILLAGE = {"A": WF, "B": DJ, "C": WJM, "D": WF, "E": WF, "X": WF, "Y": DJ, "Z": WJM}
DRAWN = [(date(2026, 2, 1), "AABBCD\nAABBC."), (SPLIT, "AEBBCD\nAEBBC."), (NOW, "ZXYYYD\nXXYYYY")]
# Around the editions, at the ends of days, a year.
SPANS = [
    (today() - timedelta(days=89), today()),
    (NOW, NOW),
    (NOW - timedelta(days=1), NOW - timedelta(days=1)),
    (today() - timedelta(days=365), today()),
]
STORE = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer,
  place, source_crs, accuracy_m, corrects_id)
values (:id, cast(:id as text), 'sighting', :author, :area, :cell, 1, :category, :channel, :hidden, :at, :at, sha256(cast(cast(:id as text) as bytea)), '{}',
  st_geomfromtext(:wkt, 4326), case when cast(:wkt as text) is not null then 'EPSG:4326' end, 5, :corrects)
"""


@dataclass(frozen=True)
class Filed:
    """A report as it was filed; `counts`: neither hidden nor a correction."""

    area: str
    cell: int | None
    category: str
    channel: str
    at: datetime
    place: Point | None
    counts: bool


@dataclass
class World:
    """What there is, read as the owner."""

    make: Maker
    filed: list[Filed]

    def __post_init__(self) -> None:
        rows = self.make.rows(
            "select id, code, area_code, in_force_from, in_force_to, st_astext(geom) as wkt from grid_cell order by id"
        )
        self.cells = {
            row.id: (row.code, row.area_code, row.in_force_from, row.in_force_to, from_wkt(row.wkt)) for row in rows
        }
        self.went: dict[int, list[tuple[int, float]]] = {}
        for row in self.make.rows("select former_id, cell_id, share_of_former as share from cell_change"):
            self.went.setdefault(row.former_id, []).append((row.cell_id, row.share))

    def stands(self, cell: int, day: date) -> bool:
        """Return whether a cell is in force on a day."""
        _, _, since, until, _ = self.cells[cell]
        return since <= day and (until is None or day < until)

    def heirs(self, cell: int, day: date) -> dict[int, float]:
        """Return the cells of a day on the ground of one, by its share."""
        found: dict[int, float] = {cell: 1.0} if self.stands(cell, day) else {}
        for heir, share in self.went.get(cell, ()):
            for end, part in self.heirs(heir, day).items():
                found[end] = found.get(end, 0.0) + share * part
        return found

    def counted_in(self, of: Filed, day: date) -> int | None:
        """Return the cell of a day in which a report counts: its own, the only heir, the one at the place, the largest heir."""
        heirs = self.heirs(of.cell, day) if of.cell else {}
        if len(heirs) == 1:
            return next(iter(heirs))
        there = [
            cell for cell in self.cells if of.place and self.stands(cell, day) and self.cells[cell][4].covers(of.place)
        ]
        return min(there) if there else max(heirs, key=lambda one: (heirs[one], -one)) if heirs else None

    def of(self, area: str, first: date, last: date) -> list[Filed]:
        """Return the reports that count in an area and days."""
        return [
            one
            for one in self.filed
            if one.counts and one.area.startswith(area) and first <= one.at.astimezone(CHINA).date() <= last
        ]


def laid(make: Maker, seed: int) -> World:
    """Draw the grid three times and file reports of every kind, most of them lately."""
    make.counties()
    author = make.account("ma", ("grid_worker", COUNTY))
    for day, picture in DRAWN:
        letters = dict.fromkeys(letter for letter in picture if letter.isalpha())
        # the later the letter the lower the number: what lies on an edge goes elsewhere than before
        order = letters if day != NOW else dict.fromkeys(sorted(letters, reverse=True))
        draw(
            make,
            features(
                {k: {"code": k, "area_code": VILLAGE[k], "households": 0 if k == "D" else 400} for k in order}, picture
            ),
            day,
            str(day),
        )
    world, chance = World(make, []), random.Random(seed)
    filed: list[tuple[str, Filed]] = []
    rows: list[dict[str, Any]] = []
    days = [
        today(),
        NOW,
        NOW - timedelta(days=1),
        SPLIT,
        SPLIT - timedelta(days=1),
        today() - timedelta(days=364),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    for _ in range(160):
        day = chance.choice(days) if chance.random() < 0.4 else today() - timedelta(days=chance.randrange(90))
        clock = chance.choice([time.min, time.max, time(12)]) if day < today() else time.min
        place = (
            Point(WEST + chance.randrange(13) / 2 * STEP, NORTH - chance.randrange(5) / 2 * STEP)
            if chance.random() < 0.8
            else None
        )
        here = [
            cell
            for cell in world.cells
            if world.stands(cell, day) and (place is None or world.cells[cell][4].covers(place))
        ]
        cell = (min(here) if place else chance.choice(here)) if here and chance.random() < 0.95 else None
        kind = chance.random()
        hidden, corrects = kind < 0.1, next((one for one, _ in filed), None) if kind > 0.9 else None
        area = world.cells[cell][1] if cell else chance.choice([WF, DJ, WJM])
        one = Filed(
            area, cell, chance.choice(["land", "family"]), chance.choice(["door", "phone"]), datetime.combine(day, clock, CHINA),
            place, not hidden and corrects is None,
        )  # fmt: skip
        made = new_id()
        filed.append((made, one))
        rows.append({
            "id": made, "author": author, "area": area, "cell": cell, "category": one.category, "channel": one.channel, "hidden": hidden, "at": one.at,
            "wkt": place.wkt if place else None, "corrects": corrects,
        })  # fmt: skip
    with make.owner.transaction() as session:
        session.execute(text(STORE), rows)
    make.account("li", ("liaison", COUNTY))
    return World(make, [one for _, one in filed])


def asked(who: Browser, path: str, **query: object) -> Any:
    """Return what a page answers."""
    answer = who.get(f"/api/{path}", query_string={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_the_same_number_stands_everywhere(make: Maker) -> None:
    world = laid(make, 2)
    assert len({one.cell for one in world.filed if one.counts}) > 8, "of all three drawings"
    who = make.login("li")
    for area in (COUNTY, TOWN, WF):
        for first, last in SPANS:
            here = world.of(area, first, last)
            days = {"area": area, "from": first, "to": last}
            body = asked(who, "hotspots", **days)
            cells = {
                cell: world.cells[cell][0]
                for cell in world.cells
                if world.stands(cell, today()) and world.cells[cell][1].startswith(area)
            }
            at = Counter(world.counted_in(one, today()) or one.cell for one in here)
            want = {code: at[cell] for cell, code in cells.items()}
            assert {cell["code"]: cell["count"] for cell in body["cells"]} == want
            assert (body["unplaced"], body["total"]) == (at[None], len(here))
            assert body["former"] == len(here) - at[None] - sum(want.values())
            assert sum(asked(who, "hotspots/series", step="month", **days)["total"]) == len(here)
            book = asked(who, "ledgers/reports", **days)
            assert (
                book["rows"] - book["hidden"]
                == sum(each["rows"] - each["hidden"] for each in book["areas"])
                == len(here)
            )
            for category, n in Counter(one.category for one in here).items():
                assert asked(who, "hotspots", category=category, **days)["total"] == n
            for code, n in want.items() if first == SPANS[0][0] else ():
                sheet = asked(who, f"hotspots/cells/{code}", **days)
                assert (sheet["count"], sum(each["n"] for each in sheet["categories"])) == (n, n), (area, first, code)
            if area != WF:
                in_a_bulletin(asked(who, "bulletins/preview", kind="own", **days), here, want, at[None])


def in_a_bulletin(told: dict[str, Any], here: Sequence[Filed], want: dict[str, int], unplaced: int) -> None:
    """Hold a bulletin of the same days against what was counted apart."""
    assert (told["total"]["now"], told["unplaced"]) == (len(here), unplaced)
    by_day = Counter(str(one.at.astimezone(CHINA).date()) for one in here)
    assert {each["day"]: each["n"] for each in told["days"] if each["n"]} == by_day
    assert {each["code"]: each["now"] for each in told["categories"] if each["now"]} == Counter(
        one.category for one in here
    )
    assert {each["code"]: each["now"] for each in told["channels"] if each["now"]} == Counter(
        one.channel for one in here
    )
    assert {cell["code"]: cell["n"] for cell in told["map"]["cells"]} == want


def test_coverage_weighs_what_the_map_counts(make: Maker) -> None:
    laid(make, 3)
    who = make.login("li")
    for area in (COUNTY, TOWN, WF):
        body = asked(who, "coverage/cells", area=area)
        counted = asked(who, "hotspots", area=area, **{"from": body["rules"]["since"], "to": today()})
        assert {cell["code"]: cell["reports"] for cell in body["cells"]} == {
            cell["code"]: cell["count"] for cell in counted["cells"]
        }


def test_what_an_edition_moved_is_the_difference_of_two_maps(make: Maker) -> None:
    world = laid(make, 4)
    for day in (SPLIT, NOW):
        edition = make.run("select id from grid_edition where in_force_from = :day and area_code = '621124'", day=day)
        with make.owner.transaction(Context(service="editions")) as session:
            queries.count_moves(session, edition, day, today())
        want: Counter[tuple[str | None, str | None]] = Counter()
        kept = {
            (row.former_id, row.cell_id)
            for row in make.rows("select former_id, cell_id from cell_change where kind = 'kept'")
        }
        for one in world.filed:
            pair = world.counted_in(one, day - timedelta(days=1)), world.counted_in(one, day)
            if (
                one.counts
                and pair[0] != pair[1]
                and pair not in kept
                and (one.cell is None or world.cells[one.cell][2] < day)
            ):
                want[tuple(world.cells[cell][0] if cell else None for cell in pair)] += 1
        assert flows(make, edition) == want
