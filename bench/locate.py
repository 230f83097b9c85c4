"""P3: GET /api/locate over HTTP beside the naive endpoint; and how often the nearest station is wrong."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPConnection

import numpy as np
from sqlalchemy import text

from backend.db import Context, Database
from backend.geo.sphere import unit
from backend.settings import Settings
from backend.stations.service import nearest
from bench.load import served

RNG = random.Random(3)
CONNECTIONS = 16
ROUNDS = 3
POINTS = 100_000
SIDE = 3.16


def place() -> tuple[float, float]:
    """Return a place somewhere in the province."""
    return 100 + RNG.random() * SIDE, 30 + RNG.random() * SIDE


def run(settings: Settings, seconds: float) -> None:
    """Print P3; each side is measured three times in turn, the middle one counts."""
    ours, naive = [], []
    # All requests come from one address here; the hit is still counted for each.
    os.environ["ZHITONG_LOCATE_MINUTE"] = str(10**9)
    with served(settings, "zhitong") as our_port, served(settings, "bench.naive_locate:app") as naive_port:
        for _ in range(ROUNDS):
            naive.append(rate(naive_port, seconds))
            ours.append(rate(our_port, seconds))
    a, b = sorted(ours)[1], sorted(naive)[1]
    print(f"P3 rate, ours / naive                 {a / b:6.2f}   (goal ≥ 5; {a:.0f}/s, {b:.0f}/s)")
    print(f"P3 wrong stations of {POINTS}           {wrong(settings):6d}   (goal 0)")


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
    database = Database(settings.app_database_url, options="-c statement_timeout=0")
    with database.transaction(Context()) as session:
        rows = session.execute(text("select id, st_x(geom), st_y(geom) from station")).all()
        spots = np.array([unit(lon, lat) for _, lon, lat in rows])
        by_id = {row[0]: n for n, row in enumerate(rows)}
        bad = 0
        for _ in range(POINTS):
            lon, lat = place()
            named = nearest(session, lon, lat, on=date(2026, 3, 1), limit=1)[0]
            here = np.array(unit(lon, lat))
            near = spots @ here
            # the product is blunt below ten centimetres: compare the few best by their chords, which are sharp
            best = min(np.linalg.norm(spots[n] - here) for n in np.flatnonzero(near > near.max() - 1e-12))
            bad += bool(np.linalg.norm(spots[by_id[named.id]] - here) > best + 1.6e-10)
    database.engine.dispose()
    return bad
