"""Each write around a case that is made once for the contract that every write adds an entry: levels, splits, links, rules."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from backend.clock import today
from tests.authenticator import Phone, take
from tests.contracts.visit_writes import keep_visits
from tests.contracts.writes import registration
from tests.make import Maker, new_id
from tests.story import Story, handle, sign, submit

LATER = str(today() + timedelta(days=20))


def keep_cases(app: Flask, make: Maker) -> None:
    """Judge a case anew, split it, and hand one over by a link; the offices are there already."""
    story, case = Story(make), str(submit(app)["id"])
    lian = story.who("lian")
    raised = lian.post(f"/api/cases/{case}/level", json={"level": "restricted", "reason": "怕被邻居知道"})
    assert raised.status_code == 200, raised.text
    story.step("lian", case, "accepted")
    split = lian.post(f"/api/cases/{case}/children", json={"id": new_id(), "text": "另一户的地埂"})
    assert split.status_code < 300, split.text
    story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    body = str(make.run("select id from body where kind = 'department' order by id limit 1"))
    story.step("lian", case, "dispatched", body=body, due=LATER, permission="当面同意")
    sent = submit(app, text="地界不清，请来量", way="phone", phone="13800138000")
    own = str(sent["id"])
    story.step("lian", own, "accepted")
    story.step("lian", own, "triage", row="8-1", reason="归水务局管")
    story.step("lian", own, "dispatched", body=body, due=LATER)
    noted = {"report_id": own, "body_id": int(body), "how": "phone"}
    assert lian.post(f"/api/cases/{own}/consents", json=noted).status_code == 200
    words, path = {"body_id": int(body), "agreed": False}, f"/api/submissions/{sent['receipt']}/consents"
    said = app.test_client().post(path, json=words, headers={"Query-Code": sent["query_code"]})
    assert said.status_code == 204, said.text
    links = [lian.post(f"/api/cases/{case}/links", json={"id": new_id()}) for _ in range(2)]
    assert [each.status_code for each in links] == [201, 201], links[0].text
    phone = app.test_client()
    token = links[1].get_json()["url"].partition("#")[2]
    opened = phone.post("/api/handler-session", json={"token": token})
    assert opened.status_code == 200, opened.text
    at = f"/api/handler-session/{opened.get_json()['link']}"
    version = phone.get(at).get_json()["version"]
    signed = phone.post(f"{at}/transitions", json={"to": "handling"}, headers={"If-Match": f'"{version}"'})
    assert signed.status_code == 200, signed.text
    assert lian.delete(f"/api/cases/{case}/links/{links[1].get_json()['id']}").status_code < 300


def keep_registrations(make: Maker) -> None:
    """Write a petition down, note that it is in court, name who is in charge; answer another, and say how content one is."""
    story = Story(make)
    lian, he = story.who("lian"), story.who("he")
    station = make.run("select id from station where code = 'LT-WF'")
    slips = [lian.post("/api/registrations", json=registration(station, channel="visit")) for _ in range(2)]
    assert [each.status_code for each in slips] == [201, 201], slips[0].text
    case, other = (each.get_json() for each in slips)
    at = f"/api/cases/{case['id']}"
    noted = lian.post(f"{at}/elsewhere", json={"procedure": "litigation", "reason": "（2026）甘1124民初7号"})
    assert noted.status_code == 200, noted.text
    charge = {"id": new_id(), "leader": "张镇长", "reason": "多次来访", "due_on": LATER}
    assert lian.post(f"{at}/charges", json=charge).status_code == 200
    handle(make, other["id"])
    assert sign(lian, other["id"]).status_code == 200
    ratings = f"/api/cases/{other['id']}/ratings"
    sheet = story.who("ren").get(ratings).get_json()["sheets"][0]["sheet_id"]
    told = {"id": new_id(), "sheet_id": sheet, "verdict": "fair", "way": "phone"}
    assert he.post(ratings, json=told).status_code == 200
    own = make.app.test_client().post(
        f"/api/submissions/{other['receipt']}/ratings",
        json={"id": new_id(), "verdict": "satisfied"},
        headers={"Query-Code": other["query_code"]},
    )
    assert own.status_code == 200, own.text


def keep_rules(make: Maker) -> None:
    """Make each write of the rules of dispatch."""
    lian = make.login("lian")
    rule = {"area_code": "621124100", "channel": "industry", "category": "land"}
    made, _ = (lian.post("/api/routing-rules", json=rule | {"id": new_id()}) for _ in range(2))
    assert made.status_code == 201, made.text
    at = f"/api/routing-rules/{made.get_json()['id']}"
    changed = lian.put(at, json=rule | {"position": 1, "days": 5}, headers={"If-Match": made.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    order = [each["id"] for each in lian.get("/api/routing-rules").get_json()["items"]]
    ordered = lian.post("/api/routing-rules/order", json={"ids": order[::-1]})
    assert ordered.status_code < 300, ordered.text
    tried = lian.post("/api/routing-rules/try", json={"category": "land", "area": "621124100001"})
    assert tried.status_code == 200, tried.text
    now = next(each for each in lian.get("/api/routing-rules").get_json()["items"] if each["id"] == order[0])
    gone = lian.delete(at, headers={"If-Match": f'"{now["version"]}"'})
    assert gone.status_code < 300, gone.text


def keep_answers(make: Maker) -> None:
    """Begin a template of answers, change it, and take the list of cases away as a file."""
    lian = make.login("lian")
    says = {"area_code": "621124100", "kind": "done", "title": "镇里的", "body": "编号{{number}}的事办好了"}
    one = new_id()
    assert lian.post("/api/reply-templates", json=says | {"id": one}).status_code == 201
    changed = lian.put(f"/api/reply-templates/{one}", json=says | {"title": "改过"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert take(lian, Phone(make, "lian")).status_code == 200


def keep_alerts(make: Maker) -> None:
    """Raise alerts; judge one, urge the cases of another, make a visit of the third."""
    lian = make.login("lian")
    case = make.run("select id from cases where state = 'pending' and not hidden and area_code ^@ '621124100' limit 1")
    for what in ("note", "urges"):
        one = make.run(
            "with a as (insert into alert (kind, area_code, n, days) values ('overdue', '621124100', 5, 7) returning id)"
            " insert into alert_case select a.id, :case, '621124100001', false from a returning alert_id",
            case=case,
        )
        answer = lian.post(f"/api/alerts/{one}/{what}", json={"note": "一起办"})
        assert answer.status_code == 200, answer.text
    keep_visits(make)
