"""The steps of the closed loop as people make them, over HTTP, for the tests that tell a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from backend.clock import today
from tests.make import Browser, Maker, new_id

STAFF = {
    "lian": ("liaison", "621124100"),
    "he": ("verifier", "621124100"),
    "ren": ("town_congress", "621124100"),
    "zhang": ("town_head", "621124100"),
    "wang": ("grid_worker", "621124100001"),
    "bali": ("liaison", "621124101"),
    "fuquan": ("liaison", "522702100"),
}
WATER = "水渠上个月被填了，三组浇不上水"


def people(make: Maker) -> None:
    """Make two counties and one account a role, the neighbours' liaisons too."""
    make.counties()
    for login, role in STAFF.items():
        make.account(login, role, name={"lian": "李联络", "he": "何核查"}.get(login, login))


def submit(
    app: Flask, *, category: str = "land", text: str = WATER, code: str | None = None, **reply: str
) -> dict[str, Any]:
    """Send in a submission without an account, at the middle of village A; return its answer and id."""
    body = {
        "id": new_id(), "category": category, "text": text, "crs": "wgs84",
        "place": {"type": "Point", "coordinates": [lon_lat()[0], lon_lat()[1]]}, "reply": {"way": "receipt", **reply},
    }  # fmt: skip
    answer = app.test_client().post("/api/submissions", json=body | ({"code": code} if code else {}))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json() | {"id": body["id"]}


def lon_lat() -> tuple[float, float]:
    """Return the middle of village A, (longitude, latitude) in degrees."""
    from tests.draw import middle

    point = middle(0, 0)
    return point.x, point.y


