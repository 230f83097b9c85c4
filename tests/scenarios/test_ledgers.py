"""统一工作台账: what was entered once stands in every book that asks for it, with the figures of the map and of the lists (B19, H01)."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from backend.ledgers.domain import BOOKS
from backend.settings import Settings
from tests.authenticator import Phone
from tests.make import Maker, days_on, new_id
from tests.story import Story, handle, offices, people, sight, sign, submit

TOWN = "621124100"
HELD = (
    "insert into activity (id, type, title, area_code, state, held_on, numbers) values"
    " (gen_random_uuid(), :type, '台账', :area, 'held', :day, cast(:numbers as jsonb))"
)
# What LibreOffice's own program says when it has made a profile and wants to be started again.
AGAIN = 81
OPENED = "select count(*) from audit_entry where action = 'ledger.exported'"


@pytest.fixture
def office(app: Flask, make: Maker) -> Phone:
    """A township with four reports, one of them hidden, one answered, visits, and a fund; the liaison's phone."""
    people(make)
    story = Story(make)
    offices(make)
    worker = story.who("wang")
    sight(worker, category="family", text="媳妇夜里总被打", hidden=True)
    sight(worker, text="=cmd|' /C calc'!A0 打13800138000")
    sight(worker)
    done = submit(app, text="三组的水渠被填了，打0932-2241234", way="phone", name="王守田", phone="13900139000")["id"]
    handle(make, done)
    assert sign(story.who("lian"), done).status_code == 200
    for kind, day, numbers in (
        ("enterprise_visit", days_on(), '{"enterprises": 6, "problems": 9, "solved": 7}'),
        ("community_visit", days_on(), '{"communities": 3, "problems": 12, "solved": 10}'),
    ):
        make.run(HELD, type=kind, area=TOWN, day=day, numbers=numbers)
    enter = {"area_code": TOWN, "fund": "助学基金", "purpose": "春季助学", "party": "县教育局"}
    for day, way, amount in (
        ("2025-03-01", "in", "50000"),
        ("2025-04-01", "out", "12000.50"),
        (days_on(), "in", "100"),
        (days_on(), "out", "20000"),
    ):
        good(
            story.who("lian").post(
                "/api/fund-entries", json=enter | {"id": new_id(), "day": day, "way": way, "amount": amount}
            )
        )
    return Phone(make, "lian")


def good(answer: Any) -> Any:
    assert answer.status_code in {200, 201}, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("field")


