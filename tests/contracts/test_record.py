"""Every write leaves an entry in the record, in its own transaction; a refusal too; what is rolled back leaves none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, Response, request

from backend.app import create_app
from backend.clock import today
from backend.http.signed import signed
from backend.settings import Settings
from tests import story
from tests.backend.attachments import pictures
from tests.contracts import gathering
from tests.contracts.ballot_writes import keep_ballots, keep_projects
from tests.contracts.case_writes import keep_alerts, keep_answers, keep_cases, keep_registrations, keep_rules
from tests.contracts.coverage_writes import keep_plans
from tests.contracts.deputy_writes import keep_deputies
from tests.contracts.digest_writes import keep_digests
from tests.contracts.evaluation_writes import keep_evaluations
from tests.contracts.ledger_writes import keep_ledgers
from tests.contracts.opinion_writes import keep_opinions
from tests.contracts.people_writes import keep_links, keep_oneself, keep_people
from tests.contracts.solicitation_writes import keep_solicitations
from tests.contracts.station_writes import keep_editions, keep_stations
from tests.contracts.world import partner
from tests.contracts.writes import amending
from tests.make import PASSWORD, Maker, new_id

# Writes by the letter that change nothing anybody could want to know of: looking something up, going a step
# further in a form that is only stored by its last step, having read one's own message.
NO_ENTRY = {
    "POST /api/draft-files", "POST /api/solicitations/<uuid:solicitation_id>/preview",
    "POST /api/partners/<uuid:partner_id>/preview", "POST /api/routing-rules/try", "POST /t/", "POST /t/<receipt>", "POST /s/", "POST /deputies/", "POST /api/story-hints", "POST /api/notices/<uuid:notice_id>/read", "POST /s/<int:station_id>", "POST /api/wall-board",
}  # fmt: skip
COUNT = "select count(*) from audit_entry"


class Watch:
    """Counts the entries that each successful write adds, by method and rule."""

    def __init__(self, app: Flask, make: Maker) -> None:
        self.app, self.make = app, make
        self.added: dict[str, list[int]] = {}
        self.before = 0
        app.before_request(self.begin)
        app.after_request(self.end)

    def begin(self) -> None:
        if request.method not in {"GET", "HEAD"}:
            self.before = int(str(self.make.run(COUNT)))

    def end(self, answer: Response) -> Response:
        if request.method not in {"GET", "HEAD"} and answer.status_code < 400 and request.url_rule:
            added = int(str(self.make.run(COUNT))) - self.before
            self.added.setdefault(f"{request.method} {request.url_rule.rule}", []).append(added)
        return answer

    def rules(self) -> Iterator[str]:
        for rule in self.app.url_map.iter_rules():
            for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
                yield f"{method} {rule.rule}"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application of its own, as the watch hooks into it."""
    made = create_app(settings)
    yield made
    made.extensions["zhitong.database"].engine.dispose()


@pytest.fixture
def watch(app: Flask, make: Maker) -> Watch:
    story.people(make)
    return Watch(app, make)


