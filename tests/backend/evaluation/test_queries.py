"""Which records count for a station: each by what became of it, and nothing hidden, restricted or taken back."""

from __future__ import annotations

from datetime import timedelta

from tests.drafts import draft
from tests.evaluations import AREA, DAY, POST, asked, brought, ok, said, worked
from tests.make import Maker, new_id

URGE = (
    "insert into case_urge (case_id, level, at, actor_name, actor_role, area_code, hidden)"
    f" values (cast(:id as uuid), 1, :at, '', 'system', {AREA}, false)"
)
RATE = (
    "insert into rating (id, case_id, sheet_id, report_id, at, verdict, reason, way, area_code, hidden) values (gen_random_uuid(),"
    f" cast(:id as uuid), cast(:sheet as uuid), gen_random_uuid(), :at, :verdict, '没有办好', 'receipt', {AREA}, :hidden)"
)


def test_a_record_counts_by_what_became_of_it(make: Maker) -> None:
    xian, law, code = worked(make)["xian"], draft(make), "LT-DJ"
    for state in ("withdrawn", "became_case"):
        said(make, law, "LT-WF")
        make.unwatched(
            f"update opinion o set state = :state where state = 'registered' and station_id = {POST}"
            " and not exists (select from opinion_event e where e.opinion_id = o.id)", state=state, code="LT-WF",
        )  # fmt: skip
    before, after, later, restricted = (brought(make, code) for _ in range(4))
    # both were answered the day after they came
    for case, at in ((before, DAY), (after, DAY + timedelta(days=2)), (later, DAY + timedelta(days=2))):
        make.unwatched(URGE, id=case, at=at, code=code)
    make.unwatched("update cases set restricted = true where id = :id", id=restricted)
    sheet = new_id()
    for case, of, verdict, hidden in (
        (before, sheet, "satisfied", False), (before, sheet, "dissatisfied", False), (after, new_id(), "fair", False),
        (after, new_id(), "satisfied", True), (restricted, new_id(), "satisfied", False),
    ):  # fmt: skip
        make.unwatched(RATE, id=case, sheet=of, at=DAY, verdict=verdict, hidden=hidden, code=code)
    ok(xian.post("/api/evaluations", json=asked()))

    def counts(station: str) -> dict[str, int]:
        found = f"select measure, count(*) as n from evaluation_source where station_id = {POST} group by measure"
        return {row.measure: row.n for row in make.rows(found, code=station)}

    assert counts("LT-WF")["opinions"] == 2, "neither what was withdrawn nor what became a case"
    told = counts(code)
    assert (told["cases"], told["cases_answered"], told["cases_in_time"]) == (3, 3, 2), (
        "urged before the answer is late"
    )
    assert (told["ratings"], told["ratings_content"]) == (2, 1), "the last word on each sheet"
