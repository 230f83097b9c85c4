"""Handing a matter to another body asks its person anew (T42, D19): without their word the body has the matter and no way to reach them."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.make import Maker
from tests.story import LATER, Story, both_parties, mediating, offices, people, submit

PHONE = "13800138000"


def own(client: FlaskClient, sent: dict[str, Any], **body: Any) -> Any:
    """Ask behind the receipt, or say one's own word there; return what the receipt then lists."""
    path, headers = f"/api/submissions/{sent['receipt']}", {"Query-Code": sent["query_code"]}
    if body:
        answer = client.post(f"{path}/consents", json=body, headers=headers)
        assert answer.status_code == 204, answer.get_data(as_text=True)
    return client.get(path, headers=headers).get_json()["consents"]


def contact(story: Story, login: str, case: str) -> Any:
    (report,) = story.file(login, case)["reports"]
    return report["contact_withheld"], report["contact"] and report["contact"]["phone"]


def test_a_court_reaches_nobody_without_their_word(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    sent = submit(app, way="phone", name="王守田", phone=PHONE)
    case, court = sent["id"], int(ids["fa"])
    mediating(story, ids, case)
    assert contact(story, "tiao", case) == (False, "138****8000"), "the town's own committee handles it"
    assert own(client, sent) == []
    one, _ = both_parties(story, case)
    story.step("tiao", case, "terminated", reason="谈了三次谈不拢", ways="可以向法院起诉，或申请仲裁")
    story.step("lian", case, "offered", body=ids["fa"], permission="同意书2026-07号")

    assert story.file("fa", case)["reports"][0]["text"], "the matter itself it has"
    assert contact(story, "fa", case) == (True, None)
    parties = story.who("fa").get(f"/api/cases/{case}/mediation").get_json()["parties"]
    assert {each["name"] for each in parties} == {"王**", "李**"}, "the parties consented with the move"
    reveal = f"/api/cases/{case}/reports/{case}/contact"
    assert story.who("fa").post(reveal, json={"reason": "约来开庭"}).get_json()["code"] == "not_agreed"

    (asks,) = own(client, sent)
    assert (asks["name"], asks["agreed"], asks["at"]) == ("洮阳人民法庭", False, None)
    for _ in range(2):
        (asks,) = own(client, sent, body_id=court, agreed=True)
    assert asks["agreed"] and contact(story, "fa", case) == (False, "138****8000")
    assert story.who("fa").post(reveal, json={"reason": "约来开庭"}).get_json()["phone"] == PHONE
    own(client, sent, body_id=court, agreed=False)
    assert contact(story, "fa", case) == (True, None), "taken back, it counts at once"
    assert make.rows("select given, nth, text_version, noted_by from consent where purpose = 'handover' order by nth") == [
        ("ticked", 1, "2026-11", None), ("withdrawn", 2, "2026-11", None),
    ]  # fmt: skip
    actions = "select action from audit_entry where action like 'consent.%' order by id"
    assert [each for (each,) in make.rows(actions)] == ["consent.given", "consent.withdrawn"]

    noted = {"report_id": case, "body_id": court, "how": "door"}
    path = f"/api/cases/{case}/consents"
    for login, status in (("he", 403), ("fa", 403), ("bali", 404)):
        assert story.who(login).post(path, json=noted).status_code == status
    for wrong, field in (({"body_id": 999}, "body_id"), ({"report_id": one}, "report_id"), ({"how": "ticked"}, "how")):
        refused = story.who("lian").post(path, json=noted | wrong)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field)
    assert contact(story, "fa", case) == (True, None)
    (item,) = story.who("lian").post(path, json=noted).get_json()["items"]
    assert (item["given"], item["label"], item["body_name"]) == ("door", "当面同意", "洮阳人民法庭")
    assert contact(story, "fa", case) == (False, "138****8000")
    told = client.post(
        f"/t/{sent['receipt']}", data={"query_code": sent["query_code"], "step": "refuse", "body_id": court}
    )
    assert "您已在" in told.get_data(as_text=True) and contact(story, "fa", case) == (True, None), "on the page too"
    exported = client.get(f"/api/submissions/{sent['receipt']}/export", headers={"Query-Code": sent["query_code"]})
    given = [each for each in exported.get_json()["consents"] if each["purpose"] == "handover"]
    assert [(each["whom"], each["given"]) for each in given] == [
        ("洮阳人民法庭", how) for how in ("ticked", "withdrawn", "door", "withdrawn")
    ]


def test_a_county_bureau_gets_the_number_with_the_move_that_says_how_they_agreed(make: Maker, app: Flask) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    silent, spoken = submit(app)["id"], submit(app, text="地界不清，请来量", way="phone", phone=PHONE)["id"]
    for case in (silent, spoken):
        story.step("lian", case, "accepted")
        story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    hand = {"body": ids["shui"], "due": LATER}
    refused = story.attempt("lian", silent, "dispatched", agreed="phone", **hand)
    assert (refused.status_code, refused.get_json()["field"]) == (422, "evidence.agreed"), "nobody left a number"
    story.step("lian", silent, "dispatched", **hand)
    story.step("lian", spoken, "dispatched", agreed="phone", **hand)
    assert contact(story, "shui", silent) == (False, None)
    assert contact(story, "shui", spoken) == (False, "138****8000")
    said = story.file("lian", spoken)["timeline"][0]["said"]
    assert "电话里同意" in {each["text"] for each in said}
    assert make.rows("select given, whom, noted_by is not null from consent where purpose = 'handover'") == [
        ("phone", "SW", True)
    ]