def do_everything(app: Flask, make: Maker, client: Any) -> None:
    """Make each write once, as the person who makes it."""
    worker, lian = make.login("wang"), make.login("lian")
    photo = pictures.photo()
    digest = hashlib.sha256(photo).hexdigest()
    assert worker.put(f"/api/attachments/{digest}", data=photo, content_type="image/jpeg").status_code == 201
    seen = story.sight(worker)
    for what, body in amending(seen).items():
        assert worker.post(f"/api/sightings/{seen}/{what}", json=body).status_code == 201
    batch = worker.post("/api/sightings/batch", json={"items": [{
        "id": new_id(), "seen_at": "2026-11-21T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "田埂", "place": None, "crs": None}]})  # fmt: skip
    assert batch.status_code == 200
    sent = story.submit(app, way="phone", name="王大", phone="13800138000")
    story.handle(make, sent["id"])
    assert story.sign(lian, sent["id"]).status_code in {200, 201}
    reveal = f"/api/cases/{sent['id']}/reports/{sent['id']}/contact"
    told = lian.post(reveal, json={"reason": "打电话告诉他结果"})
    assert told.status_code < 300, told.text
    sheet = lian.get(f"/api/cases/{sent['id']}").get_json()["sheets"][0]["id"]
    door = lian.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "channel"})
    assert door.status_code < 300, door.text
    code = {"Query-Code": sent["query_code"]}
    push = {"endpoint": "https://fcm.googleapis.com/x/1", "keys": pictures_keys(), "receipt": sent["receipt"]}
    followed = client.post("/api/push/subscriptions", json=push, headers=code)
    assert followed.status_code < 300, followed.text
    gone = client.delete(f"/api/push/subscriptions/{followed.get_json()['id']}?receipt={sent['receipt']}", headers=code)
    assert gone.status_code < 300, gone.text
    looked = story.submit(app)
    story.handle(make, looked["id"])
    urged = lian.post(f"/api/cases/{looked['id']}/urges", json={"level": 1, "note": "请抓紧办"})
    assert urged.status_code == 200, urged.text
    assert story.sign(lian, looked["id"]).status_code in {200, 201}
    code = {"Query-Code": looked["query_code"]}
    undone = {"to": "reopened", "reason": "还是没有水"}
    again = client.post(f"/api/submissions/{looked['receipt']}/transitions", json=undone, headers=code)
    assert again.status_code < 300, again.text
    own = story.submit(app)
    code, mine = {"Query-Code": own["query_code"]}, f"/api/submissions/{own['receipt']}"
    right = {"id": new_id(), "text": "是四组的水渠，不是三组"}
    assert client.post(f"{mine}/corrections", json=right, headers=code).status_code == 201
    assert client.delete(f"{mine}/contents", headers=code).status_code == 200
    hold = f"/api/cases/{own['id']}/hold"
    assert lian.post(hold, json={"reason": "法院已经调取"}).status_code == 201
    assert lian.delete(hold).status_code == 204
    form = {
        "step": "submit",
        "text": "路灯坏了，夜里看不见",
        "category": "public_service",
        "way": "receipt",
        "id": new_id(),
    }
    station = make.run("select id from station where code = 'LT-WF'")
    from backend.codes.service import issue, use_keys

    use_keys(app.extensions["zhitong.settings"])
    with make.owner.transaction() as session:
        poster = issue(session, "post", int(str(station)))
    page = client.post(f"/c/{poster}", data=form)
    assert page.status_code in {200, 201}, page.text
    keep_a_partner(make, app, client, sent["id"])
    gateway_tells(make, app, client, sheet)
    ids = story.offices(make)
    mediate(make, ids)
    assert seen
    meet_and_promise(make, ids, lian, seen)
    keep_solicitations(make, pictures_keys())
    keep_digests(make)
    keep_opinions(make)
    keep_deputies(make)
    assert lian.post("/api/logout").status_code == 204


def mediate(make: Maker, ids: dict[str, str]) -> None:
    """Make each write of a mediation."""
    told = story.Story(make)
    case, today = story.sight(told.who("wang")), story.today().isoformat()
    story.mediating(told, ids, case)
    parties = story.both_parties(told, case)
    sat = {"held_at": datetime.now(UTC).isoformat(), "place": "地头", "led_by": "田某", "said": "双方同意重新丈量"}
    asked = {
        "id": new_id(),
        "applied_on": today,
        "court_id": int(ids["fa"]),
        "number": "民特1号",
        "applicants": parties,
    }
    noted = [story.note(told, case, "records", id=new_id(), **sat)]
    told.step("tiao", case, "agreed", agreement="各让半尺，重埋界桩", effective_on=today, perform_by=story.LATER)
    noted += [
        story.note(told, case, "follow-ups", id=new_id(), made_on=today, outcome="kept", note="界桩还在"),
        story.note(told, case, "confirmations", **asked),
        story.note(told, case, f"confirmations/{asked['id']}/ruling", result="confirmed", decided_on=today),
        story.note(told, case, f"parties/{parties[0]}/contact", reason="约双方到场"),
    ]
    assert [each.status_code for each in noted] == [201, 201, 201, 201, 200]


SECRET = "whsec_" + "Z" * 43 + "="


def gateway_tells(make: Maker, app: Flask, client: Any, sheet: str) -> None:
    """Let the gateway say that a message has arrived."""
    kept = app.extensions["zhitong.settings"]
    app.extensions["zhitong.settings"] = replace(kept, gateway_url="https://sms.invalid/", gateway_secret=SECRET)
    key = make.run(
        "insert into delivery (sheet_id, report_id, area_code, hidden, rung, state)"
        " select id, report_id, area_code, hidden, 'gateway', 'trying' from feedback_sheet where id = :id returning id",
        id=sheet,
    )
    body = json.dumps({"key": str(key), "status": "delivered"}).encode()
    headers = signed([SECRET], "m", datetime.now(UTC), body)
    assert client.post("/api/gateway/receipts", data=body, headers=headers).status_code == 204


def keep_a_partner(make: Maker, app: Flask, client: Any, case: str) -> None:
    """Make each write of a partner's keeper, and one of the partner's own."""
    guan, body = make.administrator("guan", "system_administrator", "621124100"), partner("621124100", "某")
    made = guan.post("/api/partners", json=body)
    assert made.status_code == 201
    number = make.run("select number from cases where id = :id", id=case)
    said = {"type": "case.number_assigned", "data": {"case_number": number, "their_number": "公字1号", "note": "已收"}}
    words = json.dumps(said).encode()
    headers = signed([made.get_json()["secret"]], "m", datetime.now(UTC), words)
    assert client.post(f"/api/inbound/{body['id']}", data=words, headers=headers).status_code == 204
    path = f"/api/partners/{body['id']}"
    assert guan.patch(path, json={"name": "镇派出所"}).status_code == 200
    assert guan.post(f"{path}/rotate").status_code == 200
    told = guan.post(f"{path}/test")
    assert told.status_code == 202
    assert guan.post(f"{path}/deliveries/{told.get_json()['id']}/resend").status_code == 202
    assert guan.delete(path).status_code == 204


def meet_and_promise(make: Maker, ids: dict[str, str], lian: Any, case: str) -> None:
    """Make each write of meetings, promises and initiatives once."""
    shui, meeting, item, taken_off, promise = make.login("shui"), *(new_id() for _ in range(4))
    later, body, path = "2099-01-01", int(ids["shui"]), f"/api/activities/{meeting}"
    plan = {"type": "joint_meeting", "title": "例会", "area_code": "621124100", "bodies": [body]}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("patch", path, {"place": "二楼"}),
        ("post", f"{path}/agenda", {"id": item, "words": "议题"}),
        ("post", f"{path}/agenda", {"id": taken_off, "words": "另一个"}),
        ("delete", f"{path}/agenda/{taken_off}", {}),
        ("post", f"{path}/hold", {"held_on": "2026-01-02", "number": "一号", "signed_by": "镇长"}),
        (
            "post",
            f"{path}/decisions",
            {"item_id": item, "text": "清淤", "id": promise, "body_id": body, "due_on": later},
        ),
    ]
    other = new_id()
    for each in (meeting, other):
        assert lian.post("/api/activities", json=plan | {"id": each}).status_code == 200
    for version, (verb, address, said) in enumerate(steps, 1):
        done = getattr(lian, verb)(address, json=said, headers={"If-Match": f'"{version}"'})
        assert done.status_code == 200, (address, done.text)
    first = {"If-Match": '"1"'}
    assert lian.post(f"/api/activities/{other}/cancel", json={"reason": "改期"}, headers=first).status_code == 200
    keep_activities(make, lian, body)
    assert lian.post("/api/fund-entries", json=gathering.fund_entry() | {"area_code": "621124100"}).status_code == 201
    kept = shui.post(f"/api/commitments/{promise}/transitions", json={"to": "kept", "words": "清完了"})
    assert kept.status_code == 200, kept.text
    made = {"id": new_id(), "kind": "legislative_gap", "title": "空白", "text": "没有哪部法规管"}
    assert lian.post(f"/api/cases/{case}/initiatives", json=made).status_code == 200
    sent = {"to": "sent", "words": "送交", "body_id": int(ids["gong"]), "due_on": later}
    gone = lian.post(f"/api/initiatives/{made['id']}/transitions", json=sent, headers=first)
    assert gone.status_code == 200, gone.text
    number = story.submit(make.app, text="另一条渠也堵了")["number"]
    put = {"id": new_id(), "number": number, "put": True, "reason": "同类"}
    assert lian.post(f"/api/initiatives/{made['id']}/cases", json=put).status_code == 200
    tagged = lian.put(f"/api/cases/{case}/topics", json={"topics": ["campus"]})
    assert tagged.status_code == 200, tagged.text
    teller = story.Story(make)
    for who, to, more in (
        ("lian", "accepted", {}), ("lian", "triage", {"row": "8-1", "reason": "先谈一谈"}),
        ("lian", "dispatched", {"body": ids["shui"], "due": str(today() + timedelta(days=9))}), ("shui", "handling", {}),
    ):  # fmt: skip
        teller.step(who, case, to, **more)
    promised = shui.post(f"/api/cases/{case}/commitments", json={"id": new_id(), "text": "修闸门", "due_on": later})
    assert promised.status_code == 200, promised.text


def keep_activities(make: Maker, lian: Any, body: int) -> None:
    """Make each write of what was done, promised, and who was there; and say where a mobile station stands."""
    talk, guest, at = new_id(), make.app.test_client(), datetime.now(UTC)
    said = {"id": talk, "type": "inquiry", "title": "问政", "area_code": "621124100", "starts_at": at.isoformat()}
    assert lian.post("/api/activities", json=said).status_code == 200
    own = f"/api/activities/{talk}"
    noted = {"id": new_id(), "step": "research", "words": "走访六个小区"}
    vow = {"id": new_id(), "text": "修好管网", "body_id": body, "due_on": "2099-01-01"}
    codes = {use: lian.get(f"{own}/code?use={use}").get_json()["url"] for use in ("screen", "score")}
    places = {use: url[url.index("/activities/") :] for use, url in codes.items()}
    van = make.station("VAN", "流动车", "workstation", "621124100001", None)
    make.run("update station set mobile = true where id = :id", id=van)
    stands = {
        "id": new_id(), "station_id": van, "starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=2)).isoformat(), "place": "集市",
        "point": {"type": "Point", "coordinates": list(story.lon_lat())}, "crs": "wgs84",
    }  # fmt: skip
    for answer in (
        lian.post(f"{own}/evidence", json=noted),
        lian.post(f"{own}/commitments", json=vow),
        lian.post(f"{own}/attendance", json={"people": [{"id": new_id(), "name": "赵老汉"}]}),
        lian.post(f"{own}/sign-in", json={"id": new_id(), "code": places["screen"].rpartition("/")[2]}),
        guest.post(places["screen"], data={"name": "王秀英"}),
        guest.post(places["score"], data={"verdict": "fair"}),
        lian.post("/api/station-sessions", json=stands),
        lian.post(f"/api/station-sessions/{stands['id']}/cancel", json={"reason": "下雨"}),
    ):
        assert answer.status_code == 200, (answer.request.path, answer.text)


def pictures_keys() -> dict[str, str]:
    """Keys of a browser's subscription."""
    import base64

    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = (
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    text = base64.urlsafe_b64encode(public).decode().rstrip("=")
    return {"p256dh": text, "auth": base64.urlsafe_b64encode(b"0123456789abcdef").decode().rstrip("=")}


def test_every_write_adds_an_entry(watch: Watch, app: Flask, make: Maker, client: Any) -> None:
    do_everything(app, make, client)
    keep_people(make)
    keep_oneself(make)
    keep_links(make)
    keep_cases(app, make)
    keep_registrations(make)
    keep_rules(make)
    keep_alerts(make)
    keep_answers(make)
    keep_ballots(make)
    keep_projects(make)
    for keep in (keep_stations, keep_ledgers, keep_evaluations, keep_plans, keep_editions):
        keep(make)
    assert set(watch.rules()) - set(watch.added) - NO_ENTRY == set(), "writes that this test does not make"
    silent = {rule for rule, added in watch.added.items() if rule not in NO_ENTRY and 0 in added}
    assert silent == set()


def test_a_refusal_is_in_the_record_and_names_who(watch: Watch, make: Maker) -> None:
    head = make.login("zhang")
    before = make.run(COUNT)
    assert head.post("/api/sightings/batch", json={"items": []}).status_code == 403
    row = make.rows("select actor, action, subject_id, actor_id from audit_entry order by id desc limit 1")[0]
    assert make.run(COUNT) == before + 1  # type: ignore[operator]
    assert tuple(row)[:3] == ("town_head", "request.refused", "POST /api/sightings/batch")
    assert row[3] is not None


def test_a_refused_move_leaves_its_refusal_alone(watch: Watch, make: Maker) -> None:
    case = story.sight(make.login("wang"))
    before = make.run(COUNT)
    assert story.move(make.login("lian"), case, "closed", version=1).status_code in {403, 409}
    deeds = make.rows("select action from audit_entry order by id offset :n", n=before)
    assert {row[0] for row in deeds} <= {"session.opened", "request.refused"}


# Refuses a sheet once its signing stands in the record of the same transaction; `reached` counts, whatever is undone.
REFUSE = """
create sequence reached;
create function refuse_signed() returns trigger language plpgsql security definer set search_path = public as $$ begin
  if exists (select from audit_entry where xid = pg_current_xact_id() and action = 'case.signed') then
    perform nextval('reached');
    raise exception 'refused in the middle';
  end if;
  return new;
end $$;
create trigger refuse_signed before insert on feedback_sheet for each row execute function refuse_signed()
"""


def test_what_is_refused_after_its_entry_was_written_leaves_no_entry(watch: Watch, app: Flask, make: Maker) -> None:
    case = story.submit(app)["id"]
    story.handle(make, case)
    lian = make.login("lian")
    make.run(REFUSE)
    of_case = "select action from audit_entry where subject_id = :case order by id"
    before, count = make.rows(of_case, case=case), make.run(COUNT)
    assert story.sign(lian, case).status_code >= 400
    assert make.run("select last_value from reached where is_called") is not None, "the entry had been written"
    assert make.rows(of_case, case=case) == before
    assert make.run(COUNT) == count
    assert make.run("select state from cases where id = :case", case=case) == "answering"
    make.run("drop trigger refuse_signed on feedback_sheet")
    assert story.sign(lian, case).status_code == 200
    added = [row[0] for row in make.rows(of_case, case=case)[len(before) :]]
    assert added == ["case.signed", "case.answered"]


def test_the_record_holds_no_words_of_people(watch: Watch, app: Flask, make: Maker, client: Any) -> None:
    do_everything(app, make, client)
    kept = "\n".join(
        str(tuple(row)) for row in make.rows("select actor, action, subject_kind, subject_id, fields from audit_entry")
    )
    for word in (
        "13800138000",
        "王大",
        "还是没有水",
        "路灯",
        story.WATER,
        PASSWORD,
        "打电话",
        "物业费",
        "低保",
        "石玉兰",
    ):
        assert word not in kept
