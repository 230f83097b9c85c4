"""A Chromium with Chinese letters for the browser tests: the system's, else Debian's packages unpacked locally."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import packages
from .places import Places
from .say import note
from .shell import call, works, wrapper

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LETTERS = ("fonts-noto-cjk", "fontconfig-config")
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">{root}/etc/fonts/fonts.conf</include>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def prepare(places: Places) -> Path | None:
    """Return a browser that shows Chinese, or None where there is none to be had (Ubuntu has it as a snap only)."""
    named = os.environ.get("ZHITONG_CHROMIUM")
    if named:
        return Path(named)
    browser = _system(places)
    if browser and _has_chinese_letters():
        return browser
    found = packages.Packages(places, "chromium")
    if not found.ready():
        if not packages.available():
            return None
        note(
            "• Browser: no Chromium with Chinese letters on this system, fetching what is missing for this folder alone"
        )
        if not browser and "chromium" not in found.names("chromium"):
            return None
        found.fetch(LETTERS if browser else ("chromium", *LETTERS))
    fonts = found.base / "fonts.conf"
    fonts.write_text(FONTS.format(root=found.root, cache=places.var / "cache/fontconfig"))
    if browser:
        return wrapper(places.bin / "chromium", browser, {"FONTCONFIG_FILE": str(fonts)})
    env = {"LD_LIBRARY_PATH": found.library_path(), "FONTCONFIG_FILE": str(fonts)}
    return wrapper(places.bin / "chromium", found.root / "usr/lib/chromium/chromium", env)


def _system(places: Places) -> Path | None:
    """The system's browser; the stub that only tells people to install a snap does not run and does not count.

    Nor does our own wrapper, which a shell that `scripts/env` has set up finds first: wrapped again it would start itself for ever.
    """
    for name in NAMES:
        path = shutil.which(name)
        if path and Path(path).parent != places.bin and works([path, "--version"]):
            return Path(path)
    return None


def _has_chinese_letters() -> bool:
    return bool(shutil.which("fc-list")) and bool(call(["fc-list", ":lang=zh-cn", "family"]).strip())
