"""A report is made of each county and township when its week or month is over, and stays as it was made (H06)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from backend.bulletins import tasks
from backend.bulletins.domain import times_of, whole
from backend.clock import CHINA, today
from backend.db import Context, Database
from backend.grid import service as grid
from backend.settings import Settings
from tests.backend.hotspots.test_significance import MANY, PICTURE
from tests.draw import draw
from tests.errands import run_errands
from tests.evaluations import DAY, POST, worked
from tests.make import Browser, Maker
from tests.pdf import words_of

TOWN, NEXT, COUNTY = "621124100", "621124101", "621124"
# Cells of the north-west corner with many reports, some others with one.
HERE = {"a": 9, "b": 8, "f": 8, "g": 9, "m": 1, "q": 1, "r": 1, "u": 1}


@pytest.fixture
def grown(make: Maker) -> Maker:
    """Twenty-two cells in one township with reports of last week; fewer of the week before and of last year's."""
    make.counties()
    for login, role, area in (
        ("worker", "grid_worker", COUNTY), ("head", "town_head", TOWN), ("liaison", "liaison", TOWN), ("neighbour", "town_head", NEXT),
        ("county", "town_head", COUNTY),
    ):  # fmt: skip
        make.account(login, (role, area))
    edition = make.run("select min(id) from grid_edition where area_code = '621124'")
    for letter, shape in draw(PICTURE).items():
        make.cell(edition, f"G-{letter}", f"网格{letter}", "621124100001", shape)
    with make.owner.transaction() as session:
        grid.refresh_neighbours(session)
    week = times_of("week", whole("week", today()))
    assert week.before
    assert week.year
    for cell, n in HERE.items():
        put(make, cell, n, week.span.first)
    put(make, "a", 6, week.before.last, category="family")
    put(make, "a", 5, week.year.first)
    put(make, "a", 1, week.year.first - timedelta(days=9))
    put(make, "b", 30, week.span.last, hidden=True)
    return make


def put(make: Maker, cell: str, n: int, day: date, **more: Any) -> None:
    """Store reports of a cell on a day."""
    told = {"category": "land", "channel": "door", "hidden": False} | more
    at = datetime.combine(day, time(9), CHINA)
    make.run(MANY, cell=f"G-{cell}", n=n, at=at, mark=f"{cell}{day}{sorted(told.items())}", **told)


def found(browser: Browser, path: str = "") -> Any:
    """Return what a reader reads."""
    answer = browser.get(f"/api/bulletins{path}")
    assert answer.status_code == 200, answer.text
    assert not {"NaN", "Infinity", "-Infinity"} & set(answer.text.replace(":", ",").split(","))
    return answer.get_json()


