"""The database goes away and comes back (T54): stopped without a word, ended at once, its connections cut.

A few seconds in every run; `ZHITONG_TEST_OUTAGE=60` stays away that long each time.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from backend.db import Database
from backend.db.schema import migrate
from backend.jobs.service import defer
from backend.settings import Settings, as_role
from tests.conftest import settings_for
from tests.eventually import eventually
from tests.live import ROOT, Live
from tests.make import Maker

sys.path.insert(0, str(ROOT / "scripts"))

from setup.cluster import FAST, Cluster
from setup.places import Places
from setup.postgres import programs

AWAY = float(os.environ.get("ZHITONG_TEST_OUTAGE", "1"))
IN_TIME, BACK_IN = 2.0, 5.0
READ = "/api/locate?lon=103.86&lat=35.39&crs=wgs84"
LOGIN = {"account": "lian", "password": "wrong-but-long"}


class Server:
    """A database server of the test's own, whose processes may be stopped."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        places = Places(ROOT, Path(os.environ.get("ZHITONG_VAR", folder)))
        self.cluster = Cluster(folder / "own", programs(places), FAST)
        self.settings = settings

    def pids(self) -> list[int]:
        """Return the postmaster and all that it has begun."""
        postmaster = int((self.cluster.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def tell(self, number: signal.Signals) -> None:
        """Send every process a signal; those begun meanwhile too."""
        told: set[int] = set()
        while new := set(self.pids()) - told:
            for pid in new:
                with suppress(ProcessLookupError):  # it has ended meanwhile
                    os.kill(pid, number)
            told |= new

    def end(self) -> None:
        """End the server as a power cut does."""
        self.cluster._run("pg_ctl", "-D", self.cluster.folder / "data", "-m", "immediate", "-w", "stop")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not sys.platform.startswith("linux"):
        pytest.skip("processes are stopped by what /proc says")
    tmp_path.chmod(0o755)
    made = Server(tmp_path, settings_for("own", tmp_path))
    made.cluster.start()
    yield made
    made.tell(signal.SIGCONT)
    made.cluster.stop()


@pytest.fixture
def live(server: Server, tmp_path: Path) -> Iterator[Live]:
    url = server.cluster.database("own")
    made = settings_for("own", tmp_path)
    made = replace(
        made, database_url=url, app_database_url=as_role(url, made.roles.app, made.secret_key),
        worker_database_url=as_role(url, made.roles.worker, made.secret_key),
    )  # fmt: skip
    migrate(made)
    running = Live(made)
    running.start("serve", "--workers", "1", "--threads", "4")
    running.start("worker")
    yield running
    running.stop()


def ask(live: Live, path: str, body: object = None, language: str = "zh-CN") -> tuple[requests.Response, float]:
    """Ask once; return the answer and how many seconds it took."""
    begun = time.monotonic()
    headers = {"Accept-Language": language}
    if body is None:
        answer = requests.get(f"{live.url}{path}", headers=headers, timeout=30)
    else:
        answer = requests.post(f"{live.url}{path}", json=body, headers=headers, timeout=30)
    return answer, time.monotonic() - begun


def told_to_come_again(live: Live) -> None:
    """Hold that reads, writes and readiness are refused in time and in words, and that the process lives."""
    asked = [(READ, None, "zh-CN"), ("/api/login", LOGIN, "en"), ("/readyz", None, "zh-CN")]
    with ThreadPoolExecutor(len(asked)) as threads:
        for (path, _, language), (answer, took) in zip(
            asked, threads.map(lambda each: ask(live, *each), asked), strict=True
        ):
            assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), (path, answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json"
            title = answer.json()["title"]
            assert title.isascii() == (language == "en"), title
            assert took <= IN_TIME, (path, took)
    answer, took = ask(live, "/healthz")
    assert (answer.status_code, took < IN_TIME) == (200, True)


def works_again(live: Live) -> bool:
    """Whether reads and writes are answered again."""
    return ask(live, READ)[0].status_code == 200 and ask(live, "/api/login", LOGIN)[0].status_code in {401, 429}


def test_it_says_come_again_and_goes_on_by_itself(server: Server, live: Live) -> None:
    maker = Maker(Database(live.settings.database_url), None)  # type: ignore[arg-type]
    maker.counties()
    assert works_again(live)
    eventually(lambda: maker.run("select count(*) from procrastinate_workers"), what="the worker")
    for leave, come in (
        (lambda: server.tell(signal.SIGSTOP), lambda: server.tell(signal.SIGCONT)),
        (server.end, server.cluster.start),
    ):
        leave()
        end = time.monotonic() + AWAY
        told_to_come_again(live)
        while time.monotonic() < end:
            told_to_come_again(live)
        come()
        eventually(lambda: works_again(live), seconds=BACK_IN, what="the recovery")
        assert ask(live, "/readyz")[0].status_code == 200
    maker.owner.engine.dispose()
    over, answers = threading.Event(), []
    with ThreadPoolExecutor(1) as thread:
        cuts = thread.submit(cut, live.settings, over)
        end = time.monotonic() + AWAY
        while time.monotonic() < end:
            answers += [ask(live, READ)[0].status_code, ask(live, "/api/login", LOGIN)[0].status_code]
        over.set()
    assert set(answers) <= {200, 401, 429, 503}, answers
    assert answers.count(503) <= 3 * cuts.result(), "a connection that was cut is made anew"
    eventually(lambda: works_again(live), seconds=BACK_IN, what="the recovery")
    maker = Maker(Database(live.settings.database_url), None)  # type: ignore[arg-type]
    with maker.owner.transaction() as session:
        defer(session, "cases.urge")
    left = "select count(*) from procrastinate_jobs where task_name = 'cases.urge' and status = 'todo'"
    eventually(lambda: maker.run(left) == 0, what="the worker's going on")
    assert {name: process.poll() for name, process in live.processes.items()} == dict.fromkeys(live.processes)
    live.processes["worker"].terminate()
    assert live.processes["worker"].wait(20) == 0, "told to end, it ends"
    maker.owner.engine.dispose()


def cut(settings: Settings, over: threading.Event) -> int:
    """Cut every connection of the application twice a second; return how often."""
    owner, times = Database(settings.database_url), 0
    while not over.wait(0.5):
        with owner.transaction() as session:
            session.connection().exec_driver_sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename like '%%_app' or usename like '%%_worker'"
            )
        times += 1
    owner.engine.dispose()
    return times
