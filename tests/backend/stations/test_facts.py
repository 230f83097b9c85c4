"""站点档案: what each kind asks for; written version by version, imported, shown to everybody without what is the office's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from backend.imports.domain import ImportRefused
from backend.imports.service import read_table
from backend.stations.domain import Stood, branches
from backend.stations.domain.facts import Said, fault, overlap
from backend.stations.service.fact_imports import COLUMNS, OPTIONAL, import_facts
from tests.make import Browser, Maker, new_id

TOWN, NEXT = "621124100", "621124101"
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("equipment", "box", count=8, place="大门口"), None),
        (Said("equipment", "box"), "count"),
        (Said("host", "law_firm", count=1), "count"),
        (Said("staff", "liaison"), "words"),
        (Said("force", "party", "第二党支部"), None),
        (Said("standard", "people"), "met"),
        (Said("affiliate", "court", met=True), "met"),
        (Said("assessment", "good"), "about"),
        (Said("staff", "liaison", "杨丽", about=uuid4()), "about"),
        (Said("level", "city", from_day=DAY, until_day=date(2026, 2, 1)), "until_day"),
    ],
)
def test_a_fact_says_just_what_its_kind_asks_for(said: Said, field: str | None) -> None:
    found = fault(said)
    assert (found and found[0]) == field


def test_two_spans_share_a_day_when_the_last_of_one_is_the_first_of_the_other() -> None:
    first = Said("host", "community", until_day=DAY)
    assert overlap(first, Said("host", "village", from_day=DAY))
    assert not overlap(first, Said("host", "village", from_day=date(2026, 3, 2)))


def test_a_station_whose_superior_is_elsewhere_stands_at_the_top() -> None:
    made = [
        Stood(n, above, str(n), "liaison_point", "", "", None, None) for n, above in ((1, 99), (2, 1), (3, 1), (4, 3))
    ]
    (top,) = branches(made)
    assert [each.station.id for each in top.below] == [2, 3]
    assert [each.station.id for each in top.below[1].below] == [4]


def say(who: Browser, station: int, kind: str, value: str, *, after: int = 0, **more: Any) -> Any:
    """Write a fact."""
    body = {"id": new_id(), "after": after, "kind": kind, "value": value} | more
    return who.post(f"/api/stations/{station}/facts", json=body)


def told(who: Browser, station: int) -> dict[str, Any]:
    """Return a station's file."""
    answer: dict[str, Any] = who.get(f"/api/stations/{station}/facts").get_json()
    return answer


