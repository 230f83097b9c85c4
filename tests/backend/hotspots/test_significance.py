"""What stands out, over HTTP: computed inside the asker's scope only, and the same on the map and on the sheet of a cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backend.grid import service as grid
from backend.hotspots.domain import gistar
from backend.hotspots.domain.asked import MOST_STEPS
from backend.hotspots.domain.rates import smoothed
from backend.hotspots.service import scope
from tests.backend.hotspots.conftest import Report
from tests.draw import draw
from tests.make import Browser, Maker

NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}
MONTH = NOVEMBER | {"measure": "gi_star"}
# Four by five cells of 文峰 below the squares A and B, one that touches none of them, one (X) where nobody lives.
PICTURE = "...\n...\nabcde\nfghij\nklmno\npqrsX\n.....\nu...."
MANY = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select gen_random_uuid(), 'm' || :mark || n, 'sighting', (select id from account where login = 'worker'), c.area_code, c.id,
  (select id from station where code = 'LT-WF'), :category, :channel, :hidden, cast(:at as timestamptz), cast(:at as timestamptz), sha256(n::text::bytea), '{}'
from grid_cell c cross join generate_series(1, :n) n where c.code = :cell
"""


@pytest.fixture
def grown(county: Maker) -> Maker:
    """Twenty-two cells in one township, five reports in each corner cell of the north-west, one in most others."""
    edition = county.run("select min(id) from grid_edition where area_code = '621124'")
    for letter, shape in draw(PICTURE).items():
        county.cell(edition, f"G-{letter}", f"网格{letter}", "621124100001", shape)
    county.run("update grid_cell set households = 0 where code = 'G-X'")
    with county.owner.transaction() as session:
        grid.refresh_neighbours(session)
    for cell, n in {"a": 9, "b": 8, "f": 8, "g": 9, "m": 1, "q": 1, "r": 1, "u": 1, "X": 1}.items():
        many(county, f"G-{cell}", n)
    many(county, "G-q", 1, "2026-09-10T08:00:00Z")
    return county


def many(make: Maker, cell: str, n: int, at: str = "2026-11-27T08:00:00Z", **more: Any) -> None:
    told = {"category": "land", "channel": "door", "hidden": False} | more
    make.run(MANY, cell=cell, n=n, at=at, mark=f"{cell}{at}{sorted(told.items())}", **told)


