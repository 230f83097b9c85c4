"""Which PostgreSQL programs to use: those of the system when PostGIS is there too, else Debian's, unpacked locally."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import packages
from .places import Places
from .say import SetupError, note
from .shell import call, works, wrapper

OLDEST = 14
WRAPPED = ("psql", "pg_dump", "pg_restore", "pgbench")
NOTHING = """\
There is no PostgreSQL with PostGIS here, and without apt none can be fetched. Install both, or name a server:
    DATABASE_URL=postgresql://owner:password@host/database (a database with PostGIS, its user may create roles)"""


@dataclass(frozen=True)
class Programs:
    """The server's programs and what they need to find their libraries."""

    bin: Path
    library_path: str = ""

    @property
    def env(self) -> dict[str, str]:
        """Settings for these programs alone; never given to Python or Node."""
        return {"LD_LIBRARY_PATH": self.library_path} if self.library_path else {}


def programs(places: Places) -> Programs:
    """Return programs that can serve PostGIS, fetching them when the system has none.

    Raises SetupError, naming DATABASE_URL, when there is neither such a server nor apt.
    """
    found = next(_installed(), None) or _embedded(places)
    for name in WRAPPED:
        if (found.bin / name).exists():
            wrapper(places.bin / name, found.bin / name, found.env)
    return found


def _installed() -> Iterator[Programs]:
    """The system's servers that have PostGIS, newest first."""
    folders = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()),
        key=lambda path: -int(path.parent.name),
    )
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        config = folder / "pg_config"
        if not ((folder / "initdb").exists() and works([config])):
            continue
        version = re.search(r"PostgreSQL (\d+)", call([config, "--version"]))
        extension = Path(call([config, "--sharedir"]).strip()) / "extension/postgis.control"
        if version and int(version[1]) >= OLDEST and extension.exists():
            yield Programs(folder)


def _embedded(places: Places) -> Programs:
    """PostgreSQL and PostGIS of this system's own package sources, for this checkout alone."""
    found = packages.Packages(places, "postgres")
    if not found.ready():
        if not packages.available():
            raise SetupError(NOTHING)
        note("• Database: no PostgreSQL with PostGIS on this system, fetching both for this folder alone")
        offered = found.names("postgresql-")
        versions = [int(hit[1]) for name in offered if (hit := re.fullmatch(r"postgresql-(\d+)-postgis-3", name))]
        usable = [version for version in versions if version >= OLDEST and f"postgresql-{version}" in offered]
        if not usable:
            raise SetupError(f"the package sources of this system offer no PostGIS.\n{NOTHING}")
        name = f"postgresql-{max(usable)}"
        found.fetch([name, f"postgresql-client-{max(usable)}", f"{name}-postgis-3", f"{name}-postgis-3-scripts"])
    _plain_names(found.root)
    folder = next((found.root / "usr/lib/postgresql").glob("*/bin/initdb")).parent
    return Programs(folder, found.library_path())


def _plain_names(root: Path) -> None:
    """Link each `postgis-3.control` to `postgis.control`, which an installed package would leave to alternatives."""
    for control in root.glob("usr/share/postgresql/*/extension/*-3.control"):
        plain = control.with_name(control.name.replace("-3.control", ".control"))
        if not plain.exists():
            plain.symlink_to(control.name)