def test_last_week_is_told_once_to_who_reads_there_and_never_counted_again(
    grown: Maker, worker_database: Database, ours: Settings
) -> None:
    tasks.due(worker_database)
    run_errands(ours)
    head, week = grown.login("head"), whole("week", today())
    issued = found(head)
    assert [(each["area_code"], each["kind"]) for each in issued["items"] if each["kind"] == "week"] == [(TOWN, "week")]
    assert {each["kind"] for each in issued["items"]} == {"week", "month"}
    (one,) = [each for each in issued["items"] if each["kind"] == "week"]
    assert (one["from"], one["to"]) == (str(week.first), str(week.last))
    told = found(head, f"/{one['id']}")
    assert told["total"] == {"now": sum(HERE.values()), "before": 6, "year": 5}, "nothing hidden, each of its own week"
    assert [(row["code"], row["now"], row["before"]) for row in told["categories"]] == [
        ("land", 38, 0),
        ("family", 0, 6),
    ]
    assert sum(day["n"] for day in told["days"]) == sum(row["now"] for row in told["channels"]) == 38
    assert {cell["code"] for cell in told["hot"] if cell["sure"] and cell["class"].startswith("hot")} >= {
        "G-a",
        "G-b",
        "G-f",
        "G-g",
    }
    sizes = [cell["z"] for cell in told["hot"]]
    assert sizes == sorted(sizes, reverse=True), "what stands out most is named first"
    said = {part["section"]: [each["text"] for each in part["sentences"]] for part in told["sections"]}
    assert said["total"][0] == "本期收到反映38条。"
    assert said["total"][1].startswith("比上期的6条多")
    assert said["categories"][1] == "土地边界比上期多：上期0条，本期38条，不像是碰巧。"
    assert "网格a" in said["cells"][0]
    rests = [rest for part in told["sections"] for each in part["sentences"] for rest in each["rests"]]
    assert {"label": "上期反映", "value": 6} in rests
    assert len(told["map"]["cells"]) == 23, "the cells of the township"
    assert "网格为合成数据，不作为法定界线" in told["map"]["notes"]

    # the same on paper, and in the other language; each taking is an entry of the record
    paper = head.get(f"/api/bulletins/{one['id']}.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    text = words_of(paper.data).replace("\n", "")
    assert all(words in text for words in ("洮阳镇分析研判报告", "本期收到反映38条", "网格为合成数据", "热点99%"))
    english = head.get(f"/api/bulletins/{one['id']}?lang=en").get_json()
    assert english["sections"][0]["sentences"][0]["text"] == "38 reports came in."
    taken = "select subject_id from audit_entry where action = 'bulletin.taken'"
    assert grown.run(taken) == one["id"]

    # it lands with the head of the area, and with nobody else
    notices = [
        each for each in head.get("/api/notices").get_json()["items"] if each["title"].startswith("有新的分析研判报告")
    ]
    assert len(notices) == 2
    assert {each["url"] for each in notices} >= {f"/desk/bulletins/{one['id']}"}
    assert not [
        each for each in grown.login("liaison").get("/api/notices").get_json()["items"] if "研判" in each["title"]
    ]

    # the neighbour has another; what lies elsewhere is as what is nowhere
    neighbour = grown.login("neighbour")
    assert {each["area_code"] for each in found(neighbour)["items"]} == {NEXT}
    assert neighbour.get(f"/api/bulletins/{one['id']}").status_code == 404
    assert neighbour.get(f"/api/bulletins/{one['id']}.pdf").status_code == 404
    assert neighbour.get(f"/api/bulletins/preview?area={TOWN}").status_code == 404
    assert grown.login("worker").get("/api/bulletins").status_code == 403
    assert {each["area_code"] for each in found(grown.login("county"))["items"]} >= {COUNTY, TOWN, NEXT}

    # records change, what was issued does not; the errand finds nothing more to do
    put(grown, "c", 7, week.first)
    tasks.due(worker_database)
    assert grown.run("select count(*) from procrastinate_jobs where status = 'todo'") == 0
    assert found(head, f"/{one['id']}")["total"]["now"] == 38
    assert found(head, f"/preview?area={TOWN}&kind=own&from={week.first}&to={week.last}")["total"]["now"] == 45
    with worker_database.transaction(Context.of_service("x", (TOWN,))) as session, pytest.raises(DBAPIError):
        session.connection().exec_driver_sql("update bulletin set figures = '{}'")


def test_what_is_only_looked_at_is_not_kept_and_bad_asking_is_refused(grown: Maker) -> None:
    head, day = grown.login("head"), today()
    running = found(head, f"/preview?area={TOWN}")
    assert (running["id"], running["open"], running["total"]["before"]) == (None, True, None)
    assert found(head, f"/preview?area={TOWN}&kind=month")["from"] == str(day.replace(day=1))
    paper = head.get(f"/api/bulletins/preview.pdf?area={TOWN}&kind=own&from={day}&to={day}")
    assert "自选期间，不存档" in words_of(paper.data).replace("\n", "") or "还没到期末" in words_of(paper.data)
    assert grown.run("select count(*) from bulletin") == 0
    wrong = {
        "": "area", f"area={TOWN}&kind=year": "kind", f"area={TOWN}&kind=own": "from", f"area={TOWN}&kind=own&from=2026-01-01": "to",
        f"area={TOWN}&from=2026-01-01": "from", f"area={TOWN}&kind=own&from=2026-02-01&to=2026-01-01": "from",
        f"area={TOWN}&kind=own&from=1976-01-01&to=2026-01-01": "from", f"area={TOWN}&kind=own&from=2001-01-01&to=2026-01-01": "from",
        f"area={TOWN}&kind=own&from=2026-01-01&to=2199-01-01": "from", f"area={TOWN}&kind=own&from={day}&to=2199-01-01": "from",
        "area=621124100001": "area",
    }  # fmt: skip
    for query, field in wrong.items():
        for path in ("preview", "preview.pdf"):
            answer = head.get(f"/api/bulletins/{path}?{query}")
            assert (answer.status_code, answer.get_json()["field"]) == (422, field), (path, query, answer.text)
    for area in ("621124999", "999999999"):
        assert head.get(f"/api/bulletins/preview?area={area}").status_code == 404


def test_an_area_without_cells_or_reports_says_so(make: Maker) -> None:
    make.counties()
    make.area("522703", "麻江县", "county", "522700")
    make.account("far", ("town_head", "522703"))
    make.account("county", ("town_head", COUNTY))
    months = whole("month", today())
    asked = f"kind=own&from={months.first}&to={months.last}"
    none = found(make.login("far"), f"/preview?area=522703&{asked}")
    assert (none["map"], none["total"]["now"], none["hot"]) == (None, 0, [])
    assert [each["text"] for each in none["sections"][3]["sentences"]] == ["这里还没有网格，不判断哪里集中。"]
    few = make.login("county")
    assert [each["text"] for each in found(few, f"/preview?area={NEXT}&{asked}")["sections"][3]["sentences"]] == [
        "网格太少，不判断哪里集中。"
    ]
    assert len(words_of(few.get(f"/api/bulletins/preview.pdf?area={NEXT}&{asked}").data)) > 100


def test_what_is_hidden_restricted_or_does_not_count_is_in_no_figure(make: Maker) -> None:
    """The liaison handles hidden matters: no policy keeps them from the count."""
    who, span = worked(make)["lian"], f"kind=own&from={DAY}&to={DAY + timedelta(days=1)}"

    def told() -> Any:
        return found(who, f"/preview?area={TOWN}&{span}")

    def figures(part: str) -> list[int]:
        return [each["value"] for each in told()[part]]

    opened, answered, *_, overdue = figures("work")
    assert (opened, answered, overdue) == (2, 1, 0), "three came, two were answered, one of each is hidden"
    make.unwatched("update cases set state = 'accepted', due_on = :day", day=DAY)
    assert figures("work")[-1] == 2
    make.unwatched(
        "update cases set restricted = true where id = (select case_id from case_event where not hidden and to_state = 'answered')"
    )
    opened, answered, *_, overdue = figures("work")
    assert (opened, answered, overdue) == (1, 0, 1)
    assert figures("voices")[:3] == [3, 2, 1]
    make.unwatched(f"update opinion set state = 'invalid' where station_id = {POST}", code="LT-DJ")
    assert figures("voices")[:3] == [2, 2, 1]

    make.account("worker", ("grid_worker", COUNTY))
    for nth, (day, hidden) in enumerate(((DAY - timedelta(days=99), True), (DAY, True), (DAY, False), (DAY, False))):
        at = datetime.combine(day, time(9), CHINA)
        make.run(
            MANY, cell="621124100001001", n=1, at=at, mark=f"m{nth}", category="land", channel="door", hidden=hidden
        )
    make.unwatched(
        "update report set corrects_id = (select id from report where number = 'mm21') where number = 'mm31'"
    )
    assert told()["total"] == {"now": 1, "before": None, "year": None}, "a hidden one is no record to go back to"
    make.unwatched("update report set hidden = false where number = 'mm01'")
    assert told()["total"] == {"now": 1, "before": 0, "year": None}
