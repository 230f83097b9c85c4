"""What tests of evaluations do again and again: a county whose posts worked for a year, and asking for its evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from backend.clock import today
from tests.drafts import Draft, draft
from tests.make import Browser, Maker, new_id

COUNTY, TOWN, NEXT = "621124", "621124100", "621124101"
LAST = today().replace(day=1) - timedelta(days=1)
SINCE = (LAST + timedelta(days=1)).replace(
    year=LAST.year if LAST.month == 12 else LAST.year - 1, month=LAST.month % 12 + 1
)
DAY = LAST - timedelta(days=3)
POST = "(select id from station where code = :code)"
AREA = "(select area_code from station where code = :code)"


def ok(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("field") or answer.get_json()["code"]


def asked(**more: Any) -> dict[str, Any]:
    return {"id": new_id(), "area": COUNTY, "kind": "collection_post", "since": str(SINCE), "months": 12} | more


def held(make: Maker, code: str, day: date, shown: bool) -> None:
    made = new_id()
    make.run(
        "insert into activity (id, type, title, area_code, station_id, state, held_on) select cast(:id as uuid), 'law_lecture', '宪法宣讲',"
        f" {AREA}, {POST}, 'held', :day", id=made, code=code, day=day,
    )  # fmt: skip
    if shown:
        make.run(
            f"insert into activity_attendance (id, activity_id, area_code, name, way) values (gen_random_uuid(), cast(:id as uuid), {AREA}, '王', 'code')",
            id=made, code=code,
        )  # fmt: skip


def said(make: Maker, law: Draft, code: str, *moves: str) -> None:
    made = new_id()
    make.run(
        "insert into opinion (id, number, solicitation_id, version_id, area_code, station_id, channel, said_at, received_at, state, reply_way, receipt,"
        f" digest, answer) select cast(:id as uuid), 'Y' || cast(:id as text), v.solicitation_id, v.id, {AREA}, {POST}, 'web', cast(:day as date),"
        " cast(:day as date), 'registered', 'receipt', lpad((1000 + nextval('opinion_number'))::text, 12, '0'), sha256('x'), '{}'"
        " from draft_version v where v.solicitation_id = cast(:law as uuid)", id=made, law=law.id, code=code, day=DAY,
    )  # fmt: skip
    for nth, move in enumerate(moves, 2):
        make.run(
            "insert into opinion_event (opinion_id, version, at, move, from_state, to_state, actor_name, actor_role, area_code)"
            f" select cast(:id as uuid), :nth, cast(:day as date) + 1, m.id, m.from_state, m.to_state, '', 'system', {AREA} from opinion_move m where m.id = :move",
            id=made, nth=nth, day=DAY, move=move, code=code,
        )  # fmt: skip


def brought(make: Maker, code: str, *, answered: bool = True, hidden: bool = False) -> str:
    made = new_id()
    make.run(
        "insert into cases (id, number, state, category, area_code, station_id, hidden, opened_at, state_since) select cast(:id as uuid),"
        f" 'L' || cast(:id as text), 'answered', 'land', {AREA}, {POST}, :hidden, cast(:day as date), cast(:day as date)",
        id=made, code=code, hidden=hidden, day=DAY,
    )  # fmt: skip
    if answered:
        make.run(
            "insert into case_event (case_id, at, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)"
            f" select cast(:id as uuid), cast(:day as date) + 1, '', 'liaison', m.id, m.from_state, m.to_state, 2, {AREA}, :hidden from case_move m"
            " where m.to_state = 'answered' order by m.id limit 1", id=made, code=code, hidden=hidden, day=DAY,
        )  # fmt: skip
    return made


def worked(make: Maker) -> dict[str, Browser]:
    """A county with three posts of two townships and what they did last year; who evaluates, and who keeps a post."""
    make.counties()
    people = (("xian", "liaison", COUNTY), ("ren", "town_congress", COUNTY), ("lian", "liaison", TOWN), ("bali", "liaison", NEXT),
              ("wen", "liaison", "621124100001"), ("fuquan", "liaison", "522702"), ("wang", "grid_worker", "621124100001"))  # fmt: skip
    for login, role, area in people:
        make.account(login, (role, area))
    make.run(
        "insert into station_cell (station_id, edition_id, cell_id, distance_m) select s.id, c.edition_id, c.id, 10 from station s join grid_cell c"
        " on c.area_code = s.area_code where s.code in ('LT-WF', 'LT-DJ')"
    )
    make.run("update station set opening_hours = '周一至周五' where code in ('LT-WF', 'LT-DJ')")
    for code, days in (("LT-WF", 4), ("LT-DJ", 2)):
        for nth in range(days):
            held(make, code, DAY - timedelta(days=nth), shown=nth % 2 == 0)
    held(make, "LT-WF", SINCE - timedelta(days=1), shown=True)
    law = draft(make)
    said(make, law, "LT-WF", "report", "adopt")
    said(make, law, "LT-WF", "report")
    said(make, law, "LT-DJ", "invalid")
    brought(make, "LT-WF")
    brought(make, "LT-WF", answered=False)
    brought(make, "LT-WF", hidden=True)
    return {login: make.login(login) for login, *_ in people}


def move(who: Browser, at: str, version: int, which: str, **more: Any) -> Any:
    return who.post(f"{at}/transitions", json={"move": which} | more, headers={"If-Match": f'"{version}"'})