def ask(browser: Browser, path: str = "", **query: str) -> dict[str, Any]:
    answer = browser.get(f"/api/hotspots{path}", query_string=MONTH | query if not path else NOVEMBER | query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert not {"NaN", "Infinity"} & set(answer.get_data(as_text=True).replace(":", ",").split(","))
    body: dict[str, Any] = answer.get_json()
    return body


def by_code(body: dict[str, Any]) -> dict[str, Any]:
    return {cell["code"]: cell for cell in body["cells"]}


def test_a_corner_of_many_reports_stands_out_and_its_sheet_says_so(grown: Maker) -> None:
    head = grown.login("head")
    body = ask(head)
    cells = by_code(body)
    assert body["reason"] is None
    assert body["computed"] == {"cells": 22, "islands": 1, "permutations": 999, "seed": 20260501, "q": 0.05}
    hot = {code for code, cell in cells.items() if cell["class"] == "hot_99"}
    assert {"G-a", "G-b", "G-f"} <= hot
    assert all(cells[code]["fdr"] and cells[code]["p_sim"] <= 0.01 for code in hot)
    assert (cells["G-o"]["class"], cells["G-o"]["fdr"]) == ("none", False)
    assert cells["G-u"]["p_sim"] is None, "an island has no neighbours to draw"
    nobody = cells["G-X"]
    assert {name for name, value in nobody.items() if value is None} == {
        "rate",
        "smoothed",
        "z",
        "p",
        "p_sim",
        "fdr",
        "class",
        "trend",
    }
    assert cells["G-a"]["trend"] == "new", "twelve weeks ago somebody wrote something; since then nobody"
    # a cell's figures are those of the statistic on arrays, and its sheet's are the map's
    lived = [cell for cell in body["cells"] if cell["households"]]
    values = smoothed(*(np.array([cell[name] for cell in lived], float) for name in ("count", "households")))
    assert [cell["smoothed"] for cell in lived] == values.tolist()
    around = {"G-a": 3, "G-g": 8, "G-u": 0, "G-n": 7}
    for code, n in around.items():
        share = np.sqrt((n + 1) * (22 - n - 1) / 21)
        beside = [
            cells[f"G-{each}"]["smoothed"]
            for each in {"a": "abfg", "g": "abcfghklm", "u": "u", "n": "hijmnors"}[code[-1]]
        ]
        z = (sum(beside) - (n + 1) * values.mean()) / (values.std() * share)
        assert cells[code]["z"] == pytest.approx(z, abs=1e-9)
        assert cells[code]["p"] == pytest.approx(gistar.two_sided(np.array([z]))[0], abs=1e-9)
    sheet = ask(head, "/cells/G-a")
    assert {name: sheet[name] for name in cells["G-a"]} == cells["G-a"]
    assert (sheet["village"], sheet["town"], len(sheet["series"])) == ("文峰社区", "洮阳镇", 12)
    assert [step["count"] for step in sheet["series"]] == [0] * 11 + [9]
    assert sheet["series"][-1] == {"from": "2026-11-24", "to": "2026-11-30", "count": 9}
    assert [(each["code"], each["n"]) for each in sheet["categories"]] == [("land", 9)]
    assert ask(head) == body, "the same figures each time: the draws are seeded"


def test_a_running_server_sees_the_pairs_that_a_refresh_found(grown: Maker) -> None:
    grown.run("delete from cell_neighbour")
    head = grown.login("head")
    before = ask(head)
    assert before["computed"]["islands"] == before["computed"]["cells"] == 22
    with grown.owner.transaction() as session:
        grid.refresh_neighbours(session)
    after = ask(head)
    assert after["computed"]["islands"] == 1
    assert after["version"] != before["version"]


def test_nothing_hidden_and_nothing_of_the_neighbours_changes_a_figure(grown: Maker) -> None:
    """王家磨 touches 东街 across the border of the townships; the county sees both."""
    head, sheet = grown.login("head"), "/cells/621124100002001"
    before, of_cell = ask(head), ask(head, sheet)
    many(grown, "G-g", 5, hidden=True)
    many(grown, "G-c", 5, hidden=True)
    many(grown, "621124101001001", 30)
    after = ask(head)
    assert after.pop("hidden_by_village") == before.pop("hidden_by_village")
    assert after == before
    assert ask(head, sheet) == of_cell
    grown.account("county", ("town_head", "621124"))
    county = grown.login("county")
    wide = by_code(ask(county))
    assert wide["621124101001001"]["class"] == "hot_99"
    assert wide["621124100002001"]["z"] > by_code(before)["621124100002001"]["z"], "who sees both compares both"
    assert by_code(ask(county, area="621124100")) == by_code(before), "one area has one answer, whoever asks"


def test_a_sheet_names_who_is_there_and_is_nobody_elses(county: Maker) -> None:
    wf = "621124100001001"
    county.account("own", ("grid_worker", "621124100001"), name="马小军", cells=[wf])
    many(county, wf, 2, category="environment")
    sheet = ask(county.login("head"), f"/cells/{wf}")
    assert [worker["name"] for worker in sheet["workers"]] == ["马小军"]
    assert (sheet["count"], sheet["rate"], sheet["class"], sheet["open_cases"]) == (2, 5.0, None, 0)
    assert sheet["posts"][0]["name"] == "临洮县基层立法联系点"
    assert len(sheet["posts"]) == 3
    distances = [post["distance_m"] for post in sheet["posts"]]
    assert distances == sorted(distances)
    assert [post["walk_min"] for post in sheet["posts"]] == [-(-metres // 80) for metres in distances]
    neighbour = county.login("neighbour")
    answers = [neighbour.get(f"/api/hotspots/cells/{code}") for code in (wf, "G-nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].get_data() == answers[1].get_data()
    assert county.login("worker").get(f"/api/hotspots/cells/{wf}").status_code == 403


def test_a_series_has_what_the_map_counts_step_by_step(county: Maker, report: Report) -> None:
    wf = "621124100001001"
    many(county, wf, 3, "2026-11-07T15:59:00Z")
    many(county, wf, 2, "2026-11-07T16:01:00Z", channel="phone")
    many(county, wf, 4, hidden=True)
    report(None, "2026-11-30T08:00:00Z")
    head = county.login("head")
    body = ask(head, "/series", step="week")
    assert [tuple(step.values()) for step in body["steps"]] == [
        ("2026-11-01", "2026-11-07"), ("2026-11-08", "2026-11-14"), ("2026-11-15", "2026-11-21"),
        ("2026-11-22", "2026-11-28"), ("2026-11-29", "2026-11-30"),
    ]  # fmt: skip
    assert body["cells"] == [{"code": wf, "counts": [3, 2, 0, 0, 0]}]
    assert body["total"] == [3, 2, 0, 0, 1], "one without a cell"
    assert ask(head)["total"] == 6
    assert ask(head, "/series", channel="phone")["total"] == [0, 2, 0, 0, 0]
    told = ask(head, measure="rate", channel="phone")
    assert (told["channel"], told["total"], by_code(told)[wf]["rate"]) == ("phone", 2, 5.0)
    many_steps = head.get("/api/hotspots/series?from=2026-01-01&to=2026-11-30&step=day")
    assert (many_steps.status_code, many_steps.get_json()["field"]) == (422, "step")
    assert head.get("/api/hotspots/series?step=hour").get_json()["field"] == "step"


def test_each_of_sixty_steps_has_its_own_counts(county: Maker, report: Report) -> None:
    """So many may be asked for; a step more would need a further bit."""
    wf = "621124100001001"
    for cell in (wf, wf, None):
        for at in ("2026-09-01", "2026-10-30"):
            report(cell, f"{at}T04:00:00Z")
    many(county, wf, 5, "2026-10-15T04:00:00Z")
    body = ask(county.login("head"), "/series", **{"from": "2026-09-01", "to": "2026-10-30"}, step="day")
    assert (len(body["steps"]), MOST_STEPS) == (60, 60)
    assert body["cells"] == [{"code": wf, "counts": [2] + [0] * 43 + [5] + [0] * 14 + [2]}]
    assert body["total"] == [3] + [0] * 43 + [5] + [0] * 14 + [3]


def test_where_nothing_can_be_compared_it_says_why(grown: Maker) -> None:
    """One cell, nothing counted, nothing that differs, nobody who lives there, no day and fifty years."""
    head, village = grown.login("head"), {"area": "621124100001"}
    for cell in [*(f"G-{letter}" for letter in "abcdefghijklmnopqrsuX"), "621124100001001"]:
        many(grown, cell, 1, category="family")
    reasons = [
        ask(grown.login("neighbour"))["reason"],
        ask(head, category="traffic")["reason"],
        ask(head, **{"from": "2000-01-01", "to": "2000-01-01"})["reason"],
        ask(head, category="family", **village)["reason"],
        ask(head, **{"from": "2000-01-01", "to": "2050-12-31"})["reason"],
    ]
    assert reasons == ["too_few_cells", "all_equal", "all_equal", "all_equal", None]
    grown.run("update grid_cell set households = 0 where area_code like '621124100%'")
    scope.KEPT.clear()
    body = ask(head)
    assert body["reason"] == "too_few_cells"
    assert {
        cell[name]
        for cell in body["cells"]
        for name in ("rate", "smoothed", "z", "p", "p_sim", "fdr", "class", "trend")
    } == {None}
