"""Each write of a solicitation: what the contracts try on another's, and each made once for the record."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from backend.clock import today
from tests.contracts.deputy_writes import Write
from tests.contracts.world import HERE
from tests.make import Browser, Maker, new_id

LATER = "2099-01-01"
RULE = "/api/solicitations/<uuid:solicitation_id>"
NAMES = [f"第{n}件事" for n in range(1, 10)]
STEPS_RULE = "POST /api/step-templates/<int:station_id>"
TICK_RULE = "POST /api/step-runs/<uuid:run_id>/ticks"
# Those that take no fields.
BARE = (f"DELETE {RULE}/subscriptions/<uuid:follow_id>", "DELETE /api/informants/<uuid:informant_id>")
TASK_RULE = "POST /api/solicitation-tasks/<uuid:task_id>/transitions"


def asked(**more: Any) -> dict[str, Any]:
    """Return a solicitation as it is issued for a township."""
    return {
        "id": new_id(), "kind": "draft_law", "title": "某条例（草案）", "about": "请大家说说", "issuer": "市法工委",
        "issued_on": "2026-01-02", "area": HERE, "opens_on": "2026-01-02", "closes_on": LATER,
    } | more  # fmt: skip


def version(after: int = 0, **more: Any) -> dict[str, Any]:
    """Return a version of a draft with one article."""
    return {
        "id": new_id(), "title": "草案", "note": "初稿", "after": after,
        "articles": [{"label": "第一条", "heading": "第一章 总则", "text": "为了大家，制定本条例。", "former_id": None}],
    } | more  # fmt: skip


def bodies() -> dict[str, dict[str, Any]]:
    """Return a good body of each write in JSON, by rule."""
    return {
        "POST /api/solicitations": asked(),
        f"POST {RULE}/transitions": {"move": "pause-issued", "words": "抢着暂停"},
        f"POST {RULE}/follow": {"on": True},
        f"POST {RULE}/subscriptions": {
            "endpoint": "https://fcm.googleapis.com/x/1",
            "keys": {"p256dh": "a", "auth": "b"},
        },
        f"POST {RULE}/preview": {"text": "第一条 好。"},
        f"POST {RULE}/versions": version(),
        f"POST {RULE}/tasks": {"id": new_id(), "station_id": 1, "words": "抢着分派", "due_on": LATER},
        STEPS_RULE: {"names": NAMES, "after": 0},
        TICK_RULE: {"nth": 1, "words": "抢着打勾", "photos": [], "activity_id": None},
        "POST /api/review-hints": {
            "id": new_id(),
            "document": "抢着说的办法",
            "solicitation_id": None,
            "kind": "trial",
            "organ": "某法院",
            "reference": "抢1号",
            "decided_on": "2026-01-02",
            "said": "抢着说它有问题",
            "area": HERE,
        },
        "POST /api/informants": {
            "id": new_id(),
            "station_id": 999999,
            "name": "抢来的人",
            "standing": "",
            "serves": "unit",
            "place": "抢来的单位",
            "from_day": "2026-01-02",
        },
        TASK_RULE: {"to": "returned", "words": "抢着退回"},
    }


def paths(ids: dict[str, str]) -> dict[str, str]:
    """Return the address of each write in JSON, by rule."""
    one, task = ids.get("solicitation_id", new_id()), ids.get("task_id", new_id())
    return {
        rule: rule.removeprefix("POST ")
        .replace("<uuid:solicitation_id>", one)
        .replace("<uuid:task_id>", task)
        .replace("<uuid:run_id>", new_id())
        .replace("<int:station_id>", "999999")
        for rule in bodies()
    }


def tried(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with another's solicitation, tasks and networks, by rule."""
    at, said = paths(ids), bodies()
    found = {rule: [Write("post", at[rule], {"json": said[rule]})] for rule in at}
    return found | {rule: [Write("delete", gone(rule), {"json": {}})] for rule in BARE}


def gone(rule: str) -> str:
    """Return the address of a rule without fields, with ids that are nobody's."""
    return re.sub(r"<uuid:\w+>", lambda _: new_id(), rule.removeprefix("DELETE "))


def keep_solicitations(make: Maker, keys: dict[str, str]) -> None:
    """Make each write of a solicitation once, as the liaison of the township that issues it."""
    lian, given = make.login("lian"), asked()
    station = make.run("select id from station where area_code ^@ :area order by id limit 1", area=HERE)
    at, task = f"/api/solicitations/{given['id']}", new_id()
    made = [
        lian.post("/api/solicitations", json=given),
        lian.post(f"{at}/follow", json={"on": True}),
        lian.post(f"{at}/preview", json={"text": "第一条 好。"}),
        lian.post(f"{at}/versions", json=version()),
        lian.post(f"{at}/tasks", json={"id": task, "station_id": station}),
        lian.post(f"/api/solicitation-tasks/{task}/transitions", json={"to": "accepted"}, headers={"If-Match": '"1"'}),
        lian.post(f"/api/step-templates/{station}", json={"names": NAMES, "after": 0}),
        lian.post(
            f"/api/step-runs/{lian.get(at).get_json()['runs'][0]['id']}/ticks", json={"nth": 1, "words": "开了一次会"}
        ),
        lian.post(f"{at}/transitions", json={"move": "assign"}, headers={"If-Match": '"1"'}),
        lian.post("/api/draft-files", data={"file": (BytesIO("第一条 好。".encode()), "a.txt")}),
    ]
    assert [each.status_code for each in made] == [200] * len(made), [each.text for each in made]
    assert str(today()) < LATER
    said = bodies()
    assert lian.post("/api/review-hints", json=said["POST /api/review-hints"]).status_code == 200
    person = said["POST /api/informants"] | {"station_id": station}
    assert lian.post("/api/informants", json=person).status_code == 200
    assert lian.delete(f"/api/informants/{person['id']}").status_code == 200
    browser = {"endpoint": "https://fcm.googleapis.com/x/1", "keys": keys}
    followed = lian.post(f"{at}/subscriptions", json=browser)
    assert followed.status_code == 201, followed.text
    assert lian.delete(f"{at}/subscriptions/{followed.get_json()['id']}").status_code == 204


def issue(liaison: Browser) -> str:
    """Issue one for the township; return its id."""
    given = asked()
    answer = liaison.post("/api/solicitations", json=given)
    assert answer.status_code == 200, answer.text
    return str(given["id"])
