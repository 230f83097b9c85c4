"""Who keeps which partners, what they are shown, and that nothing wrong is stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.http.signed import signed
from tests.backend.exchange.partners import Office, terms
from tests.errands import run_errands
from tests.make import new_id
from tests.story import move, sight, submit

OUTSIDE = "https://hooks.example.cn/in"


def test_a_partner_is_made_once_and_its_secret_shown_once(office: Office) -> None:
    wanted = terms(OUTSIDE)
    first, again = (office.guan.post("/api/partners", json=wanted) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    secret = first.get_json()["secret"]
    assert secret.startswith("whsec_")
    assert again.get_json() == first.get_json() | {"secret": None}
    listed = office.guan.get("/api/partners")
    assert listed.get_json()["items"] == [{k: v for k, v in first.get_json().items() if k != "secret"}]
    assert secret[6:] not in listed.get_data(as_text=True)
    sealed = bytes(office.make.run("select secret_sealed from partner"))
    assert secret[6:].encode() not in sealed
    other = office.guan.post("/api/partners", json=wanted | {"fields": ["id"]})
    assert (other.status_code, other.get_json()["field"]) == (409, "id")
    assert office.make.run("select count(*) from audit_entry where action = 'partner.created'") == 1


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"endpoint": "https://10.0.0.7/x"}, 422, "endpoint"),
    ({"endpoint": "http://127.0.0.1:5432/x"}, 422, "endpoint"),
    ({"area": "621124999"}, 422, "area"),
    ({"area": "522702"}, 403, "area"),
    ({"area": "621100"}, 403, "area"),
    ({"fields": ["phone"]}, 422, "fields.0"),
]


def test_what_may_not_be_is_refused_and_nothing_stored(office: Office) -> None:
    for wrong, status, field in WRONG:
        refused = office.guan.post("/api/partners", json=terms(OUTSIDE) | wrong)
        assert (refused.status_code, refused.get_json()["field"]) == (status, field), wrong
        assert refused.content_type == "application/problem+json"
    assert office.make.run("select count(*) from partner") == 0


def test_nobody_else_reaches_a_partner(office: Office) -> None:
    partner = office.partner()
    message = office.guan.post(f"/api/partners/{partner}/test").get_json()["id"]
    others = {
        login: office.make.administrator(login, "system_administrator", area)
        for login, area in (("guan2", "621124101"), ("guan3", "522702"))
    }
    calls = [
        ("patch", "", {"name": "别人"}), ("delete", "", {}), ("post", "/rotate", {}), ("post", "/test", {}),
        ("get", "/deliveries", None), ("post", f"/deliveries/{message}/resend", {}),
    ]  # fmt: skip
    before = office.make.rows("select * from partner")
    for login, status in (("guan2", 404), ("guan3", 404), ("lian", 403)):
        someone = others.get(login) or office.make.login(login)
        for verb, path, body in calls:
            answer = getattr(someone, verb)(f"/api/partners/{partner}{path}", json=body)
            assert answer.status_code == status, (login, verb, path)
        assert someone.post("/api/partners", json=terms(OUTSIDE)).status_code == 403
        if status == 404:
            assert someone.get("/api/partners").get_json()["items"] == []
            taken = someone.post("/api/partners", json=terms(OUTSIDE, id=partner, area="621124101" if login == "guan2" else "522702"))  # fmt: skip
            assert taken.status_code == 409
    assert office.app.test_client().get("/api/partners").status_code == 401
    assert office.make.rows("select * from partner") == before
    other = office.partner("/other")
    assert office.guan.post(f"/api/partners/{other}/deliveries/{message}/resend").status_code == 404
    assert office.guan.get(f"/api/partners/{new_id()}/deliveries").status_code == 404


def test_lists_go_on_where_they_ended(office: Office) -> None:
    partner = office.partner()
    ids = [office.guan.post(f"/api/partners/{partner}/test").get_json()["id"] for _ in range(3)]
    seen, cursor = [], ""
    while cursor is not None:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = office.guan.get(f"/api/partners/{partner}/deliveries", query_string=query).get_json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert seen == ids[::-1]
    bad = office.guan.get(f"/api/partners/{partner}/deliveries?cursor=x")
    assert (bad.status_code, bad.get_json()["field"]) == (422, "cursor")


def test_a_partner_is_changed_and_let_go_and_again_makes_no_difference(office: Office) -> None:
    partner = office.partner()
    for _ in range(2):
        changed = office.guan.patch(f"/api/partners/{partner}", json={"name": "镇派出所", "events": [], "hidden": True})
        assert changed.status_code == 200
    assert (changed.get_json()["name"], changed.get_json()["events"], changed.get_json()["fields"]) == ("镇派出所", [], ["number", "state"])  # fmt: skip
    refused = office.guan.patch(f"/api/partners/{partner}", json={"endpoint": "https://127.0.0.1/x", "name": "不"})
    assert (refused.status_code, refused.get_json()["field"]) == (422, "endpoint")
    ends = set()
    for _ in range(2):
        assert office.guan.delete(f"/api/partners/{partner}").status_code == 204
        ends.add(office.make.run("select disabled_at from partner"))
    assert len(ends) == 1
    assert office.make.run("select name from partner") == "镇派出所"


def tell(office: Office, partner: str, message: str, words: dict[str, Any], **more: Any):
    """Let a partner say something."""
    body = json.dumps(words).encode()
    when = datetime.now(UTC) + timedelta(seconds=more.pop("seconds", 0))
    headers = signed([more.pop("secret", office.system.secrets["/hook"])], message, when, body)
    return office.app.test_client().post(f"/api/inbound/{partner}", data=more.pop("data", body), headers=headers)


def test_what_a_partner_says_is_verified_first_kept_once_and_shown_with_the_case(office: Office) -> None:
    partner = office.partner()
    case, other = (submit(office.app)["id"] for _ in range(2))
    hidden = sight(office.make.login("wang"), hidden=True)
    number = {
        each: office.make.run("select number from cases where id = :id", id=each) for each in (case, other, hidden)
    }

    def words(of: str, **more: Any) -> dict[str, Any]:
        data = {"case_number": number[of], "their_number": "公字〔2026〕1号", "note": "已转派出所"} | more
        return {"type": "case.number_assigned", "timestamp": "x", "data": data}

    for status, more in (
        (401, {"secret": "whsec_" + "A" * 40}), (401, {"seconds": -310}), (401, {"seconds": 310}), (401, {"data": b"{}"}),
        (401, {"data": b"not even json"}), (413, {"data": b" " * 70_000}),
    ):  # fmt: skip
        assert tell(office, partner, "m1", words(case), **more).status_code == status, more
    assert tell(office, new_id(), "m1", words(case)).status_code == 401, "unknown partners look like bad signatures"
    for wrong, field in (({"type": "x"}, "type"), (words(case, their_number=""), "data.their_number"), ([], None)):
        refused = tell(office, partner, "m1", wrong)  # type: ignore[arg-type]
        assert (refused.status_code, refused.get_json().get("field")) == (422, field)
    assert office.make.run("select count(*) from partner_note") == 0
    for _ in range(2):
        assert tell(office, partner, "m1", words(case)).status_code == 204
    replayed = tell(office, partner, "m1", words(other))
    assert (replayed.status_code, replayed.get_json()["field"]) == (409, "webhook-id")
    assert tell(office, partner, "m2", words(hidden)).status_code == 404, "hidden ones have no number outside"
    notes = office.make.login("lian").get(f"/api/cases/{case}/partner-notes").get_json()["items"]
    assert [(each["partner_name"], each["their_number"], each["note"]) for each in notes] == [
        ("临洮县信访局", "公字〔2026〕1号", "已转派出所")
    ]
    assert office.make.login("lian").get(f"/api/cases/{other}/partner-notes").get_json() == {"items": []}
    for someone in (office.make.login("bali"), office.guan):
        assert someone.get(f"/api/cases/{case}/partner-notes").status_code == 404
    office.guan.delete(f"/api/partners/{partner}")
    assert tell(office, partner, "m3", words(case)).status_code == 401


PROVINCE: dict[str, Any] = {
    "shape": "nested",
    "fields": {
        "number": "事件.事件编号", "state": "事件.办理状态", "category": "事件.类别代码", "area": "网格.区划代码", "area_level": "网格.层级",
        "opened_at": "事件.上报时间", "case_number": "事件.事件编号", "their_number": "省平台编号", "note": "备注",
    },
    "codes": {
        "state": {"pending": "01", "accepted": "02", "*": "09"}, "category": {"land": "土地纠纷", "*": "其他"},
        "area_level": {"town": "乡镇级", "village": "村级", "*": "上级"},
    },
    "types": {"case.moved": "事件流转", "case.number_assigned": "编号回填", "partner.test": "联通测试"},
    "envelope": {"type": "消息类型", "timestamp": "发送时间", "data": "报文"},
}  # fmt: skip


def test_a_platform_whose_names_are_all_chinese_is_connected_by_configuration(office: Office) -> None:
    granted = ["number", "state", "category", "area", "area_level", "opened_at"]
    partner = office.partner(fields=granted, vocabulary=PROVINCE)
    path = f"/api/partners/{partner}"
    for wrong, field in (
        ({"fields": {"phone": "电话"}}, "fields.phone"), ({"codes": {"state": {"pending": "01"}}}, "codes.state"),
        ({"fields": {"number": "编号", "state": "编号"}}, "fields.state"), ({"codes": {"category": {"weather": "1", "*": "2"}}}, "codes.category.weather"),
    ):  # fmt: skip
        refused = office.guan.patch(path, json={"vocabulary": wrong, "name": "不"})
        assert (refused.status_code, refused.get_json()["field"]) == (422, f"vocabulary.{field}")
    (kept,) = office.guan.get("/api/partners").get_json()["items"]
    assert (kept["vocabulary"], kept["name"]) == (PROVINCE, "临洮县信访局")
    shown = office.guan.post(f"{path}/preview", json={"category": "land", "state": "closed"}).get_json()["message"]
    assert (shown["消息类型"], shown["报文"]["事件"]["类别代码"], shown["报文"]["事件"]["办理状态"]) == (
        "事件流转",
        "土地纠纷",
        "09",
    )
    assert office.make.run("select count(*) from partner_delivery") == 0, "nothing is sent"

    case = submit(office.app)["id"]
    assert move(office.make.login("lian"), case, "accepted").status_code == 200
    run_errands(office.settings)
    (told,) = office.system.said()
    number = office.make.run("select number from cases where id = :id", id=case)
    report = told["报文"]["事件"].pop("上报时间")
    assert report.endswith("Z") and set(told) == {"消息类型", "发送时间", "报文"}
    assert told["报文"] == {
        "事件": {"事件编号": number, "办理状态": "02", "类别代码": "土地纠纷"},
        "网格": {"区划代码": "621124100001", "层级": "村级"},
    }
    theirs = {
        "消息类型": "编号回填",
        "报文": {"事件": {"事件编号": number}, "省平台编号": "GS-2026-7", "备注": "已接收"},
    }
    for _ in range(2):
        assert tell(office, partner, "m-7", theirs).status_code == 204
    odd = tell(office, partner, "m-8", theirs | {"消息类型": "催办"})
    assert (odd.status_code, odd.get_json()["field"]) == (422, "type")
    notes = office.make.login("lian").get(f"/api/cases/{case}/partner-notes").get_json()["items"]
    assert [(each["their_number"], each["note"]) for each in notes] == [("GS-2026-7", "已接收")]