def sheet_of(answer: Any) -> list[list[Any]]:
    """Return the rows of an XLSX or CSV file below the columns' names, the sums and the count too."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    if "csv" in answer.content_type:
        return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))[4:]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()
    return [list(row) for row in rows[4:]]


def in_libreoffice(office: str, books: dict[str, bytes], folder: Path) -> dict[str, list[list[str]]]:
    """Return the rows of XLSX files by their names, below their titles, as LibreOffice reads them; one start for all."""
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    files = [str(folder / f"{name}.xlsx") for name in books]
    # comma, quotes, UTF-8, from the first line on; cells as they are shown
    made = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", str(folder)]
    started = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *made, *files]
    done = subprocess.run(started, timeout=180, capture_output=True, check=False)
    if done.returncode == AGAIN:
        done = subprocess.run(started, timeout=180, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return {name: list(csv.reader(io.StringIO((folder / f"{name}.csv").read_text("utf-8"))))[4:] for name in books}


def test_the_books_say_what_the_map_and_the_lists_say(make: Maker, office: Phone) -> None:
    lian = office.enter()
    for who in (lian, make.login("zhang")):
        shown = good(who.get("/api/hotspots"))
        reports = good(who.get("/api/ledgers/reports"))
        hidden = sum(each["count"] for each in shown["hidden_by_village"]) if who is lian else 0
        assert (reports["rows"] - reports["hidden"], reports["hidden"]) == (shown["total"], hidden)
        by_village: dict[str, int] = {}
        for cell in shown["cells"]:
            by_village[cell["area_code"]] = by_village.get(cell["area_code"], 0) + cell["count"]
        told = {each["code"]: each["rows"] - each["hidden"] for each in reports["areas"]}
        assert {code: n for code, n in by_village.items() if n} == {code: n for code, n in told.items() if n}
        for category in ("land", "family", "labour"):
            asked = good(who.get(f"/api/ledgers/reports?category={category}"))
            assert asked["rows"] - asked["hidden"] == good(who.get(f"/api/hotspots?category={category}"))["total"]
        cases = good(who.get("/api/cases?limit=200"))["items"]
        disputes = good(who.get("/api/ledgers/disputes"))
        assert {row[1] for row in disputes["items"]} == {each["number"] for each in cases}
        assert disputes["rows"] == len(cases)
        assert disputes["sums"] == {"reports": 3, "resolved": 0}, "what is hidden adds nothing"
        everything = repr((reports, disputes))
        assert not [each for each in ("13800138000", "2241234", "王守田", "媳妇") if each in everything]
    names = [each["key"] for each in disputes["columns"]]
    (closed,) = [row for row in disputes["items"] if row[1 + names.index("state")] == "待反馈群众"]
    assert closed[1 + names.index("village")] == f"{TOWN}001 文峰社区"
    assert [row[2] for row in good(lian.get("/api/ledgers/feedback"))["items"]] == [days_on()]
    visits = good(lian.get("/api/ledgers/visits"))
    assert visits["sums"] == {"enterprises": 6, "communities": 3, "problems": 21, "solved": 17}
    fund = good(lian.get("/api/ledgers/fund?columns=received,paid,balance"))
    assert fund["items"] == [[1, 100, None, 38099.5], [2, None, 20000, 18099.5]], (
        "what is left counts what came before the period"
    )
    assert good(lian.get("/api/ledgers/fund?from=2000-01-01"))["sums"] == {
        "received": 50100,
        "paid": 32000.5,
    }
    for book in BOOKS:
        assert good(make.login("fuquan").get(f"/api/ledgers/{book}?from=2000-01-01"))["rows"] == 0, "another county's"
    assert make.run(OPENED) == 0


def test_a_book_taken_away_holds_what_the_page_showed(
    app: Flask, make: Maker, settings: Settings, office: Phone, tmp_path: Path
) -> None:
    lian = office.enter()

    def take(book: str, kind: str, **asked: object) -> Any:
        body = {"format": kind, "code": office.code(), "reason": "归档"} | asked
        return lian.post(f"/api/ledgers/{book}/export", json=body)

    files: dict[str, bytes] = {}
    told: dict[str, list[list[str]]] = {}
    for book in BOOKS:
        page = good(lian.get(f"/api/ledgers/{book}"))
        for kind in ("xlsx", "csv"):
            answer = take(book, kind)
            found = sheet_of(answer)
            assert found[0] == ["序号", *(column["name"] for column in page["columns"])]
            assert answer.headers["Zhitong-Rows"] == str(page["rows"])
            assert found[-1][0] == f"共{page['rows']}条"
            entries = found[1 : page["rows"] + 1]
            plain = [["" if cell is None else str(cell) for cell in row] for row in page["items"]]
            assert [[text_of(cell) for cell in row] for row in entries] == [
                [text_of(cell) for cell in row] for row in plain
            ]
            sums = [text_of(cell) for cell in found[-2]]
            assert [text_of(n) for n in page["sums"].values()] == [each for each in sums[1:] if each] or not page[
                "sums"
            ]
            if kind == "xlsx":
                files[book], told[book] = answer.get_data(), [[text_of(cell) for cell in row] for row in found]
    if libreoffice := os.environ.get("ZHITONG_LIBREOFFICE") or shutil.which("soffice"):
        opened = in_libreoffice(libreoffice, files, tmp_path)
        for book, rows in told.items():
            assert [[text_of(cell) for cell in row] for row in opened[book]] == rows, book
    with zipfile.ZipFile(io.BytesIO(take("disputes", "xlsx").get_data())) as parts:
        inside = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    assert "mergeCell" in inside["xl/worksheets/sheet1.xml"]
    assert "_xlnm.Print_Area" in inside["xl/workbook.xml"]
    assert "_xlnm.Print_Titles" in inside["xl/workbook.xml"]
    assert not [name for name, part in inside.items() if "13800138000" in part or "媳妇" in part or "<f>" in part]
    paper = pypdfium2.PdfDocument(take("disputes", "pdf", columns=["number", "state", "village", "said"]).get_data())
    words = "".join("".join(page.get_textpage().get_text_range().split()) for page in paper)
    for said in ("矛盾纠纷台账", "用途：归档", "李联络", "文峰社区", "共4条", "138****8000"):
        assert said in words
    assert make.run(OPENED) == 2 * len(BOOKS) + 2
    app.extensions["zhitong.settings"] = replace(settings, export_rows=3, export_pdf_rows=1)
    for kind in ("csv", "pdf"):
        answer = take("disputes", kind)
        assert (refused(answer), answer.get_json()["code"]) == ((422, "to"), "too_many_rows")
    assert (
        lian.post(
            "/api/ledgers/disputes/export", json={"format": "csv", "code": "000000", "reason": "归档"}
        ).status_code
        == 403
    )
    assert refused(take("disputes", "csv", reason=" "))[1] == "reason"
    assert (
        make.login("he")
        .post("/api/ledgers/disputes/export", json={"format": "csv", "code": "1" * 6, "reason": "归档"})
        .status_code
        == 403
    )


def text_of(cell: object) -> str:
    """Return a cell as it is read, whichever file it stood in."""
    words = str(cell)[:10] if hasattr(cell, "isoformat") else str(cell).removeprefix("'")
    return words.removesuffix(".0")


def test_an_office_s_own_book_and_what_is_no_book(make: Maker, office: Phone) -> None:
    lian, body = office.enter(), {
        "id": new_id(), "name": "土地纠纷月报", "source": "disputes", "columns": ["number", "state", "said"], "area": TOWN, "category": "land",
        "channel": None, "station": None, "span": "month",
    }  # fmt: skip
    for _ in range(2):
        assert good(lian.post("/api/ledger-books", json=body))["may_end"] is True
    assert refused(lian.post("/api/ledger-books", json=body | {"name": "别的"})) == (409, "id")
    listed = good(lian.get("/api/ledgers"))
    assert [each["name"] for each in listed["own"]] == ["土地纠纷月报"]
    assert [each["code"] for each in listed["items"]] == list(BOOKS)
    page = good(lian.get(f"/api/ledgers/disputes?own={body['id']}&category=land&from={days_on()}"))
    assert (page["title"], [column["key"] for column in page["columns"]], page["rows"]) == (
        "土地纠纷月报",
        body["columns"],
        3,
    )
    for wrong, field in (
        ({"columns": ["number", "nobody"]}, "columns"), ({"source": "fund", "columns": ["day"]}, "category"), ({"area": "522702100"}, None),
        ({"category": "nobody"}, "category"), ({"channel": "nobody"}, "channel"), ({"station": 10**9}, "station"), ({"span": "week"}, "span"),
    ):  # fmt: skip
        status, said = refused(lian.post("/api/ledger-books", json=body | {"id": new_id()} | wrong))
        assert (status, said) == (403 if field is None else 422, field), wrong
    other, head = make.login("bali"), make.login("zhang")
    assert good(other.get("/api/ledgers"))["own"] == []
    assert other.get(f"/api/ledgers/disputes?own={body['id']}").status_code == 404
    assert other.post(f"/api/ledger-books/{body['id']}/end").status_code == 404
    assert head.post(f"/api/ledger-books/{body['id']}/end").status_code == 403
    for _ in range(2):
        assert good(lian.post(f"/api/ledger-books/{body['id']}/end"))["ended"] is True
    assert good(lian.get("/api/ledgers"))["own"] == []
    deeds = make.rows("select action from audit_entry where subject_kind = 'ledger_book' order by id")
    assert [action for (action,) in deeds] == ["ledger_book.kept", "ledger_book.ended"]
    for path, expected in (
        ("disputes?from=2026-12-31&to=2026-01-01", (422, "from")), ("disputes?from=1976-01-01", (422, "from")), ("disputes?columns=x", (422, "columns")),
        ("disputes?area=522702", (404, "area")), ("disputes?area=999999", (404, "area")), ("disputes?category=nobody", (422, "category")),
        ("fund?category=land", (422, "category")), ("nothing", (404, "book")), ("disputes?limit=201", (422, "limit")),
    ):  # fmt: skip
        assert refused(lian.get(f"/api/ledgers/{path}")) == expected, path
    empty = good(lian.get("/api/ledgers/disputes?from=2000-01-01&to=2050-12-31&category=labour"))
    assert (empty["rows"], empty["items"], empty["areas"]) == (0, [], [])
    assert make.login("wang").get("/api/ledgers").status_code == 403
