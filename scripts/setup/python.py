"""The environment of Python: `uv` from its pinned wheel, then everything of the lock file, every digest checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from . import wheels
from .places import Places, content_hash, machine, stamped
from .say import SetupError, note, step
from .shell import call, certificates

OLDEST = (3, 11)
VERSION = "0.13.9"
UV = {
    "x86_64": wheels.Wheel(
        "uv",
        f"uv-{VERSION}-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "aarch64": wheels.Wheel(
        "uv",
        f"uv-{VERSION}-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
}
# A relative shebang does not exist and a long one is cut by the kernel: the shell finds the interpreter instead.
LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname "$0")/python" "$0" "$@"
'''
import sys

from backend.cli import main

sys.exit(main())
"""


def prepare(places: Places) -> Path:
    """Make or renew the environment and return its interpreter; a second time it does nothing and needs no network."""
    if sys.version_info < OLDEST:
        raise SetupError(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}")
    if not _filled(places, places.venv, places.root / "requirements.lock", _link_project):
        note("• Python: the environment is up to date")
    return places.venv / "bin/python"


def aside(places: Places, lock: Path) -> Path:
    """Make or renew an environment in the state folder for what `lock` names and nothing else; return its interpreter."""
    folder = places.var / "cache" / lock.stem
    _filled(places, folder, lock)
    return folder / "bin/python"


def compiled_once(places: Places) -> dict[str, str]:
    """Return what has every Python keep what it compiled, in the state folder: a process starts in a third of the time."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(places.var / "cache/python")}


def _uv(places: Places) -> Path:
    folder = places.var / f"uv-{VERSION}"
    uv = folder / f"uv-{VERSION}.data/scripts/uv"
    if not uv.exists():
        with step(f"Python: fetching uv {VERSION}, the installer"):
            wheels.unpack(UV[machine()], folder)
        uv.chmod(0o755)
    return uv


def _filled(places: Places, folder: Path, lock: Path, finish: Callable[[Places, Path], None] | None = None) -> bool:
    """Make the environment `folder` hold what `lock` names and `finish` it; return whether there was anything to do."""
    interpreter, made, filled = folder / "bin/python", folder / "made", folder / "filled"
    home = f"{sys.version} {folder}"
    value = content_hash([lock], home)
    if stamped(filled, value) and interpreter.exists():
        return False
    uv = _uv(places)
    if not (stamped(made, home) and interpreter.exists()):
        with step(f"Python: making an environment in {folder}"):
            call([uv, "venv", "-q", "--clear", "--python", sys.executable, folder], env=_settings(places))
        made.write_text(home)
    with step(f"Python: installing the packages of {lock.name}"):
        sync: list[str | Path] = [uv, "pip", "sync", "-q", "--python", interpreter, "--require-hashes", lock]
        call(sync, env=_settings(places))
    if finish:
        finish(places, interpreter)
    filled.write_text(value)
    return True


def _settings(places: Places) -> dict[str, str]:
    """The host's own index, certificates and proxies; the cache beside the environment, so that files are linked."""
    settings = {
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(places.var / "cache/uv")),
        "UV_DEFAULT_INDEX": wheels.index(),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_CONFIG": "1",
        "UV_HTTP_TIMEOUT": "180",
    }
    if certificates():
        settings["UV_NATIVE_TLS"] = "1"
    return settings


def _link_project(places: Places, interpreter: Path) -> None:
    """Make `import backend` and the command `zhitong` work without building the project."""
    where = call([interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
    (Path(where) / "zhitong.pth").write_text(f"{places.root}\n")
    launcher = places.venv / "bin/zhitong"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
