"""A list sent by a system administrator."""

from __future__ import annotations

import io
from datetime import date

import pytest
from werkzeug.test import TestResponse

from tests.backend.accounts.lists import HEADER, csv, xlsx
from tests.make import Browser, Maker

TOWN, FAR = 621124100, 522702100
GOOD = [
    HEADER,
    ("马小军", "ma", "网格员、信息采集员", TOWN, date(2026, 1, 1), date(2099, 12, 31), 13912345678),
    ("李秀英", "li", "联络员", str(TOWN), None, None, None),
]


@pytest.fixture
def system(make: Maker) -> Browser:
    """The system administrator of a county."""
    return make.administrator("guanli", "system_administrator", "621124")


def send(browser: Browser, data: bytes, name: str = "名单.xlsx", query: str = "", **more: object) -> TestResponse:
    """Send a list."""
    return browser.post(f"/api/accounts/import{query}", data={"file": (io.BytesIO(data), name)}, **more)


def test_a_sheet_makes_everybody_and_tells_the_passwords_once(make: Maker, system: Browser) -> None:
    checked = send(system, xlsx(*GOOD), query="?dry_run=true")
    assert (checked.status_code, checked.get_json()) == (201, {"items": []})
    made = send(system, xlsx(*GOOD))
    assert made.status_code == 201, made.get_data(as_text=True)
    given = {each["login"]: each["password"] for each in made.get_json()["items"]}
    assert make.login("ma", given["ma"]).get("/api/me").get_json()["roles"][0]["until"] == "2099-12-31"
    again = send(system, xlsx(*GOOD))
    assert [(each["row"], each["what"]) for each in again.get_json()["rows"]] == [
        (2, "已经有这个账号了"),
        (3, "已经有这个账号了"),
    ]


def test_every_bad_row_is_named_in_the_callers_language_and_nobody_is_made(make: Maker, system: Browser) -> None:
    bad = csv(*GOOD, ("远", "yuan", "联络员", FAR, "", "", ""), ("短", "duan"), ("缺", "que", "", TOWN, "", "", ""))
    told = send(system, bad, "a.csv").get_json()
    assert [(each["row"], each["login"]) for each in told["rows"]] == [(4, "yuan"), (5, "短"), (6, "que")]
    assert (told["code"], told["field"]) == ("rows_refused", "file")
    english = send(system, bad, "a.csv", headers={"Accept-Language": "en"}).get_json()
    assert english["rows"][1]["what"] == "This row has 2 cells, the header has 7"
    assert make.run("select count(*) from account") == 1


@pytest.mark.parametrize(("data", "name", "said"), [
    (b"", "a.xlsx", "文件读不懂"), (b"PK\x03\x04", "a.xlsx", "文件读不懂"), ("姓名\n".encode("gb18030"), "a.csv", "UTF-8"),
    (xlsx(("姓名", "账号", "岗位")), "a.xlsx", "缺少“区划代码”这一列"), (xlsx((*HEADER, "工资")), "a.xlsx", "不认识“工资”"),
    (xlsx(HEADER), "a.xlsx", "没有一行"), (b"x", "a.pdf", "只收"), (csv(HEADER, *[GOOD[2]] * 501), "a.csv", "500"),
])  # fmt: skip
def test_what_is_no_list_is_told(make: Maker, system: Browser, data: bytes, name: str, said: str) -> None:
    answer = send(system, data, name)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_only_a_system_administrator_sends_one(make: Maker) -> None:
    other = make.administrator("anquan", "security_administrator", "621124")
    assert send(other, xlsx(*GOOD)).status_code == 403
    assert other.post("/api/accounts/import", data={}).status_code in {403, 422}
    assert make.run("select count(*) from account") == 1
