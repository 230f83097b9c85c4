"""A phone: Chromium with a profile that outlives it, so that it can be killed and opened again."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.eventually import eventually

ARGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
    # a microphone that hears a beep each second; whether it may be used is still asked
    "--use-fake-device-for-media-stream",
    # else the browser always claims that 10 GiB are left
    "--disable-features=StaticStorageQuota", "--accept-lang=zh-CN", "--remote-debugging-port=0", "--window-size=360,780", "about:blank",
)  # fmt: skip


class Phone:
    """Chromium, started by us and spoken to over its debugging port.

    `kill` is what a phone does to an app it wants the memory of: SIGKILL, no farewell.
    """

    def __init__(self, playwright: Playwright, chromium: str, profile: Path) -> None:
        assert chromium, "no Chromium: name it in ZHITONG_CHROMIUM"
        self.playwright = playwright
        self.chromium = chromium
        self.profile = profile
        self.offline = False
        self.place = (103.805, 35.395)
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None
        self.context: BrowserContext
        self.page: Page

    def open(self) -> Page:
        """Start the browser on its profile and return a page of the size of a cheap phone."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        command = [self.chromium, f"--user-data-dir={self.profile}", *ARGS]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        port = eventually(
            lambda: port_file.exists() and port_file.read_text().split("\n")[0], what="the browser's start"
        )
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self.browser.contexts[0]
        self.context.set_default_timeout(15_000)
        self.context.grant_permissions(["geolocation"])
        self.go_to(*self.place)
        self.context.set_offline(self.offline)
        self.page = self.new_page()
        return self.page

    def new_page(self) -> Page:
        """Open another tab."""
        page = self.context.new_page()
        page.set_viewport_size({"width": 360, "height": 780})
        return page

    def go_to(self, lon: float, lat: float, accuracy: float = 15) -> None:
        """Carry the phone to a place, degrees WGS-84; `accuracy` in metres."""
        self.place = (lon, lat)
        self.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": accuracy})

    def lose_signal(self) -> None:
        """Leave the network's reach."""
        self.offline = True
        self.context.set_offline(True)

    def find_signal(self) -> None:
        """Come back to the network."""
        self.offline = False
        self.context.set_offline(False)

    def close(self) -> None:
        """Leave the browser as one leaves it in the evening: it writes its cookies down, which it else does every 30 s."""
        assert self.browser
        assert self.process
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(timeout=20)
        self.kill()

    def kill(self) -> None:
        """Kill the browser at once, all its processes."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        if self.browser:
            self.browser.close()
            self.browser = None
