"""A LibreOffice without windows, to read the books back as an office does: the system's, else Debian's packages unpacked locally."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import packages
from .places import Places
from .say import note
from .shell import works, wrapper

NAMES = ("soffice", "libreoffice")
CALC = "libreoffice-calc-nogui"
HOME = "usr/lib/libreoffice"


def prepare(places: Places) -> Path | None:
    """Return a LibreOffice that opens spreadsheets, or None where there is none to be had."""
    named = os.environ.get("ZHITONG_LIBREOFFICE")
    if named:
        return Path(named)
    for name in NAMES:
        path = shutil.which(name)
        if path and works([path, "--version"]):
            return Path(path)
    found = packages.Packages(places, "libreoffice")
    if not found.ready():
        if not packages.available():
            return None
        note("• LibreOffice: none on this system, fetching one for this folder alone")
        if CALC not in found.names("libreoffice-calc"):
            return None
        found.fetch((CALC,))
    program = found.root / HOME / "program"
    libraries = f"{program}:{found.library_path()}"
    office = wrapper(places.bin / "soffice", program / "soffice.bin", {"LD_LIBRARY_PATH": libraries})
    starts: list[str | Path] = [office, "--version"]
    if not works(starts):
        # fresh, or stopped half-way the last time
        _point_inside(found.root)
    return office if works(starts) else None


def _point_inside(root: Path) -> None:
    """Have what names a place of the system (links, addresses of its settings) name the same place of the unpacked tree."""
    home = root / HOME
    # what the package's own installing does
    shutil.copytree(home / "share/.registry", root / "etc/libreoffice/registry", dirs_exist_ok=True)
    for link in home.rglob("*"):
        if link.is_symlink() and link.readlink().is_absolute():
            target = link.readlink()
            link.unlink()
            link.symlink_to(root / target.relative_to("/"))
    for settings in (home / "program").glob("*rc"):
        settings.write_text(settings.read_text("utf-8").replace("file:///", f"{root.as_uri()}/"), "utf-8")
