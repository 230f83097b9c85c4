"""Writes of visits: what one could try with another's task, good bodies of each, and each made once."""

from __future__ import annotations

from typing import Any

from backend.clock import today
from tests.contracts.deputy_writes import Write
from tests.contracts.world import HERE
from tests.make import Maker, new_id

RESULT = {"made_at": "2026-11-21T09:00:00Z", "found": "nothing", "households": 3, "note": "冒名的走访"}
GOAL = {"area_code": HERE, "households": 40}


def errand(worker: int = 1) -> dict[str, Any]:
    """Return what somebody is asked because of an alert."""
    return {
        "id": new_id(),
        "place": "三组",
        "what": "去看一看",
        "priority": "low",
        "worker_id": worker,
        "due_on": str(today()),
    }


def asking_for(worker: int = 1) -> dict[str, Any]:
    """Return a task of one's own."""
    return errand(worker) | {"area_code": HERE, "cell_code": None, "why": "回访"}


def visit_bodies() -> dict[str, Any]:
    """Return a body of each that its schema takes, by its path in the description."""
    at = "/api/visit-tasks/{visit_task_id}"
    return {
        "/api/alerts/{alert_id}/task": errand(),
        "/api/visit-tasks": asking_for(),
        f"{at}/done": RESULT | {"id": new_id()},
        f"{at}/cancel": {"reason": "不用去了"},
        "/api/visit-goals": GOAL,
    }


def visiting(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's task, by rule."""
    known = {"visit_task_id": ids.get("visit_task_id", new_id()), "alert_id": ids.get("alert_id", new_id())}
    return {
        "POST " + path.replace("{", "<uuid:").replace("}", ">"): [Write("post", path.format_map(known), {"json": body})]
        for path, body in visit_bodies().items()
    }


def ask_somebody(make: Maker, liaison: Any, town: str) -> str:
    """Let the liaison ask a grid worker of the town to go; return the task's id."""
    login = f"zou-{new_id()[-8:]}"
    task = asking_for(make.account(login, ("grid_worker", town))) | {"area_code": town}
    answer = liaison.post("/api/visit-tasks", json=task)
    assert answer.status_code == 200, answer.text
    return str(task["id"])


def keep_visits(make: Maker) -> None:
    """Give two tasks and one because of an alert; one is done, one called off; set a goal."""
    lian, person = make.login("lian"), make.account("zoufang", ("grid_worker", HERE))
    goer = make.login("zoufang")
    alert = make.run("insert into alert (kind, area_code, n, days) values ('overdue', :at, 5, 7) returning id", at=HERE)
    tasks = [asking_for(person) for _ in range(2)]
    done = [
        *(lian.post("/api/visit-tasks", json=task) for task in tasks),
        lian.post(f"/api/alerts/{alert}/task", json=errand(person)),
        goer.post(f"/api/visit-tasks/{tasks[0]['id']}/done", json=RESULT | {"id": new_id()}),
        lian.post(f"/api/visit-tasks/{tasks[1]['id']}/cancel", json={"reason": "不用去了"}),
        lian.post("/api/visit-goals", json=GOAL),
    ]
    for answer in done:
        assert answer.status_code == 200, answer.text
