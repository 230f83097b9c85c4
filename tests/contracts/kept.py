"""What an office keeps, one of each, so that a write reaches it."""

from __future__ import annotations

from tests.contracts.gathered import sent
from tests.contracts.gathering import standing
from tests.contracts.solicitation_writes import NAMES, issue
from tests.contracts.visit_writes import ask_somebody
from tests.contracts.world import where
from tests.make import Browser, Maker, new_id


def kept(make: Maker, liaison: Browser, town: str) -> dict[str, str]:
    """Let the office keep a rule, a template, a mobile station's session, a deputy, and a solicitation with a task; return ids."""
    rule = {"id": new_id(), "area_code": town, "channel": "industry", "category": "land"}
    reply = {"id": new_id(), "area_code": town, "kind": "done", "title": "镇里的", "body": "编号{{number}}的事办好了"}
    sent(liaison.post("/api/routing-rules", json=rule), rule)
    sent(liaison.post("/api/reply-templates", json=reply), reply)
    van = make.station("VAN", "流动车", "workstation", f"{town}001", None)
    make.run("update station set mobile = true where id = :id", id=van)
    (path, stands), _ = standing(int(van)).values()
    session = stands["json"] | {"point": where(town)["place"]}
    sent(liaison.post(path, json=session), session)
    deputy = make.run(
        "insert into deputy (code, name, level, area_code) values ('DX', '某代表', 'county', :town) returning id",
        town=town,
    )
    law = issue(liaison)
    at = f"/api/solicitations/{law}"
    task = {"id": new_id(), "station_id": make.run("select min(id) from station where left(area_code, 9) = :t", t=town)}
    assert (
        liaison.post(f"/api/step-templates/{task['station_id']}", json={"names": NAMES, "after": 0}).status_code == 200
    )
    sent(liaison.post(f"{at}/tasks", json=task), task)
    taken = f"/api/solicitation-tasks/{task['id']}/transitions"
    assert liaison.post(taken, json={"to": "accepted"}, headers={"If-Match": '"1"'}).status_code == 200
    run = liaison.get(at).get_json()["runs"][0]["id"]
    two = [make.account(f"dui-{n}-{new_id()[-8:]}", ("collector", town), name=f"员{n}") for n in "ab"]
    pair = {
        "id": new_id(),
        "kind": "mentoring",
        "area_code": town,
        "first": two[0],
        "second": two[1],
        "purpose": "带着走访",
    }
    sent(liaison.post("/api/pairings", json=pair | {"from_day": "2026-11-20"}), pair)
    return {
        "pairing_id": pair["id"],
        "visit_task_id": ask_somebody(make, liaison, town),
        "rule_id": rule["id"], "template_id": reply["id"], "session_id": session["id"], "deputy_id": str(deputy),
        "solicitation_id": law, "task_id": task["id"], "run_id": run,
    }  # fmt: skip
