"""GeoPackage, zipped Shapefile and XLSX, read in a process of their own."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.imports.domain import Finding, ImportRefused
from backend.imports.service.guarded import answer_of

PROGRAM = Path(__file__).parents[1] / "reader.py"
# Bounds in bytes, of a file as it comes and of all that is unpacked from it; files in an archive; memory and time.
MOST_BYTES = 256 * 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_FILES = 1000
MEMORY = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 300
WALL_SECONDS = 600
ENDINGS = {"gpkg": ".gpkg", "shapefile": ".zip", "xlsx": ".xlsx"}


def unpack(kind: str, path: Path, *, layer: str = "", encoding: str = "", key: str = "") -> dict[str, Any]:
    """Return what the reader says of a file: `rows` of a sheet, or `features`, `crs`, `label` and maybe `encoding`.

    `kind`: one of `ENDINGS`; `key`: a refusal's words at the desk. Raises ImportRefused.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused([Finding(path.name, "", f"larger than {MOST_BYTES // 2**20} MB", key=key)])
    limits = [str(each) for each in (MEMORY, CPU_SECONDS, MOST_UNPACKED, MOST_FILES)]
    with TemporaryDirectory(prefix="zhitong-import-") as folder:
        name = f"file{ENDINGS[kind]}"
        shutil.copyfile(path, Path(folder) / name)
        told = answer_of(PROGRAM, [kind, name, layer, encoding, *limits], seconds=WALL_SECONDS, folder=Path(folder))
    if told is not None and told["outcome"] == "read":
        return told
    what = told["what"] if told and told["outcome"] == "refused" else f"not readable as {called(kind)}"
    raise ImportRefused([Finding(path.name, "", what, key=key)])


def called(kind: str) -> str:
    """Return what people call a kind of file."""
    return {"gpkg": "GeoPackage", "shapefile": "zipped Shapefile", "xlsx": "XLSX"}[kind]
