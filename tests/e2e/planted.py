"""The hotspots that the demo plants are found, and its bait is not taken."""

from __future__ import annotations

from datetime import timedelta

from backend.clock import today
from backend.demo.domain import PASSWORD
from backend.demo.service.filling import BAIT, HOT, PLANS
from tests.make import Maker

STANDS_OUT = {"hot_99", "hot_95"}


def planted(make: Maker) -> None:
    """Three are hot and stand against false discoveries; two cells with more reports than any other are not."""
    head = make.login("xianzhang", password=PASSWORD)
    since = today() - timedelta(days=PLANS[0].days)
    answer = head.get(f"/api/hotspots?from={since}&measure=gi_star")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    cells = {cell["code"]: cell for cell in answer.get_json()["cells"]}
    most = sorted(cells, key=lambda code: cells[code]["count"])[-2:]
    assert set(most) == set(BAIT), "counts alone would be led astray"
    assert {code: (cells[code]["class"] in STANDS_OUT, cells[code]["fdr"]) for code in (*HOT, *BAIT)} == (
        dict.fromkeys(HOT, (True, True)) | dict.fromkeys(BAIT, (False, False))
    )
    assert {cells[code]["class"] for code in BAIT} == {"none"}
    hot = [cell for cell in cells.values() if cell["class"] in STANDS_OUT]
    assert len(hot) < len(cells) / 10, "what is hot lies around the three"
    sheet = head.get(f"/api/hotspots/cells/{HOT[0]}?from={since}").get_json()
    assert (sheet["class"], sheet["count"]) == (cells[HOT[0]]["class"], cells[HOT[0]]["count"])
    assert sum(each["n"] for each in sheet["categories"]) == sheet["count"]
    assert sheet["open_cases"] > 0
    assert [worker["name"] for worker in sheet["workers"]] == ["马小军"]
    series = head.get(f"/api/hotspots/series?from={since}&step=week").get_json()
    told = {cell["code"]: sum(cell["counts"]) for cell in series["cells"]}
    assert told == {code: cell["count"] for code, cell in cells.items() if cell["count"]}
