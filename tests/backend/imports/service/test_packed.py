"""GeoPackage, zipped Shapefile and XLSX: read as they are meant, in every reference system; hostile ones are refused (T51)."""

from __future__ import annotations

import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import shapely
import xlsxwriter

from backend.geo.crs import from_wgs84
from backend.imports.domain import ImportRefused
from backend.imports.service import packed, read_features, read_points, read_sheet

RING = [(103.8, 35.3), (103.9, 35.3), (103.9, 35.4), (103.8, 35.3)]
COLUMNS = ("code", "name")


@pytest.fixture(scope="module")
def gdal() -> Any:
    """Pyogrio without what it would load besides."""
    hidden = dict.fromkeys(("geopandas", "pandas", "pyarrow"))
    before = {name: sys.modules[name] for name in hidden if name in sys.modules}
    sys.modules |= hidden
    import pyogrio

    for name in hidden:
        del sys.modules[name]
    sys.modules |= before
    return pyogrio


def write(gdal: Any, path: Path, shape: Any, crs: str | None = "EPSG:4490", **more: Any) -> Path:
    """Write one feature: 城中, its code a number, 400.0 households."""
    import numpy as np

    kind = "Point" if isinstance(shape, shapely.Point) else "Polygon"
    fields = {
        "CODE": np.array([621124100001]),
        "name": np.array(["城中"], dtype=object),
        "households": np.array([400.0]),
    }
    gdal.raw.write(
        str(path), np.array([shapely.to_wkb(shape)], dtype=object), list(fields.values()), np.array([*fields]),
        geometry_type=kind, crs=crs, **more,
    )  # fmt: skip
    return path


def zipped(gdal: Any, folder: Path, *, encoding: str = "GBK", without: tuple[str, ...] = (), **more: Any) -> Path:
    """Return a zipped Shapefile in a folder of its own, as offices send it."""
    (folder / "shp").mkdir()
    write(gdal, folder / "shp" / "网格.shp", shapely.Polygon(RING), encoding=encoding, **more)
    with zipfile.ZipFile(folder / "cells.zip", "w") as archive:
        for part in sorted((folder / "shp").iterdir()):
            if part.suffix not in without:
                archive.write(part, f"成果/{part.name}")
    return folder / "cells.zip"


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(ImportRefused) as refused:
        work()
    (finding,) = refused.value.findings
    return finding.line()


