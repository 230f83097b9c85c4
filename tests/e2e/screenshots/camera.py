"""One width of a browser, and where its pictures go."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

FOLDER = Path(__file__).parents[3] / "docs/screenshots"
WIDTHS = {360: 780, 1280: 860}
COLOURS = 96
# in 城中社区 of 洮阳镇, and in the township south of it, EPSG:4326
PLACE = {"longitude": 103.788, "latitude": 35.3, "accuracy": 14}
NEXT_TOWN = {"longitude": 103.83, "latitude": 35.2, "accuracy": 9}
TEXT = "三组水渠东头的路灯坏了三盏，夜里有人摔倒。"


@dataclass
class Camera:
    """One width; `take` writes `<name>-<width>.png`."""

    browser: Browser
    code_url: str
    width: int
    wanted: list[str]

    @property
    def root(self) -> str:
        """Where the demo answers."""
        parts = urlsplit(self.code_url)
        return f"{parts.scheme}://{parts.netloc}"

    def person(self, **more: Any) -> BrowserContext:
        """Return a fresh browser in 城中社区."""
        context = self.browser.new_context(
            viewport={"width": self.width, "height": WIDTHS[self.width]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            geolocation=PLACE, permissions=["geolocation"], reduced_motion="reduce", **more,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        return context

    def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Write what the page shows, the whole of it or the window, in few colours so that it stays small."""
        if self.wanted and not any(word in name for word in self.wanted):
            return
        page.wait_for_load_state("networkidle")
        shown = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
        flat = shown.quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(FOLDER / f"{name}-{self.width}.png", optimize=True)
        sys.stdout.write(f"{name}-{self.width}\n")
