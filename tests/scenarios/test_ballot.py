"""四屏镇: a ballot of 45 members, one stolen link, one double vote, papers beside links, a recount (F03, F04)."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Context
from tests.make import Browser, Maker, new_id

TOWN, NAMES = "621124100", [f"代表{n:02d}" for n in range(1, 46)]
TITLES = ["修建三组便民桥", "改造农贸市场"]


def ok(answer: Any) -> Any:
    """Return what was told, if it went well."""
    assert answer.status_code in {200, 303}, answer.get_data(as_text=True)
    return answer.get_json(silent=True)


class Meeting:
    """The meeting: its clerk, two tellers, and one voter a phone."""

    def __init__(self, make: Maker, app: Flask) -> None:
        make.counties()
        self.make, self.app = make, app
        for login, role in {
            "zhuxi": "town_congress",
            "jianyi": "deputy",
            "jianer": "deputy",
            "bali": "town_congress",
        }.items():
            make.account(login, (role, "621124101" if login == "bali" else TOWN), name=login)
        self.clerk, self.first, self.second = (make.login(login) for login in ("zhuxi", "jianyi", "jianer"))
        self.id = new_id()
        self.path = f"/api/ballots/{self.id}"
        self.at = 0

    def draft(self, **more: Any) -> dict[str, Any]:
        """Return what the meeting votes on: of two one is chosen, by more than half of all."""
        return {
            "meeting": "四屏镇人大会议", "title": "年度民生实事项目票决", "held_on": "2026-12-20", "way": "each", "contested": True,
            "seats": 1, "rule": "half_all", "quorum": "half", "candidates": [{"title": each} for each in TITLES],
            "from_deputies": False, "names": NAMES, "tellers": ["jianyi", "jianer"], **more,
        }  # fmt: skip

    def make_it(self, **more: Any) -> Any:
        """Prepare the ballot."""
        return self.clerk.post("/api/ballots", json=self.draft(id=self.id, area=TOWN, kind="town", **more))

    def step(self, to: str, words: str = "", who: Browser | None = None) -> Any:
        """Go a step at the version it has now."""
        headers = {"If-Match": f'"{ok(self.clerk.get(self.path))["version"]}"'}
        return (who or self.clerk).post(f"{self.path}/transitions", json={"to": to, "words": words}, headers=headers)

    def issue(self, name: str, way: str | None = "link") -> Any:
        """Issue a member something; return the answer."""
        member = next(each["id"] for each in ok(self.clerk.get(self.path))["members"] if each["name"] == name)
        return self.clerk.post(f"{self.path}/issues", json={"member_id": member, "way": way})

    def phone(self, code: str) -> tuple[FlaskClient, Any]:
        """Open the booth on a phone of its own; return it and the answer to the code."""
        self.at += 1
        phone = self.app.test_client()
        phone.environ_base["REMOTE_ADDR"] = f"10.0.0.{self.at}"
        phone.get("/vote")
        return phone, phone.post("/vote", data={"code": code})

    def vote(self, phone: FlaskClient, booth: str, marks: str) -> Any:
        """Mark the ballot and put it into the box."""
        data = {f"c{at}": mark for at, mark in enumerate(marks, 1)}
        assert "请核对" in phone.post(booth, data=data | {"step": "check"}).get_data(as_text=True)
        return phone.post(booth, data=data | {"step": "submit"})

    def tell(self, who: Browser, deed: str, **more: Any) -> Any:
        """Let a teller do something."""
        return who.post(f"{self.path}/tellers", json={"deed": deed, **more})


@pytest.fixture
def meeting(make: Maker, app: Flask) -> Meeting:
    """The meeting of 四屏镇."""
    return Meeting(make, app)


def test_forty_five_members_vote_and_nobody_can_tell_how(meeting: Meeting, make: Maker) -> None:
    ok(meeting.make_it())
    assert ok(meeting.make_it())["version"] == 1, "sent again"
    early = meeting.issue(NAMES[0])
    assert (early.status_code, early.get_json()["code"]) == (409, "not_open"), "before the roll is fixed"
    ok(meeting.step("open"))
    changed = meeting.clerk.put(meeting.path, json=meeting.draft(names=NAMES[:-1]), headers={"If-Match": '"2"'})
    assert (changed.status_code, changed.get_json()["code"]) == (409, "roll_fixed")
    assert make.login("bali").get(meeting.path).status_code == 404, "the neighbours see nothing of it"

    stolen = ok(meeting.issue(NAMES[0]))["code"]
    code = ok(meeting.issue(NAMES[0]))["code"]
    _, refused = meeting.phone(stolen)
    assert refused.status_code == 404, "the stolen link died when another was issued"
    phones = []
    for n, name in enumerate(NAMES[:40]):
        phone, opened = meeting.phone(code if n == 0 else ok(meeting.issue(name))["code"])
        assert opened.status_code == 303
        phones.append((phone, opened.location))
    thief, barred = meeting.phone(code)
    assert (barred.status_code, thief.get(phones[0][1]).status_code) == (409, 404), "bound to the first device"
    for name in NAMES[40:]:
        ok(meeting.issue(name, "paper"))
    one, booth = phones[0]
    assert one.post(booth, data={"step": "check", "c1": "f", "c2": "f"}).status_code == 422, (
        "more than are to be chosen"
    )
    for n, (phone, at) in enumerate(phones):
        assert meeting.vote(phone, at, "fa" if n < 38 else "af").status_code == 200
    again = one.post(booth, data={"c1": "a", "c2": "f", "step": "submit"})
    receipt = re.search(r'class="mono">([0-9A-Z ]{14})<', again.get_data(as_text=True))
    assert again.status_code == 409
    assert receipt, "a second vote is refused, and its voter finds the receipt of the first"
    told = ok(meeting.clerk.get(meeting.path))
    assert (told["cast"], told["issued"], told["received"], told["candidates"][0]["in_favour"]) == (40, 45, None, None)
    late = meeting.issue(NAMES[0])
    assert (late.status_code, late.get_json()["code"]) == (409, "has_voted")
    said = {"id": new_id(), "member_id": told["members"][0]["id"], "words": "链接被人拿走，不是本人投的"}
    ok(meeting.clerk.post(f"{meeting.path}/objections", json=said))

    assert meeting.tell(meeting.first, "unseal").status_code == 409, "not while they vote"
    ok(meeting.step("closed"))
    assert meeting.issue(NAMES[44]).status_code == 409
    ok(meeting.tell(meeting.first, "papers", papers=["fa", "fa", "fa", "fa", "ff"]))
    ok(meeting.tell(meeting.second, "papers", papers=["fa", "fa", "fa", "fa", "af"]))
    differ = meeting.tell(meeting.first, "unseal")
    assert (differ.status_code, differ.get_json()["code"]) == (409, "papers_differ")
    ok(meeting.tell(meeting.second, "papers", papers=["ff", "fa", "fa", "fa", "fa"]))
    assert meeting.tell(meeting.clerk, "unseal").status_code == 403, "who runs it does not count it"
    assert ok(meeting.tell(meeting.first, "unseal"))["state"] == "closed"
    found = ok(meeting.tell(meeting.second, "unseal"))
    assert (found["state"], found["issued"], found["received"], found["not_cast"], found["invalid"]) == (
        "counted",
        45,
        45,
        0,
        1,
    )
    assert [(each["in_favour"], each["outcome"]) for each in found["candidates"]] == [
        (42, "elected"),
        (2, "not_elected"),
    ]
    assert found["passed"] is True
    assert found["could_turn"] is False
    assert ok(meeting.tell(meeting.first, "recount"))["recount"] is True
    assert meeting.step("published").get_json()["code"] == "not_signed"
    for teller in (meeting.first, meeting.second):
        ok(meeting.tell(teller, "sign"))
    ok(meeting.step("published"))
    public = meeting.app.test_client().get(f"/ballots/{meeting.id}").get_data(as_text=True)
    assert receipt[1] in public
    assert "赞成42票" in public
    assert NAMES[3] not in public
    nothing_ties(meeting, make)


def nothing_ties(meeting: Meeting, make: Maker) -> None:
    """What a person with all tables finds: no transaction, order, time or record that ties a line of the roll to a mark."""
    voted = {row.x for row in make.rows("select xmin::text as x from ballot_member where has_voted")}
    out = {
        row.x
        for row in make.rows("select xmin::text as x from ballot_paper union select xmin::text from ballot_tracker")
    }
    assert len(voted) == 40
    assert len(out) == 1, "all that came out came out at once"
    assert not voted & out
    papers = [row.marks for row in make.rows("select marks from ballot_paper order by ctid")]
    trackers = [row.tracker for row in make.rows("select tracker from ballot_tracker order by ctid")]
    assert (papers, trackers) == (sorted(papers), sorted(trackers)), "in an order of their own"
    assert make.run("select count(*) from ballot_urn where xmin::text in (select xmin::text from ballot_member)") == 1
    sealed = bytes(make.run("select sealed from ballot_urn"))
    for within in ('"fa","fa"', *trackers):
        assert within.encode() not in sealed, "the box lies sealed"
    said = make.rows(
        "select action, fields, subject_kind, subject_id, actor_id from audit_entry where action = 'ballot.cast'"
    )
    assert {tuple(map(str, row)) for row in said} == {("ballot.cast", "[]", "ballot", meeting.id, "None")}
    columns = make.rows(
        "select column_name from information_schema.columns where table_name in ('ballot_member', 'ballot_paper', 'ballot_tracker', 'ballot_urn') and data_type ~ 'time|date'"
    )
    assert columns == []


REFUSED = {
    "update ballot_member set has_voted = true where name = '代表01'": "ballot_member_voted",
    "update ballot_urn set n = n + 1": "differ",
    "delete from ballot_member where name = '代表45'": "fixed",
    "insert into ballot_paper (ballot_id, marks, n) select id, 'fa', 9 from ballot": "unsealed by all",
    "update ballot set rule = 'most', version = version + 1": "as it was set",
    "update ballot set state = 'published', version = version + 1": "its steps",
}
UNHELD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"tellers": ["jianyi", "jianyi"]}, "tellers"), ({"tellers": ["jianyi", "nobody"]}, "tellers"),
    ({"contested": False}, "contested"), ({"seats": 3}, "seats"), ({"names": []}, "names"), ({"names": ["甲", "甲"]}, "names"),
    ({"candidates": [{"title": "同一"}, {"title": "同一"}]}, "candidates"),
)  # fmt: skip


def test_what_no_meeting_could_hold_is_refused_and_the_database_refuses_the_rest(meeting: Meeting, make: Maker) -> None:
    for more, field in UNHELD:
        answer = meeting.make_it(**more)
        assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert make.run("select count(*) from ballot") == 0
    ok(meeting.make_it())
    ok(meeting.step("open"))
    for deed, why in REFUSED.items():
        with pytest.raises(DBAPIError, match=why), make.owner.transaction() as session:
            session.execute(text(deed))


def test_a_street_votes_by_its_own_deputies_each_by_their_account(
    meeting: Meeting, make: Maker, app_database: Any
) -> None:
    """F05: 议政代表 of a street, drawn from the list, vote by account; an equal ballot; one link is not another's."""
    people = {name: make.account(f"yz{n}", ("deputy", TOWN), name=name) for n, name in enumerate(("甲", "乙", "丙"))}
    for name, account in people.items():
        make.run(
            "insert into deputy (code, name, level, area_code, account_id) values (:name, :name, 'street_council', :town, :account)",
            name=name, town=TOWN, account=account,
        )  # fmt: skip
    given = meeting.draft(
        from_deputies=True, names=[], contested=False, way="choose", candidates=[{"title": TITLES[0]}]
    )
    ok(meeting.clerk.post("/api/ballots", json=given | {"id": meeting.id, "area": TOWN, "kind": "street_council"}))
    ok(meeting.step("open"))
    for login in ("yz0", "yz1"):
        voter = make.login(login)
        assert ok(voter.get(meeting.path))["may_vote"] is True
        assert len(ok(voter.get(meeting.path))["members"]) == 1, "only the own line"
        phone, opened = meeting.phone(ok(voter.post(f"{meeting.path}/issues", json={}))["code"])
        assert meeting.vote(phone, opened.location, "f").status_code == 200
    assert meeting.first.post(f"{meeting.path}/issues", json={}).status_code == 404, "who is on no roll"
    with app_database.transaction(Context(link=hashlib.sha256(b"x").digest())) as session:
        assert session.scalar(text("select count(*) from ballot_urn")) == 0
    ok(meeting.step("closed"))
    for teller in (meeting.first, meeting.second):
        ok(meeting.tell(teller, "unseal"))
    found = ok(meeting.clerk.get(meeting.path))
    assert (found["issued"], found["received"], found["candidates"][0]["outcome"]) == (2, 2, "elected")
    ok(meeting.step("void", "名册有误，重新票决"))
    assert meeting.app.test_client().get(f"/ballots/{meeting.id}").status_code == 404
