"""P3: GET /api/locate over HTTP beside the naive endpoint; and how often the nearest station is wrong."""

from __future__ import annotations

import os
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPConnection

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy import text

from backend.db import Context, Database
from backend.geo.sphere import unit
from backend.settings import Settings
from backend.stations.queries import SQL
from bench.figures import tell
from bench.load import served
from bench.province import width

RNG = random.Random(3)
CONNECTIONS = 16
ROUNDS = 3
POINTS, PIECE = 100_000, 5_000
# How wide the province is, in degrees, read from it.
WIDE = {"degrees": 1.0}
# The product's own statement, for a list of places.
ALL = (
    "select k.id from unnest(cast(:lons as float8[]), cast(:lats as float8[]), cast(:xs as float8[]), cast(:ys as float8[]), cast(:zs as float8[]))"
    " with ordinality as p(lon, lat, x, y, z, n) cross join lateral ("
    + re.sub(r":(lon|lat|x|y|z)\b", r"p.\1", SQL["nearest"].text)
    + ") k order by p.n"
)


def place() -> tuple[float, float]:
    """Return a place somewhere in the province."""
    return 100 + RNG.random() * WIDE["degrees"], 30 + RNG.random() * WIDE["degrees"]


def run(settings: Settings, seconds: float) -> None:
    """Print P3; each side is measured three times in turn, the middle one counts."""
    ours, naive = [], []
    WIDE["degrees"] = width(settings)
    # All requests come from one address here; the hit is still counted for each.
    os.environ["ZHITONG_LOCATE_MINUTE"] = str(10**9)
    with served(settings, "zhitong") as our_port, served(settings, "bench.naive_locate:app") as naive_port:
        for _ in range(ROUNDS):
            naive.append(rate(naive_port, seconds))
            ours.append(rate(our_port, seconds))
    a, b = sorted(ours)[1], sorted(naive)[1]
    tell("P3 locate, ours / naive", a / b, "≥ 5", f"{a:.0f}/s, {b:.0f}/s")
    tell(f"P3 wrong stations of {POINTS:,}", wrong(settings), "0")


def rate(port: int, seconds: float) -> float:
    """Return requests a second over keep-alive connections."""
    end = time.perf_counter() + seconds

    def one(_: int) -> int:
        http, done = HTTPConnection("127.0.0.1", port, timeout=60), 0
        while time.perf_counter() < end:
            lon, lat = place()
            http.request("GET", f"/api/locate?lon={lon:.7f}&lat={lat:.7f}&crs=wgs84&on=2026-03-01")
            answer = http.getresponse()
            body = answer.read()
            assert answer.status == 200, body
            done += 1
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        total = sum(threads.map(one, range(CONNECTIONS)))
    return total / (time.perf_counter() - begun)


def wrong(settings: Settings) -> int:
    """Return for how many random places the station named first is not the nearest on the sphere (beyond 1 mm)."""
    database = Database(
        settings.app_database_url, options="-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c jit=off"
    )
    places = np.array([place() for _ in range(POINTS)])
    units = np.array([unit(lon, lat) for lon, lat in places])
    with database.transaction(Context()) as session:
        rows = session.execute(text("select id, st_x(geom), st_y(geom) from station")).all()
        named: list[int] = []
        for at in range(0, POINTS, PIECE):
            columns = (*places[at : at + PIECE].T.tolist(), *units[at : at + PIECE].T.tolist())
            values = dict(zip(("lons", "lats", "xs", "ys", "zs"), columns, strict=True))
            named += session.scalars(text(ALL), values | {"on": date(2026, 3, 1), "within": [], "most": 1})
    database.engine.dispose()
    spots, ids = np.array([unit(lon, lat) for _, lon, lat in rows]), {row[0]: n for n, row in enumerate(rows)}
    ours = np.linalg.norm(spots[[ids[each] for each in named]] - units, axis=1)
    # chords, which are sharp where products are blunt; the tree only finds candidates for the least
    best, _ = cKDTree(spots).query(units)
    return int((ours > best + 1.6e-10).sum())