def test_a_file_is_kept_by_version_and_everybody_reads_what_is_public(client: FlaskClient, make: Maker) -> None:
    make.counties()
    post = int(make.run("select id from station where code = 'LT-WF'"))
    make.account("yang", ("liaison", TOWN), name="杨丽")
    make.account("lin", ("liaison", NEXT))
    make.account("wang", ("grid_worker", "621124100001"))
    yang, lin, wang = make.login("yang"), make.login("lin"), make.login("wang")
    same = new_id()
    first = say(yang, post, "equipment", "box", id=same, count=8, place="大门口", since="2023-03-09")
    assert (first.status_code, first.get_json()["version"]) == (200, 1)
    again = say(yang, post, "equipment", "box", id=same, count=8, place="大门口", since="2023-03-09")
    assert again.get_json() == first.get_json(), "may be repeated"
    assert say(yang, post, "equipment", "box", id=same, count=9, after=1).get_json()["version"] == 2
    late = say(yang, post, "equipment", "box", id=same, count=7, after=1)
    assert (late.status_code, late.get_json()["field"]) == (409, "after")
    kept = yang.get(f"/api/stations/{post}/facts/{same}/versions").get_json()["items"]
    assert [(each["version"], each["count"]) for each in kept] == [(2, 9), (1, 8)]

    head = say(yang, post, "staff", "station_head", words="罗站长", since="2024-01-01").get_json()["id"]
    say(yang, post, "staff", "counsel", words="离任顾问", since="2020-01-01", until="2022-12-31")
    assert say(yang, post, "assessment", "good", about=head, note="内部评语").status_code == 200
    assert say(yang, post, "standard", "place", met=False, note="缺电子屏").status_code == 200
    assert say(yang, post, "level", "city", since="2018-01-01", until="2021-12-31", note="首批").status_code == 200
    assert say(yang, post, "level", "provincial", since="2022-01-01").status_code == 200
    for function in ("opinions", "lectures", "mediation", "practice"):
        assert say(yang, post, "function", function).status_code == 200
    assert say(yang, post, "intro", "", words="设在社区大院里。").status_code == 200
    assert say(yang, post, "intro", "", words="另一个简介").status_code == 409
    for kind, value, more, field in (
        ("equipment", "rocket", {"count": 1}, "value"),
        ("staff", "liaison", {}, "words"),
        ("assessment", "good", {"about": new_id()}, "about"),
        ("equipment", "box", {"count": 0}, "count"),
    ):
        wrong = say(yang, post, kind, value, **more)
        assert (wrong.status_code, wrong.get_json()["field"]) == (422, field)
    assert [say(who, post, "host", "community").status_code for who in (lin, wang)] == [403, 403]
    assert say(yang, 10**9, "host", "community").status_code == 404
    assert told(yang, post)["comprehensive"] and told(yang, post)["may_write"]
    assert not told(lin, post)["may_write"]

    page = client.get(f"/stations/{post}").get_data(as_text=True)
    for words in (
        "设在社区大院里。",
        "罗站长",
        "省级示范点",
        "市级示范点",
        "首批",
        "专业化综合服务阵地",
        "<b>9</b>",
        f'href="/s/{post}"',
        "<path d=",
    ):
        assert words in page, words
    for words in ("内部评语", "缺电子屏", "离任顾问"):
        assert words not in page, words
    assert len(page.encode()) < 30_000
    struck = say(yang, post, "staff", "station_head", id=head, after=1, words="罗站长", removed=True)
    assert struck.get_json()["state"] == "removed"
    assert "罗站长" not in client.get(f"/stations/{post}").get_data(as_text=True)
    network = client.get("/stations/?area=621124").get_data(as_text=True)
    assert "文峰社区信息采集点" in network and "省级示范点" in network
    assert client.get("/stations/?area=999999").status_code == 404
    assert client.get("/stations/999999999").status_code == 404
    assert "Provincial model station" in client.get(f"/stations/{post}?lang=en").get_data(as_text=True)
    written = make.run("select count(*) from station_fact")
    assert make.run("select count(*) from audit_entry where action = 'station.fact_written'") == written


def test_a_file_of_facts_is_taken_whole_or_not_at_all(make: Maker, tmp_path: Path) -> None:
    make.counties()
    head = ",".join((*COLUMNS, *OPTIONAL))
    good = tmp_path / "facts.csv"
    good.write_text(f"{head}\nLT,equipment,desk,,19,,,2023-03-09,,003\nLT,host,community,,,,,,,\n", encoding="utf-8")

    def run(path: Path) -> dict[str, int]:
        with make.owner.transaction() as session:
            return import_facts(session, read_table(path, COLUMNS, OPTIONAL)).counts

    assert run(good) == {"facts": 2, "written": 2}
    assert run(good) == {"facts": 2, "written": 0}
    changed = good.read_text("utf-8").replace(",19,", ",20,")
    good.write_text(changed, encoding="utf-8")
    assert run(good) == {"facts": 2, "written": 1}
    assert make.rows("select version, count from station_fact where kind = 'equipment' order by version") == [
        (1, 19),
        (2, 20),
    ]
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{head}\nLT,equipment,sign,,1,,,,,\nXX,equipment,desk,,1,,,,,\nLT,equipment,desk,,0,,,,,\nLT,equipment,tank,,1,,,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(ImportRefused) as refused:
        run(bad)
    assert [each.where for each in refused.value.findings] == ["row 3", "row 4", "row 5"]
    assert make.run("select count(*) from station_fact") == 3
