"""The list of cases as a file: a fresh code each time, what the list shows and no more, bounded, in the record."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from flask import Flask

from backend.settings import Settings
from tests.authenticator import Phone, rows_of, take
from tests.make import Maker
from tests.story import people, sight, submit

PATH = "/api/cases/export"
CALL = "=cmd|' /C calc'!A0 打13800138000"


@pytest.fixture
def office(app: Flask, make: Maker) -> Phone:
    """A township with three matters, one of them hidden, and the liaison's phone."""
    people(make)
    phone = Phone(make, "lian")
    sight(make.login("wang"), category="family", text="媳妇夜里总被打", hidden=True)
    sight(make.login("wang"), text=CALL)
    submit(app, text="三组的水渠被填了，打0932-2241234", way="phone", name="王守田", phone="13900139000")
    return phone


def test_the_file_is_the_list_and_says_who_took_it(make: Maker, office: Phone) -> None:
    lian = office.enter()
    listed = lian.get("/api/cases").get_json()["items"]
    for kind in ("csv", "xlsx"):
        answer = take(lian, office, kind)
        found = rows_of(answer)
        assert (answer.headers["Zhitong-Rows"], answer.headers["Cache-Control"]) == ("3", "private, no-store")
        assert [row[0] for row in found[5:-1]] == [each["number"] for each in listed]
        assert found[-1][0] == "共3件"
        assert found[1][0].startswith("导出人李联络（lian） 20")
        assert not [cell for row in found for cell in row if str(cell)[:1] in tuple("=+-@\t\r\n＝＋－＠")]
        everything = repr(found)
        for kept in ("13800138000", "2241234", "王守田", "13900139000", "媳妇"):
            assert kept not in everything
        assert {row[3] for row in found[5:-1]} == {"621124100001 文峰社区"}
        (hidden,) = [row for row in found[5:-1] if row[6] == "隐蔽"]
        assert [hidden[n] for n in (2, 4, 5, 7, 12, 13)] == [""] * 6, "of a hidden one its village, no more"
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as parts:
        inside = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    assert "13800138000" not in inside
    assert "媳妇" not in inside
    assert "<f>" not in inside
    assert "李联络 lian" in inside
    entries = make.rows("select area_code, fields from audit_entry where action = 'cases.exported' order by id")
    assert [tuple(row) for row in entries] == [
        ("621124100", ["csv", "rows:3"]),
        ("621124100", ["xlsx", "rows:3"]),
    ]


def test_the_file_is_narrowed_as_the_list_is(make: Maker, office: Phone) -> None:
    lian = office.enter()
    found = rows_of(take(lian, office, category="land", waiting=True, **{"from": "2026-01-01"}))
    assert (len(found) - 6, found[-1][0]) == (2, "共2件")
    assert "category:land" in found[2][0]
    assert take(lian, office, cursor="x").status_code == 422
    (fields,) = make.rows("select fields from audit_entry where action = 'cases.exported'")[0]
    assert fields == ["csv", "rows:2", "category:land", "from:2026-01-01", "waiting:True"]


def test_a_code_is_taken_once_and_the_right_is_a_role_s(make: Maker, office: Phone) -> None:
    lian = office.enter()
    code = office.code()
    first, again = (lian.post(PATH, json={"format": "csv", "code": code}) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 403)
    assert (again.get_json()["field"], again.get_json()["code"]) == ("code", "wrong_code")
    unbound = make.login("ren").post(PATH, json={"format": "csv", "code": "123456"})
    assert (unbound.status_code, unbound.get_json()["code"]) == (403, "second_factor_missing")
    verifier = make.login("he")
    assert verifier.get("/api/me").get_json()["exports"] is False
    assert verifier.post(PATH, json={"format": "csv", "code": "123456"}).status_code == 403
    for _ in range(10):
        last = lian.post(PATH, json={"format": "csv", "code": "000000"})
    assert last.status_code == 429


def test_more_rows_than_a_file_may_hold_are_refused_whole(
    app: Flask, make: Maker, settings: Settings, office: Phone
) -> None:
    lian = office.enter()
    app.extensions["zhitong.settings"] = replace(settings, export_rows=2)
    answer = take(lian, office)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "too_many_rows")
    assert "超过2件" in answer.get_json()["title"]
    assert make.rows("select 1 from audit_entry where action = 'cases.exported'") == []
    app.extensions["zhitong.settings"] = replace(settings, export_roles=frozenset({"town_head"}))
    assert take(lian, office).status_code == 403
