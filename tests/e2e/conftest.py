"""What browser tests ask for: the real server on a database of its own, and real Chromium as people hold it."""

from __future__ import annotations

import os
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from backend.settings import Settings
from tests.conftest import KEYS, ROOT
from tests.database import ROLES
from tests.e2e.field import install
from tests.e2e.office import Desk, sighting
from tests.e2e.phone import Phone
from tests.eventually import eventually
from tests.make import PASSWORD, Maker
from tests.nursery import Child, nursery

# The map is drawn by WebGL; without a graphics card Chromium does it by itself.
# Only the map: to lay out every page by it as well costs twice the processor.
ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--use-gl=angle",
    "--use-angle=swiftshader-webgl",
    "--enable-unsafe-swiftshader",
]
CHROMIUM = os.environ.get("ZHITONG_CHROMIUM") or shutil.which("chromium") or ""


class Live:
    """The real server (gunicorn) on one port; it can be stopped and started again like a machine in an office."""

    def __init__(self, settings: Settings, make: Maker) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.make = make
        self.settings = settings
        self.process: Child | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        env = os.environ | KEYS | {
            "DATABASE_URL": self.settings.database_url.replace("postgresql+psycopg2", "postgresql"),
            "ZHITONG_ROLES": ROLES, "ZHITONG_VAR": str(self.settings.var), "ZHITONG_DEMO": "1",
            "ZHITONG_PORT": str(self.port), "ZHITONG_PUBLIC_URL": self.url,
            "ZHITONG_PUSH_TEST_ORIGIN": self.settings.push_test_origin, "ZHITONG_UNSAFE_SERVER": "1",
        }  # fmt: skip
        self.process = nursery().zhitong(["serve", "--workers", "1"], env)
        eventually(self.answers, what="the server's start")

    def answers(self) -> bool:
        """Say whether it is up."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Stop it at once, all its processes; when this returns its port is free."""
        if self.process:
            self.process.kill_all()
            self.process = None
            eventually(self.is_free, what="the server's end")

    def is_free(self) -> bool:
        """Say whether nobody listens on its port."""
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) != 0


@pytest.fixture
def live(settings: Settings, make: Maker) -> Iterator[Live]:
    """The server, up, on an empty installation."""
    assert (ROOT / "pwa/dist/sw.js").is_file(), "build the apps first: npm run build in pwa/"
    server = Live(settings, make)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright."""
    with sync_playwright() as found:
        yield found


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """A phone with an empty browser."""
    made = Phone(playwright, CHROMIUM, tmp_path / "profile")
    try:
        made.open()
        yield made
    finally:
        made.kill()


@pytest.fixture
def worker(live: Live, phone: Phone) -> Phone:
    """A phone on which a grid worker of 文峰社区 is logged in, with the app installed."""
    install(phone, live)
    return phone


@pytest.fixture(scope="session")
def one_chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser, started once a process; not for tests: `chromium` leaves nothing open in it."""
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    yield made
    made.close()


@pytest.fixture
def chromium(one_chromium: Browser) -> Iterator[Browser]:
    """A browser at a desk; each context in it is a person's of its own, with nothing kept from others."""
    yield one_chromium
    for context in one_chromium.contexts:
        context.close()


@pytest.fixture
def office(live: Live) -> Live:
    """A township with its people, three sightings in 文峰社区, one in 东街社区; two with the neighbours."""
    make = live.make
    make.counties()
    make.account("worker", ("grid_worker", "621124"), name="马小军", cells=("621124100001001",))
    make.account("head", ("town_head", "621124100"), name="陈国栋")
    make.account("liaison", ("liaison", "621124100"), name="杨丽")
    make.account("second", ("liaison", "621124100"), name="王强")
    make.account("verifier", ("verifier", "621124100"), name="石建国")
    told = [
        (0, "水渠被填，浇不上水"),
        (0, "水渠东头的界桩不见了"),
        (0, "两家为水渠吵起来"),
        (1, "巷口路灯不亮"),
        (2, "王家磨的事"),
        (2, "王家磨的又一件"),
    ]
    answer = make.login("worker").post("/api/sightings/batch", json={"items": [sighting(*one) for one in told]})
    assert [item["status"] for item in answer.get_json()["items"]] == [201] * len(told)
    return live


@pytest.fixture
def desk(office: Live, chromium: Browser) -> Iterator[Desk]:
    """`desk("liaison", "/cases", width=360)` → a window in which that person is logged in; no script may fail in it."""
    wrong: list[str] = []

    def sit(login: str, path: str = "/", *, width: int = 1280) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{office.url}/desk{path}")
        page.get_by_label("账号").fill(login)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        return page

    yield sit
    assert wrong == []
