"""The process that reads GeoPackage, zipped Shapefile and XLSX: run by path, alone, with limits and without our environment.

Whatever a hostile file does to a parser happens here: no key, no database, no network; it dies when it takes too much memory,
time or disk. It works in a private folder that goes when it ends, under names of ours, so that no name of the file's ever
reaches GDAL: neither `/vsi…` nor a path out of an archive. GDAL keeps one driver, that of the kind asked for. The answer is one
line of JSON. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

DRIVERS = {"gpkg": "GPKG", "shapefile": "ESRI Shapefile"}
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
PIECE = 1024 * 1024
MOST_CELLS = 4_000_000
# What .cpg files and people call them, and what Python reads them with; GB 18030 holds GBK and GB 2312.
ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "65001": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "936": "gb18030",
    "cp936": "gb18030", "54936": "gb18030", "big5": "big5", "950": "big5", "cp950": "big5",
}  # fmt: skip
MAC = "__MACOSX"
ENCRYPTED = 0x1


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """What is wrong with the file, in words."""


class Limits:
    """Bounds in bytes, seconds and numbers, as they are handed over."""

    def __init__(self, words: list[str]) -> None:
        self.memory, self.seconds, self.unpacked, self.files = (int(word) for word in words)

    def hold(self) -> None:
        """Hold this process to them."""
        for what, most in (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_CPU, self.seconds),
            (resource.RLIMIT_FSIZE, self.unpacked),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


def main(kind: str, name: str, layer: str, encoding: str, words: list[str]) -> None:
    """Answer for the file `name` of this folder: what it holds, or what is wrong with it."""
    limits = Limits(words)
    limits.hold()
    sys.stdout.write(json.dumps(attempt(kind, Path(name), layer, encoding, limits)))


def attempt(kind: str, path: Path, layer: str, encoding: str, limits: Limits) -> dict[str, Any]:
    """Return what a file holds; `layer` and `encoding` are "" where nobody named one."""
    try:
        if kind == "xlsx":
            return {"outcome": "read", "rows": sheet(path, limits)}
        if kind == "gpkg":
            return {"outcome": "read", **features(kind, path, table_of(path, layer), "utf-8")}
        return {"outcome": "read", **shapefile(path, encoding, limits)}
    except Refused as refused:
        return {"outcome": "refused", "what": str(refused)}
    except MemoryError:
        return {"outcome": "refused", "what": "needs more memory than an import may take"}
    except UnicodeDecodeError as error:
        return {
            "outcome": "refused",
            "what": f"its text is not {encoding or error.encoding}: name the right --encoding",
        }
    except Exception as error:  # noqa: BLE001 - parsers raise whatever a hostile file makes them raise
        return {"outcome": "broken", "what": type(error).__name__}


def members(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the files of an archive. Raises Refused when they are too many or too large, lead out of it, or are no plain files."""
    found = archive.infolist()
    if len(found) > limits.files:
        raise Refused(f"holds {len(found)} files, at most {limits.files} are taken")
    size = sum(each.file_size for each in found)
    if size > limits.unpacked:
        raise Refused(f"unpacks to {size} bytes, at most {limits.unpacked} are taken")
    for each in found:
        path = PurePosixPath(each.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in each.filename or "\x00" in each.orig_filename:
            raise Refused(f"holds a path that leads out of it: {each.filename!r}")
        if stat.S_ISLNK(each.external_attr >> 16):
            raise Refused(f"holds a link: {each.filename!r}")
        if each.flag_bits & ENCRYPTED:
            raise Refused("is locked by a password")
    return [each for each in found if not each.is_dir()]


def pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """Yield what a file of an archive holds, at most `left` bytes, whatever its header says. Raises Refused beyond."""
    with archive.open(member) as packed:
        while piece := packed.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused("unpacks to more than its headers say")
            yield piece


def sheet(path: Path, limits: Limits) -> list[list[str]]:
    """Return the cells of the first sheet of an XLSX as texts. Raises Refused for what is no plain workbook."""
    from python_calamine import load_workbook  # noqa: PLC0415 - only who asks for a sheet pays for it

    left = limits.unpacked
    with zipfile.ZipFile(path) as archive:
        for member in members(archive, limits):
            before = b""
            for piece in pieces(archive, member, left):
                left -= len(piece)
                # also in the two orders of UTF-16, whose every other byte is nothing
                if b"<!DOCTYPE" in (before + piece).replace(b"\x00", b""):
                    raise Refused("declares a document type, which no workbook does: entities are not followed")
                before = piece[-32:]
    with load_workbook(str(path)) as book:
        first = book.get_sheet_by_index(0)
        high, wide = (n + 1 for n in first.end or (0, 0))
        # A single cell far out makes a million rows of nothing.
        if high * wide > MOST_CELLS:
            raise Refused(f"reaches over {high} rows and {wide} columns, at most {MOST_CELLS} cells are taken")
        rows = first.to_python(skip_empty_area=False)
    return [[cell(each) for each in row] for row in rows]


def cell(value: object) -> str:
    """Return what a cell says: whole numbers without a point, days as 2026-11-22."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def table_of(path: Path, layer: str) -> str:
    """Return the table of a GeoPackage that is to be read. Raises Refused unless it is one plain table of features.

    A view may call functions, a virtual table may open files: neither is touched.
    """
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise Refused("is no GeoPackage, whatever its name says")
    with closing(sqlite3.connect(f"file:{path.resolve()}?mode=ro&immutable=1", uri=True)) as file_db:
        file_db.execute("pragma trusted_schema = off")
        made = {
            name: (kind, sql or "") for name, kind, sql in file_db.execute("select name, type, sql from sqlite_master")
        }
        for name, (kind, sql) in made.items():
            text = sql.lower()
            if kind == "view" or (text.startswith("create virtual") and "using rtree" not in " ".join(text.split())):
                raise Refused(f"holds {name!r}, which is no plain table")
        if "gpkg_contents" not in made:
            raise Refused("is no GeoPackage: it has no table of contents")
        names = [
            name for (name,) in file_db.execute("select table_name from gpkg_contents where data_type = 'features'")
        ]
    if layer and layer not in names:
        raise Refused(f"has no layer {layer!r}, it has {', '.join(map(str, names)) or 'none'}")
    if not layer and len(names) != 1:
        raise Refused(f"has {len(names)} layers ({', '.join(map(str, names))}): name one by --layer")
    return layer or str(names[0])


def shapefile(path: Path, encoding: str, limits: Limits) -> dict[str, Any]:
    """Unpack the parts of the one Shapefile of an archive under a name of ours and return what it holds."""
    with zipfile.ZipFile(path) as archive:
        files = [each for each in members(archive, limits) if MAC not in PurePosixPath(each.filename).parts]
        shapes = [each.filename[:-4] for each in files if each.filename.lower().endswith(".shp")]
        if len(shapes) != 1:
            raise Refused(f"holds {len(shapes)} Shapefiles (.shp), one is taken")
        left = limits.unpacked
        for part in PARTS:
            found = [each for each in files if each.filename.lower() == shapes[0].lower() + part]
            if not found:
                continue
            with Path(f"layer{part}").open("wb") as file:
                for piece in pieces(archive, found[0], left):
                    left -= file.write(piece)
    for part in (".shx", ".dbf"):
        if not Path(f"layer{part}").exists():
            raise Refused(f"holds no {part} beside its .shp")
    if Path("layer.shp").read_bytes()[:4] != b"\x00\x00\x27\x0a":
        raise Refused("holds a .shp that is none")
    used, told = encoding_of(encoding)
    return {**features("shapefile", Path("layer.shp"), "", used), "encoding": told}


def encoding_of(asked: str) -> tuple[str, str]:
    """Return what the table's text is read with, and who says so; it is never guessed. Raises Refused."""
    mark = Path("layer.cpg")
    said = mark.read_text("ascii", "replace").strip() if mark.exists() else ""
    known = ENCODINGS.get(said.lower().replace("ansi ", ""))
    if asked and known and known != ENCODINGS[asked]:
        raise Refused(f"its .cpg says {said}, but --encoding says {asked}")
    if asked:
        return ENCODINGS[asked], f"{asked}, as --encoding says"
    if known:
        return known, f"{said}, as its .cpg says"
    raw = Path("layer.dbf").read_bytes()
    begin = int.from_bytes(raw[8:10], "little")
    names = b"".join(raw[at : at + 11] for at in range(32, max(begin - 1, 32), 32))
    if (names + raw[begin:]).isascii():
        return "ascii", ""
    why = f"its .cpg says {said!r}, which we do not know" if said else "it has no .cpg"
    raise Refused(
        f"nobody says how its text is encoded ({why}): add --encoding, one of utf-8, gbk, gb18030, big5; it is never guessed"
    )


def features(kind: str, path: Path, layer: str, encoding: str) -> dict[str, Any]:
    """Return the features of a file as those of GeoJSON, in the file's own reference system, and what that is called.

    `crs`: `EPSG:n`, None when none is named or known; `label`: what the file says of it.
    """
    # pyogrio would load these if they are there, for tables that we do not make
    hidden: dict[str, Any] = dict.fromkeys(("geopandas", "pandas", "pyarrow"))
    sys.modules.update(hidden)
    import pyogrio  # noqa: PLC0415 - after the line above

    keep_one_driver(pyogrio, DRIVERS[kind])
    import shapely  # noqa: PLC0415 - only who asks for shapes pays for it

    named = {"layer": layer} if layer else {}
    meta, _, shapes, fields = pyogrio.raw.read(
        str(path.resolve()), encoding=encoding, force_2d=True, datetime_as_string=True, **named
    )
    columns = [str(name).lower() for name in meta["fields"]]
    lines = zip(*(each.tolist() for each in fields), strict=True) if columns else iter([()] * len(shapes))
    made = [
        {
            "properties": {name: plain(value) for name, value in zip(columns, line, strict=True)},
            "geometry": geometry(shapely, shape),
        }
        for line, shape in zip(lines, shapes, strict=True)
    ]
    return {"features": made, **reference(meta["crs"])}


def keep_one_driver(pyogrio: Any, driver: str) -> None:
    """Take every driver but one from GDAL. Raises Refused when it keeps another: then nothing is opened."""
    others = [name for name in pyogrio.list_drivers() if name != driver]
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(others)})
    # GDAL looks at GDAL_SKIP when it registers drivers; there is no public name for doing that again.
    from pyogrio import _ogr  # noqa: PLC0415

    _ogr._register_drivers()  # noqa: SLF001 - what it did is looked at in the next line
    if list(pyogrio.list_drivers()) != [driver]:
        raise Refused("cannot be opened safely: GDAL keeps drivers that nobody asked for")


def geometry(shapely: Any, raw: bytes | None) -> dict[str, Any] | None:
    """Return a shape as GeoJSON has it, None for none and for what is no plain one."""
    shape = shapely.from_wkb(raw, on_invalid="ignore") if raw else None
    return None if shape is None or shape.is_empty else shapely.geometry.mapping(shape)


def plain(value: Any) -> str | int | float | bool | None:
    """Return a value of a field as JSON has it; a whole number of a field of floats is one."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value if value == value else None  # noqa: PLR0124 - not a number
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def reference(label: str | None) -> dict[str, str | None]:
    """Return the EPSG code of what a file says of its reference system, and its words."""
    from pyproj import CRS  # noqa: PLC0415 - only who asks for shapes pays for it
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        code = CRS.from_user_input(label).to_epsg() if label else None
    except CRSError:
        code = None
    return {"crs": f"EPSG:{code}" if code else None, "label": (label or "")[:80]}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
