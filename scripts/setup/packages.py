"""Debian packages for this checkout alone: fetched by apt into the state folder, unpacked by dpkg, nothing installed.

Needs neither root nor a change to the system: apt gets its own lists and cache, reads the host's own sources and
proxies, checks the archive's signatures as always, and only downloads what the host does not have yet.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from .places import Places
from .say import SetupError, step
from .shell import call

# The C library must be the one of the running system; LLVM only serves PostgreSQL's JIT, which is switched off.
LEFT_OUT = re.compile(r"^(libc6|libc-bin|libllvm\d+\w*|libz3-4)_")
SETTINGS = """\
Dir::State::lists "{base}/lists";
Dir::Cache "{base}/cache";
APT::Sandbox::User "root";
APT::Install-Recommends "0";
APT::Get::Assume-Yes "1";
Acquire::Languages "none";
Acquire::Retries "3";
Debug::NoLocking "1";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
"""


def available() -> bool:
    """Tell whether this system has apt and dpkg at all."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


class Packages:
    """One set of packages with its own lists, cache and unpacked tree."""

    def __init__(self, places: Places, name: str) -> None:
        """Prepare the folder of the set called `name`."""
        self.name = name
        self.base = places.var / "packages" / name
        self.root = self.base / "root"
        self._settings = self.base / "apt.conf"

    def ready(self) -> bool:
        """Tell whether the set was unpacked completely before."""
        return self.root.is_dir()

    def names(self, prefix: str) -> list[str]:
        """Return the names of all packages on offer that begin with `prefix`, after fetching the lists."""
        for folder in ("lists/partial", "cache/archives/partial"):
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        self._settings.write_text(SETTINGS.format(base=self.base))
        with step(f"{self.name}: reading the package lists of this system's sources"):
            self._apt("apt-get", "-q", "update")
        return self._apt("apt-cache", "pkgnames", prefix).split()

    def fetch(self, wanted: Sequence[str]) -> None:
        """Download `wanted` and what they need beyond this system, and unpack it all; half-done work never counts."""
        with step(f"{self.name}: downloading {', '.join(wanted)}"):
            self._apt("apt-get", "-q", "--download-only", "--reinstall", "install", *wanted)
        debs = sorted((self.base / "cache/archives").glob("*.deb"))
        fresh = self.base / "root.new"
        shutil.rmtree(fresh, ignore_errors=True)
        with step(f"{self.name}: unpacking {len(debs)} packages into {self.base}"):
            for deb in debs:
                if not LEFT_OUT.match(deb.name):
                    call(["dpkg", "-x", deb, fresh])
            fresh.chmod(0o755)
            fresh.rename(self.root)
        for folder in ("cache", "lists"):
            shutil.rmtree(self.base / folder, ignore_errors=True)

    def library_path(self) -> str:
        """Return the value of LD_LIBRARY_PATH that finds every library of the set, blas and lapack folders included."""
        folders: list[Path] = []
        for base in (self.root / "usr/lib", self.root / "lib"):
            for triplet in sorted(base.glob("*-linux-gnu*")):
                folders += [triplet, *sorted(path for path in triplet.iterdir() if path.is_dir())]
        return ":".join(str(folder) for folder in folders if any(folder.glob("lib*.so*")))

    def _apt(self, program: str, *args: str) -> str:
        try:
            return call(
                [program, "-c", self._settings, *args], env={"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
            )
        except SetupError as error:
            raise SetupError(f"{error}\nIs this machine online, and do its package sources work?") from error
