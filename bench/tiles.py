"""P6 over HTTP: a tile of cells beside tipg's of the same table, asked for in turn over one connection each, nothing kept by either.

tipg 1.6 serves the table as it stands: no login, no scope, no policies (it reads as the owner), the shapes that are in the projection
of the map already, and only the four properties that ours carries. It has an environment of its own, which `bench/tipg.lock` names.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

from setup import python
from setup.places import Places

from backend.accounts.service import create
from backend.db import Database
from backend.settings import Settings
from bench.figures import tell
from bench.hotspots import middle_of, number_of
from bench.load import Phone, served
from bench.province import PASSWORD
from tests.live import free_port

LOCK = Path(__file__).parent / "tipg.lock"
ASKED = urlencode({"geom-column": "geom_3857", "properties": "code,name,area_code,households"})
TURNS = 60


def run(settings: Settings, seconds: float) -> None:
    """Print P6 beside tipg at z13 and z14; the middle of sixty answers of each side counts. `seconds` has no meaning here."""
    del seconds
    place = middle_of(settings)
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        create(session, "tiles", "镇长", PASSWORD, [("town_head", "999001")], demo=True)
    owner.engine.dispose()
    with served(settings, "zhitong") as ours, tipg(settings) as theirs:
        sides = Phone(ours, "tiles", PASSWORD), HTTPConnection("127.0.0.1", theirs, timeout=60)
        for z in (13, 14):
            tile = number_of(z, *place)
            path = f"{tile.z}/{tile.x}/{tile.y}"
            addresses: tuple[tuple[HTTPConnection, str, dict[str, str]], ...] = (
                (sides[0].http, f"/api/tiles/cells/{path}.mvt", sides[0].headers),
                (sides[1], f"/collections/public.grid_cell/tiles/WebMercatorQuad/{path}?{ASKED}", {}),
            )
            times: tuple[list[float], list[float]] = ([], [])
            sizes = [0, 0]
            for _ in range(TURNS):
                for n, address in enumerate(addresses):
                    took, sizes[n] = clock(*address)
                    times[n].append(took)
            a, b = (median(each) * 1000 for each in times)
            tell(
                f"P6 tile z{z} over HTTP, ours / tipg",
                a / b,
                "≤ 0.3",
                f"{a:.1f} ms, {b:.1f} ms; {sizes[0]} and {sizes[1]} bytes",
            )


def clock(http: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[float, int]:
    """Return the seconds one tile took and its bytes; it must hold something."""
    begun = time.perf_counter()
    http.request("GET", path, headers=headers)
    answer = http.getresponse()
    body = answer.read()
    took = time.perf_counter() - begun
    assert answer.status == 200, (path, answer.status, body[:300])
    assert body, path
    return took, len(body)


@contextmanager
def tipg(settings: Settings) -> Iterator[int]:
    """Yield the port of a tipg that serves the database of `settings` as its owner."""
    interpreter, port = python.aside(Places.here(), LOCK), free_port()
    user, _, rest = settings.database_url.partition("@/")
    name, _, folder = rest.partition("?host=")
    env = os.environ | {"DATABASE_URL": f"{user}@{quote(folder, safe='')}/{name}", "TIPG_DB_SCHEMAS": '["public"]'}
    args = [str(interpreter), "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--log-level", "error"]
    with (settings.var / "tipg.log").open("ab") as log, tempfile.TemporaryDirectory() as cwd:
        server = subprocess.Popen(args, env=env, cwd=cwd, stdout=log, stderr=log, start_new_session=True)
        try:
            wait(server, port)
            yield port
        except Exception as error:
            error.add_note((settings.var / "tipg.log").read_text("utf-8", "replace")[-2000:])
            raise
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until it answers; raises RuntimeError when it does not come up within a minute."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("tipg did not come up")
