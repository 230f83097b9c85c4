"""Writes about deputies, their homes, receptions and appointments: what one could try, and each made once for the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from backend.clock import CHINA, today
from tests.contracts.world import HERE
from tests.make import Maker, new_id
from tests.story import deputy_code


class Write(NamedTuple):
    """One request: method, address, and its body as the test client takes it (`json`, `data`)."""

    verb: str
    path: str
    body: dict[str, Any]


def placing(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with deputies of nobody's and their homes, by rule; who may, may for everybody there."""
    since, nobody = "2026-11-20", ids.get("deputy_id", "0")
    bodies: dict[str, dict[str, Any]] = {
        f"/api/deputies/{nobody}/places": {"id": new_id(), "cell": "X", "since": since},
        f"/api/deputy-homes/{nobody}/officers": {"id": new_id(), "duty": "head", "name": "冒名", "since": since},
        f"/api/deputy-places/{new_id()}/end": {"until": since},
    }
    rules = (
        "deputies/<int:deputy_id>/places",
        "deputy-homes/<int:station_id>/officers",
        "deputy-places/<uuid:row_id>/end",
    )
    return {
        f"POST /api/{rule}": [Write("post", path, {"json": body})]
        for rule, (path, body) in zip(rules, bodies.items(), strict=True)
    }


def receiving(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's receptions and appointments, by rule."""
    reception, appointment = (ids.get(name, new_id()) for name in ("reception_id", "appointment_id"))
    at = {"starts_at": "2099-01-05T01:00:00Z", "ends_at": "2099-01-05T02:00:00Z", "slot_minutes": 20}
    plan = {"id": reception, "title": "抢开的接待", "station_id": 1, "hosts": [{"kind": "judge", "name": "冒名"}]} | at
    came = {"id": new_id(), "slot": 0, "about": "冒名的预约", "name": "冒名", "phone": ""}
    look = {"reason": "冒名查看"}
    talk = {"to": "talked", "outcome": "answered", "said": "冒名的话一句", "answer": "冒名的答复一条"}
    idea = {"id": ids.get("initiative_id", new_id()), "title": "抢提的建议", "text": "抢着提出来的"}
    two = {
        "id": new_id(),
        "kind": "mentoring",
        "area_code": HERE,
        "first": 1,
        "second": 2,
        "purpose": "抢着结对",
        "from_day": "2026-11-20",
    }
    bound, law = f"/api/pairings/{ids.get('pairing_id', new_id())}", f"/api/initiatives/{idea['id']}"
    return {
        "POST /api/initiatives/<uuid:initiative_id>/signers": [
            Write("post", f"{law}/signers", {"json": {"deputy_id": int(ids.get("deputy_id", "1"))}})
        ],
        "PUT /api/initiatives/<uuid:initiative_id>/signature": [
            Write("put", f"{law}/signature", {"json": {"signed": True}})
        ],
        "POST /api/pairings": [Write("post", "/api/pairings", {"json": two})],
        "POST /api/pairings/<uuid:pairing_id>/activities": [
            Write("post", f"{bound}/activities", {"json": {"activity_id": ids.get("activity_id", new_id())}})
        ],
        "POST /api/pairings/<uuid:pairing_id>/end": [
            Write("post", f"{bound}/end", {"json": {"until_day": "2099-01-01", "reason": "抢着结束"}})
        ],
        "POST /api/suggestions": [Write("post", "/api/suggestions", {"json": idea})],
        "POST /api/receptions": [Write("post", "/api/receptions", {"json": plan})],
        "POST /api/receptions/<uuid:activity_id>/cancel": [
            Write("post", f"/api/receptions/{reception}/cancel", {"json": {"reason": "抢着取消"}})
        ],
        "POST /api/receptions/<uuid:activity_id>/appointments": [
            Write("post", f"/api/receptions/{reception}/appointments", {"json": came})
        ],
        "POST /api/appointments/<uuid:appointment_id>/reveal": [
            Write("post", f"/api/appointments/{appointment}/reveal", {"json": look})
        ],
        "POST /api/appointments/<uuid:appointment_id>/settle": [
            Write("post", f"/api/appointments/{appointment}/settle", {"json": body})
            for body in (talk, {"to": "absent"}, {"to": "cancelled", "reason": "抢着取消"})
        ],
    }


def keep_deputies(make: Maker) -> None:
    """Make each write about a deputy once: placed, published a day, booked by three, received, an own suggestion that another signs, a pairing."""
    deputy_code(make, make.account("daibiao", ("deputy", HERE), name="马代表"))
    deputy, station = (
        make.run(sql)
        for sql in ("select id from deputy where code = 'D1'", "select id from station where code = 'LT-WF'")
    )
    fellow = make.run(
        "insert into deputy (code, name, level, area_code, account_id) values ('D2', '田代表', 'county', :here, :a) returning id",
        here=HERE, a=make.account("tian", ("deputy", HERE)),
    )  # fmt: skip
    two = [make.account(each, ("collector", HERE), name=each) for each in ("dai", "bei")]
    idea, pair, visit = ({"id": new_id()} for _ in range(3))
    pair |= {
        "kind": "mentoring",
        "area_code": HERE,
        "first": two[0],
        "second": two[1],
        "purpose": "带着走访",
        "from_day": str(today()),
    }
    visit |= {"type": "mentoring", "title": "一起走访", "area_code": HERE}
    lian, own, guest = make.login("lian"), make.login("daibiao"), make.app.test_client()
    head, since = new_id(), str(today())
    starts = datetime.combine(today() + timedelta(days=4), datetime.min.time(), CHINA).replace(hour=9)
    span = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(), "slot_minutes": 20}
    hosts = [{"kind": "deputy", "deputy_id": deputy}]
    plan = {"id": new_id(), "title": "代表接待日", "station_id": station, "hosts": hosts} | span
    day, phoned, gone = f"/receptions/{plan['id']}", new_id(), {"reason": "代表临时开会"}
    held = {"id": head, "duty": "head", "name": "石玉兰", "since": since}
    made = [
        lian.post(f"/api/deputies/{deputy}/places", json={"id": new_id(), "cell": "621124100001001", "since": since}),
        lian.post(f"/api/deputy-homes/{station}/officers", json=held),
        lian.post(f"/api/deputy-places/{head}/end", json={"until": since}),
        own.post("/api/suggestions", json=idea | {"title": "关于修路的建议", "text": "村里的路该修一修了。"}),
        own.post(f"/api/initiatives/{idea['id']}/signers", json={"deputy_id": fellow}),
        make.login("tian").put(f"/api/initiatives/{idea['id']}/signature", json={"signed": True}),
        lian.post("/api/pairings", json=pair),
        lian.post("/api/activities", json=visit),
        lian.post(f"/api/pairings/{pair['id']}/activities", json={"activity_id": visit["id"]}),
        lian.post(f"/api/pairings/{pair['id']}/end", json={"until_day": str(today()), "reason": "出师了"}),
        lian.post("/api/receptions", json=plan),
        lian.post(
            f"/api{day}/appointments",
            json={"id": phoned, "slot": 0, "about": "问低保", "name": "", "phone": "13800138000"},
        ),
        lian.post(f"/api/appointments/{phoned}/reveal", json={"reason": "改时间要打电话"}),
        guest.post(day, data={"id": new_id(), "slot": "1", "about": "问低保"}),
        own.post(f"/api/appointments/{phoned}/settle", json={"to": "cancelled"} | gone),
        lian.post(f"/api{day}/cancel", json=gone),
    ]
    assert [each.status_code for each in made] == [200, 200, 204, *[200] * 13], [each.text for each in made]