def sight(worker: Browser, *, category: str = "land", text: str = WATER, hidden: bool = False) -> str:
    """File a sighting at the middle of village A; return its id, which is its case's too."""
    body = {
        "id": new_id(), "seen_at": "2026-11-21T08:30:00Z", "category": category, "noticed_by": "door_visit",
        "hidden": hidden, "risk": "low", "text": text, "crs": "wgs84",
        "place": {"type": "Point", "coordinates": list(lon_lat())},
    }  # fmt: skip
    answer = worker.post("/api/sightings", json=body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(body["id"])


def move(browser: Browser, case: str, to: str, *, version: object = None, **body: Any) -> Any:
    """Make one move of a case at the version it has now (or `version`); return the answer."""
    if version is None:
        version = browser.get(f"/api/cases/{case}").get_json().get("version", 1)
    return browser.post(f"/api/cases/{case}/transitions", json={"to": to, **body}, headers={"If-Match": f'"{version}"'})


def handle(make: Maker, case: str) -> None:
    """Bring a new case to where its answer is due."""
    lian = make.login("lian")
    assert move(lian, case, "accepted").status_code == 200
    done = move(lian, case, "verifying", evidence={"handling": "已请施工队挖开水渠"})
    assert done.status_code == 200, done.get_data(as_text=True)
    checked = move(make.login("he"), case, "answering", evidence={"check": "到现场看过，水已通"})
    assert checked.status_code == 200, checked.get_data(as_text=True)


def sign(browser: Browser, case: str, text: str = "水渠已经挖开，今天下午通水。") -> Any:
    """Sign the answer of a case; return the answer of the call."""
    version = browser.get(f"/api/cases/{case}").get_json()["version"]
    return browser.post(f"/api/cases/{case}/answer", json={"text": text}, headers={"If-Match": f'"{version}"'})


def deputy_code(make: Maker, account: int) -> str:
    """Make a deputy of the township with this account and issue the deputy's code."""
    from backend.codes.service import issue

    deputy = make.run(
        "insert into deputy (code, name, level, area_code, account_id)"
        " values ('D1', '马代表', 'county', '621124100', :account) returning id",
        account=account,
    )
    with make.owner.transaction() as session:
        return issue(session, "deputy", int(deputy))


# Login, body and kind: who acts for what in a county and its city.
OFFICES = {
    "tiao": ("TJ", "洮阳镇人民调解委员会", "mediation_committee", "621124100"),
    "zhu": ("ZJ", "县住房和城乡建设局", "department", "621124"),
    "shui": ("SW", "县水务局", "department", "621124"),
    "fa": ("FT", "洮阳人民法庭", "court", "621124100"),
    "yan": ("YJ", "市基层立法联系点建设研究中心", "research_centre", "621100"),
    "gong": ("FG", "市人大常委会法工委", "working_body", "621100"),
    "hui": ("ZR", "市人大常委会主任会议", "chairpersons", "621100"),
    "fu": ("ZF", "临洮县人民政府", "government", "621124"),
    "balitiao": ("BTJ", "八里铺镇人民调解委员会", "mediation_committee", "621124101"),
}


def offices(make: Maker) -> dict[str, str]:
    """Make the bodies and one person for each; return the id of each body, as it is sent, by that person's login."""
    ids = {}
    for login, (code, name, kind, area) in OFFICES.items():
        person = make.account(login, name=login)
        ids[login] = str(make.run(
            "insert into body (code, name, kind, area_code, phone) values (:code, :name, :kind, :area, '0932-0000000') returning id",
            code=code, name=name, kind=kind, area=area,
        ))  # fmt: skip
        make.run(
            "insert into body_member (body_id, account_id, from_day) values (:body, :person, china_today())",
            body=int(ids[login]), person=person,
        )  # fmt: skip
    return ids


class Story:
    """People who log in once and move cases; each step must be allowed."""

    def __init__(self, make: Maker) -> None:
        self.make = make
        self.browsers: dict[str, Browser] = {}

    def who(self, login: str) -> Browser:
        """Return the browser of a person, logged in."""
        if login not in self.browsers:
            self.browsers[login] = self.make.login(login)
        return self.browsers[login]

    def step(self, login: str, case: str, to: str, *, reason: str = "", row: str | None = None, **evidence: str) -> Any:
        """Make a move and return the file as the person then reads it."""
        answer = self.attempt(login, case, to, reason=reason, row=row, **evidence)
        assert answer.status_code == 200, (login, to, answer.get_data(as_text=True))
        return answer.get_json()

    def attempt(
        self, login: str, case: str, to: str, *, reason: str = "", row: str | None = None, **evidence: str
    ) -> Any:
        """Try a move; return the answer, whatever it is."""
        return move(self.who(login), case, to, reason=reason, move=row, evidence=evidence)

    def file(self, login: str, case: str) -> Any:
        """Return the file of a case as the person reads it."""
        return self.who(login).get(f"/api/cases/{case}").get_json()

    def waiting(self, login: str) -> list[str]:
        """Return the ids of what waits for a person."""
        return [row["id"] for row in self.who(login).get("/api/cases?waiting=me").get_json()["items"]]


LATER = (today() + timedelta(days=20)).isoformat()


def mediating(story: Story, ids: dict[str, str], case: str) -> None:
    """Bring a new case into the hands of the township's committee, which signs for it and begins."""
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="双方都愿意先谈一谈")
    story.step("lian", case, "dispatched", body=ids["tiao"], due=LATER)
    story.step("tiao", case, "mediating", willing="双方当面同意调解")


def note(story: Story, case: str, what: str, login: str = "tiao", **body: Any) -> Any:
    """Note something of a mediation; return the answer of the call."""
    return story.who(login).post(f"/api/cases/{case}/mediation/{what}", json=body)


def party(side: str, name: str, **more: Any) -> dict[str, Any]:
    """Return a party of a boundary dispute as it is sent."""
    return {"id": new_id(), "side": side, "name": name, "phone": "13800138000", "relation": "东邻"} | more


def both_parties(story: Story, case: str) -> list[str]:
    """Note one party on each side; return their ids."""
    sent = [party("claimant", "王守田"), party("respondent", "李长河", phone=None, relation="西邻")]
    for each in sent:
        answer = note(story, case, "parties", **each)
        assert answer.status_code == 201, answer.get_data(as_text=True)
    return [each["id"] for each in sent]


def sat_together(story: Story, case: str) -> list[str]:
    """Note both parties and one sitting of theirs, without which there is no agreement; return the parties' ids."""
    parties = both_parties(story, case)
    held = datetime.now(UTC).isoformat()
    sitting = {"id": new_id(), "held_at": held, "place": "三组地头", "led_by": "田调解", "said": "双方同意重新丈量"}
    answer = note(story, case, "records", **sitting)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return parties
