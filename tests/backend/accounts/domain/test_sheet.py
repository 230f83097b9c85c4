"""A list of people, row by row: what is taken, and every fault at once."""

from __future__ import annotations

from datetime import date

import pytest

from backend.accounts.domain import Appointment, Term
from backend.accounts.domain.kinds import Profile
from backend.accounts.domain.sheet import COLUMNS, OPTIONAL, people_of
from backend.imports.domain import Row
from tests.backend.accounts.lists import HEADER

DAY, TOWN = date(2026, 11, 22), "621124100"
EMPTY = dict.fromkeys((*COLUMNS, *OPTIONAL), "")
GOOD = ("马小军", "ma", "网格员", TOWN, "", "", "")


def rows(*lines: tuple[str, ...]) -> list[Row]:
    """Return the rows of a list below its header."""
    return [Row(n, EMPTY | dict(zip(HEADER, line, strict=False))) for n, line in enumerate(lines, 2)]


def faults(*lines: tuple[str, ...], taken: str = "", areas: list[str] | None = None) -> list[tuple[str, str]]:
    """Return row and sentence of everything that is wrong."""
    _, found = people_of(rows(*lines), DAY, frozenset(taken.split()), areas)
    return [(each.where, each.what) for each in found]


def test_roles_by_label_or_key_terms_and_a_phone() -> None:
    people, found = people_of(
        rows(("马小军", "MA", "网格员、信息采集员", TOWN, "2026/1/2", "2027-12-31", "１３９１２３４５６７８"),
             ("孙志远", "sun", "县（市、区）长", "621124", "", "", ""), ("李", "li", "liaison,verifier", "６２１１２４", "", "", "")),
        DAY, frozenset(), None,
    )  # fmt: skip
    assert found == []
    term = Term(date(2026, 1, 2), date(2027, 12, 31))
    assert people[0].roles == (Appointment("grid_worker", TOWN, term), Appointment("collector", TOWN, term))
    assert (people[0].login, people[0].phone) == ("ma", "13912345678")
    assert people[1].roles == (Appointment("town_head", "621124"),)
    assert [role.role for role in people[2].roles] == ["liaison", "verifier"] and people[2].roles[0].area == "621124"


@pytest.mark.parametrize(("at", "cell", "said"), [
    (0, "", "姓名"), (0, "长" * 41, "姓名"), (1, "马", "账号"), (1, "x", "账号"), (1, "li", "已经有"), (2, "皇帝", "没有这个岗位：皇帝"),
    (2, "", "岗位没有写"), (2, "系统管理员、审计管理员", "不同的人"), (3, "6211", "行政区划代码"), (3, "522702", "不在您的辖区里"),
    (4, "明天", "“起”要写成"), (5, "2026-02-30", "“止”要写成"), (5, "2026-11-21", "任期"), (6, "139", "手机"),
])  # fmt: skip
def test_each_fault_is_named_with_its_row(at: int, cell: str, said: str) -> None:
    bad = tuple(cell if n == at else given for n, given in enumerate(GOOD))
    (found,) = faults(("先", "xian", *GOOD[2:]), bad, taken="li", areas=["621124"])
    assert found[0] == "row 3" and said in found[1]


def test_all_faults_of_all_rows_come_at_once() -> None:
    found = faults(GOOD, ("", "?", "皇帝", "1", "x", "y", "z"), GOOD)
    assert [where for where, _ in found] == ["row 2", *["row 3"] * 7, "row 4"]
    assert found[0][1] == "这个账号在表里出现了2次"


def test_what_kind_of_person_somebody_is_stands_in_the_list_too() -> None:
    said = {"人员类别": "五老、人民调解员、乡贤", "专长": "土地纠纷", "语言": "临洮话，东乡语"}
    people, found = people_of([Row(2, rows(GOOD)[0].cells | said)], DAY, frozenset(), None)
    assert found == [] and people[0].profile == Profile(
        ("mediator", "elder", "worthy"), "土地纠纷", ("临洮话", "东乡语")
    )
    bad = {"人员类别": "五老、皇帝", "专长": "长" * 61, "语言": "一 二 三 四 五 六"}
    _, found = people_of([Row(2, rows(GOOD)[0].cells | bad)], DAY, frozenset(), None)
    assert [each.what for each in found] == [
        "没有这个人员类别：皇帝",
        "专长最多写60个字",
        "语言最多写5种，每种最多20个字",
    ]
