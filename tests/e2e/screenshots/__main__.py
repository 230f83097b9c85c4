"""Takes docs/screenshots: every page of a running demo, on a phone (360 px) and at a desk (1280 px).

`python -m tests.e2e.screenshots http://127.0.0.1:8000/c/CODE`, with the address of a code that `scripts/run` prints. It files one
submission through that code and one sighting, and handles one case and answers another, at each width; nothing else changes. Words after the
address narrow to names that contain one of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable

from playwright.sync_api import sync_playwright

from tests.e2e.screenshots.analysis import analysis
from tests.e2e.screenshots.camera import FOLDER, WIDTHS, Camera
from tests.e2e.screenshots.citizen import citizen
from tests.e2e.screenshots.desk import desk
from tests.e2e.screenshots.paper import paper
from tests.e2e.screenshots.voice import desk_of_voice, voice
from tests.e2e.screenshots.worker import worker

# WebGL without a graphics card
ARGS = [
    "--no-sandbox",
    "--lang=zh-CN",
    "--disable-quic",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
FACES: dict[str, Callable[[Camera], None]] = {
    "citizen": citizen,
    "worker": worker,
    "desk": desk,
    "voice": voice,
    "office": desk_of_voice,
    "analysis": analysis,
}


def main() -> None:
    """Take what the words ask for."""
    reader = argparse.ArgumentParser(prog="python -m tests.e2e.screenshots", description=__doc__)
    reader.add_argument("code_url", help="address of a code's page, as scripts/run prints it")
    reader.add_argument("names", nargs="*", help="only pictures whose name contains one of these")
    words = reader.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("ZHITONG_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        for width in WIDTHS:
            camera = Camera(browser, words.code_url, width, words.names)
            for face, take in FACES.items():
                if not words.names or any(name.startswith(face) or name == "sheet" for name in words.names):
                    take(camera)
        browser.close()
    if not words.names or "poster" in words.names:
        paper()


if __name__ == "__main__":
    main()