def archive_of(path: Path, **members: bytes | str) -> Path:
    """Return a zip at `path` whose members are called as they are given, `__` for a slash and `_` for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


@pytest.mark.filterwarnings("ignore")
def test_a_geopackage_is_read_in_the_system_it_names_and_in_the_shifted_ones_that_somebody_names(
    gdal: Any, tmp_path: Path
) -> None:
    read = read_features(write(gdal, tmp_path / "a.gpkg", shapely.Polygon(RING), driver="GPKG"))
    (feature,) = read.features
    assert feature.properties == {"code": "621124100001", "name": "城中", "households": 400}
    assert (read.crs, read.findings) == ("EPSG:4490", [])
    assert read.notes == ["places were read as EPSG:4490, as the GeoPackage says"]
    assert feature.geometry.equals(shapely.Polygon(RING))
    for shifted in ("gcj02", "bd09"):
        moved = shapely.Polygon([from_wgs84(x, y, shifted) for x, y in RING])  # type: ignore[arg-type]
        path = write(gdal, tmp_path / f"{shifted}.gpkg", moved, driver="GPKG")
        back = read_features(path, shifted)
        assert shapely.hausdorff_distance(back.features[0].geometry, shapely.Polygon(RING)) < 1e-9
        assert back.notes == [f"places were read as {shifted}, as --crs says; the file's own label is EPSG:4490"]
    assert "says EPSG:4490, but --crs says EPSG:4544" in refusal(
        lambda: read_features(tmp_path / "a.gpkg", "EPSG:4544")
    )


@pytest.mark.filterwarnings("ignore")
def test_a_zipped_shapefile_says_its_encoding_and_its_system_or_is_refused(gdal: Any, tmp_path: Path) -> None:
    read = read_features(zipped(gdal, tmp_path))
    assert read.features[0].properties == {"code": "621124100001", "name": "城中", "households": 400}
    assert read.notes == [
        "text was read as GBK, as its .cpg says",
        "places were read as EPSG:4490, as the zipped Shapefile says",
    ]
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(tmp_path / "cells.zip") as whole, zipfile.ZipFile(bare, "w") as archive:
        for member in whole.namelist():
            if not member.endswith((".cpg", ".prj")):
                archive.writestr(member, whole.read(member))
    told = refusal(lambda: read_features(bare, "gcj02"))
    assert "add --encoding, one of utf-8, gbk, gb18030, big5; it is never guessed" in told
    assert "names no reference system" in refusal(lambda: read_features(bare, encoding="gbk"))
    assert "not utf-8" in refusal(lambda: read_features(bare, "wgs84", encoding="utf-8"))
    again = read_features(bare, "wgs84", encoding="gbk")
    assert (again.features[0].properties["name"], again.notes[0]) == (
        "城中",
        "text was read as gbk, as --encoding says",
    )
    assert "its .cpg says GBK, but --encoding says utf-8" in refusal(
        lambda: read_features(tmp_path / "cells.zip", encoding="utf-8")
    )
    assert "zip .shp" in refusal(lambda: read_features(tmp_path / "shp" / "网格.shp"))


@pytest.mark.filterwarnings("ignore")
def test_points_are_rows_with_a_place(gdal: Any, tmp_path: Path) -> None:
    lon, lat = from_wgs84(103.805, 35.395, "bd09")
    path = write(gdal, tmp_path / "p.gpkg", shapely.Point(lon, lat), "EPSG:4326", driver="GPKG")
    rows, crs, notes = read_points(path, ("code", "name", "households", "lon", "lat"), (), "bd09")
    (row,) = rows
    assert (crs, row.where, row.cells["code"], row.cells["name"]) == ("wgs84", "feature 0", "621124100001", "城中")
    assert (float(row.cells["lon"]), float(row.cells["lat"])) == pytest.approx((103.805, 35.395), abs=1e-9)
    assert len(notes) == 1
    table = tmp_path / "t.csv"
    table.write_bytes("code,name,lon,lat\n1,城中,103.8,35.3\n".encode("gbk"))
    rows, crs, _ = read_points(table, COLUMNS, ("lon", "lat"), "EPSG:4490", encoding="gbk")
    assert (rows[0].cells["name"], crs) == ("城中", "cgcs2000")
    assert "no reference system of degrees" in refusal(
        lambda: read_points(table, COLUMNS, ("lon", "lat"), "EPSG:4544", encoding="gbk")
    )


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [*COLUMNS, "mobile"])
        page.write_row(1, 0, [621124100001, "城中", True])
    return path


def test_a_sheet_keeps_codes_whole(tmp_path: Path) -> None:
    (row,) = read_sheet(workbook(tmp_path / "t.xlsx"), COLUMNS, ("mobile",))
    assert row.cells == {"code": "621124100001", "name": "城中", "mobile": "true"}


def hostile(path: Path, **more: bytes) -> Path:
    """Return a workbook whose named parts are others."""
    with (
        zipfile.ZipFile(workbook(path.with_name("whole.xlsx"))) as whole,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in whole.namelist():
            archive.writestr(name, more.get(name.split("/")[-1].removesuffix(".xml"), whole.read(name)))
        for name, data in more.items():
            if name.startswith("extra"):
                archive.writestr(name, data)
    return path


ENTITY = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><s>&a;</s>'


def test_a_workbook_with_entities_or_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (ENTITY, ENTITY.decode().encode("utf-16")):
        path = hostile(tmp_path / "e.xlsx", sharedStrings=text)
        assert "entities are not followed" in refusal(lambda path=path: read_sheet(path, COLUMNS))  # type: ignore[misc]
    monkeypatch.setattr(packed, "MOST_UNPACKED", 500_000)
    assert "at most 500000 are taken" in refusal(
        lambda: read_sheet(hostile(tmp_path / "b.xlsx", extra=b"0" * 500_000), COLUMNS)
    )
    assert "not readable as XLSX" in refusal(lambda: read_sheet(archive_of(tmp_path / "n.xlsx", a_txt="x"), COLUMNS))


def lying(path: Path) -> Path:
    """Return an archive whose headers say that its part is small."""
    raw = bytearray(archive_of(path, a_shp=b"0" * 900_000, a_dbf=b"", a_shx=b"").read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = raw.index(mark) + at
        raw[begin : begin + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(raw)
    return path


def linking(path: Path) -> Path:
    """Return an archive with a link in it."""
    info = zipfile.ZipInfo("a.shp")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return path


def test_an_archive_that_leads_out_of_itself_or_is_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 500_000)
    monkeypatch.setattr(packed, "MOST_FILES", 8)
    named = BytesIO()
    with zipfile.ZipFile(named, "w") as archive:
        archive.writestr("../../a.shp", b"")
    (tmp_path / "slip.zip").write_bytes(named.getvalue())
    many = archive_of(tmp_path / "many.zip", **{f"a{n}_shp": b"" for n in range(9)})
    bomb = archive_of(tmp_path / "bomb.zip", a_shp=b"0" * 900_000)
    for path, what in (
        (tmp_path / "slip.zip", "leads out of it"), (many, "holds 9 files"), (bomb, "unpacks to 900000 bytes"),
        (lying(tmp_path / "lies.zip"), "not readable as zipped Shapefile"), (linking(tmp_path / "link.zip"), "holds a link"),
        (archive_of(tmp_path / "vrt.zip", a_shp=b"<OGRVRTDataSource/>", a_dbf=b"\0" * 40, a_shx=b""), "holds a .shp that is none"),
        (archive_of(tmp_path / "none.zip", a_txt=b""), "holds 0 Shapefiles"),
    ):  # fmt: skip
        assert what in refusal(lambda path=path: read_features(path, "wgs84")), path.name  # type: ignore[misc]
    assert [each.name for each in tmp_path.parent.glob("*.shp")] == []


VRT = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


def test_a_geopackage_that_is_another_thing_or_calls_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v.gpkg").write_text(VRT)
    assert "is no GeoPackage" in refusal(lambda: read_features(tmp_path / "v.gpkg", "wgs84"))
    for made, what in (
        ("create table a (b)", "no table of contents"),
        (
            "create view gpkg_contents as select load_extension('x') as table_name, 'features' as data_type",
            "no plain table",
        ),
    ):
        path = tmp_path / "s.gpkg"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as made_db:
            made_db.execute(made)
        assert what in refusal(lambda path=path: read_features(path, "wgs84"))  # type: ignore[misc]
    # A name of GDAL's own is a name like any other here: nothing is there.
    with pytest.raises(FileNotFoundError):
        read_features(Path("/vsizip/a.zip/b.gpkg"), "wgs84")


def test_the_reader_keeps_one_driver_of_gdal(gdal: Any, tmp_path: Path) -> None:
    """Were a VRT to come as far as GDAL, nobody there could open it."""
    program = (
        f"import sys\nsys.path.insert(0, {str(Path(packed.PROGRAM).parent)!r})\nimport reader, json\n"
        "sys.modules |= dict.fromkeys(('geopandas', 'pandas', 'pyarrow'))\nimport pyogrio\n"
        "reader.keep_one_driver(pyogrio, 'GPKG')\n"
        "try:\n    pyogrio.read_info(sys.argv[1])\nexcept Exception as error:\n    print(json.dumps({'what': str(error)}))"
    )
    (tmp_path / "p.py").write_text(program)
    (tmp_path / "v.gpkg").write_text(VRT)
    from backend.imports.service.guarded import answer_of

    told = answer_of(tmp_path / "p.py", [str(tmp_path / "v.gpkg")], seconds=60)
    assert told and "not recognized" in told["what"]


def test_a_cell_far_out_does_not_make_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write(1_048_575, 25, "1")
    assert "over 1048576 rows and 26 columns" in refusal(lambda: read_sheet(path, COLUMNS))
