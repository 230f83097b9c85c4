"""Two townships of one county and a town of another, everybody in them, and matters that are only one township's.

`here` (洮阳镇) holds the secrets; whoever belongs to `next` (八里铺镇) or `far` (福泉) may learn nothing of them.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from backend.attachments.service import Owner, store
from backend.attachments.store import Store
from backend.db import Context
from tests.backend.attachments import pictures
from tests.contracts.gathered import gather, received
from tests.drafts import digested, draft, opinion, proposed
from tests.draw import middle
from tests.make import Browser, Maker, new_id

HERE, NEXT, FAR = "621124100", "621124101", "522702100"
VILLAGE = {HERE: "621124100001", NEXT: "621124101001", FAR: "522702100001"}
ROLES = (
    "grid_worker", "collector", "liaison", "verifier", "town_congress", "town_head", "deputy",
    "system_administrator", "security_administrator", "audit_administrator",
)  # fmt: skip
NOBODY = "nobody"


@dataclass
class Matter:
    """What came of one township's reports: ids for paths, and words that must not be seen elsewhere."""

    ids: dict[str, str] = field(default_factory=dict)
    canaries: set[str] = field(default_factory=set)

    def named_in(self, said: str, asked: str) -> set[str]:
        """Return what of this matter `said` gives away, beyond what who asked named."""
        return {word for word in self.canaries if word in said and word not in asked}

    case: dict[str, Any] = field(default_factory=dict)


class World:
    """Everybody, logged in; `happen` makes matters in a township."""

    def __init__(self, make: Maker, towns: Sequence[str] = (HERE, NEXT, FAR), roles: Iterable[str] = ROLES) -> None:
        self.make = make
        make.counties()
        for county in sorted({town[:6] for town in towns}):
            self.make.run(
                "insert into body (code, name, kind, area_code) values (:code, '水务局', 'department', :county)",
                code=f"SW-{county}", county=county,
            )  # fmt: skip
        # put out before anybody acts: a draft is public
        self.drafts = {
            county: draft(make, area=county, lead={"621124": "LT"}.get(county, "FQ-JS"))
            for county in sorted({town[:6] for town in towns})
        }
        self.people = {(town, role): self.enter(town, role) for town in towns for role in roles}
        # public from the day it is published, as drafts are
        self.days = {town: received(make, who, town) for (town, role), who in self.people.items() if role == "liaison"}

    def enter(self, town: str, role: str) -> Browser:
        """Make an account and return its logged-in client; by a session of its own, as a password costs time."""
        field_worker = role in {"grid_worker", "collector"}
        area, login, token = VILLAGE[town] if field_worker else town, f"{role}-{town}", f"{role}-{town}-token"
        self.make.run(
            "with a as (insert into account (login, name, password_hash) values (:login, :login, '-') returning id),"
            " r as (insert into account_role (account_id, role, area_code) select id, :role, :area from a),"
            " f as (insert into second_factor (account_id, secret_sealed, confirmed_at) select id, '', now() from a"
            "   where :role like '%administrator'),"
            " c as (insert into cell_worker (account_id, cell_code) select id, :cell from a where :cell <> '')"
            " insert into session (token_hash, account_id, expires_at)"
            " select :hash, id, now() + interval '1 day' from a",
            login=login, role=role, area=area, cell=f"{area}001" if field_worker else "",
            hash=hashlib.sha256(token.encode()).digest(),
        )  # fmt: skip
        client = self.make.app.test_client()
        client.set_cookie("zhitong", token)
        return Browser(client, checked(client.get("/api/me"), 200)["csrf"])

    def happen(self, town: str, mark: str) -> Matter:
        """Let a sighting, a hidden one, and a citizen's submission happen in `town`, and one be answered.

        `mark` is part of every word that somebody wrote, so that it is found wherever it leaks.
        """
        matter = Matter()
        worker = self.people[town, "grid_worker"]
        photo = pictures.photo("PNG", (40 + len(mark), 30))
        digest = hashlib.sha256(photo).hexdigest()
        assert worker.put(f"/api/attachments/{digest}", data=photo).status_code == 201
        for hidden in (False, True):
            told = checked(
                worker.post("/api/sightings", json=sighting(town, mark, hidden=hidden, photos=[digest])), 201
            )
            matter.ids["report_hidden" if hidden else "report"] = told["id"]
            matter.canaries |= {told["id"], told["number"]}
        matter.ids |= {"sha256": digest, "case_id": matter.ids["report"]}
        matter.ids |= self.submit(town, mark) | self.speak(town, mark)
        matter.canaries |= {matter.ids["opinion_id"], matter.ids["opinion_receipt"]}
        digests = digested(self.make, self.drafts[town[:6]], town, mark)
        digests["proposal_id"] = proposed(self.make, town, mark)
        matter.ids |= digests
        matter.canaries |= set(digests.values())
        matter.case = self.answer(town, matter.ids["report"], mark)
        sheet = matter.case["sheets"][0]
        matter.ids["sheet_id"] = sheet["id"]
        notice = self.make.run(
            "select n.id from notice n join account a on a.id = n.account_id where a.login = :login limit 1",
            login=f"grid_worker-{town}",
        )
        matter.ids["notice_id"] = str(notice)
        someone = self.make.rows(
            "select a.id, r.id, s.id from account a join account_role r on r.account_id = a.id join session s on s.account_id = a.id"
            " where a.login = :login", login=f"grid_worker-{town}",
        )  # fmt: skip
        matter.ids |= dict(zip(("account_id", "role_id", "session_id"), map(str, someone[0]), strict=True))
        secrets = {sheet["number"], sheet["id"], digest, mark, matter.ids["receipt"], matter.ids["query_code"]}
        matter.canaries |= secrets | {matter.ids["submission"], str(notice), "13912345678"}
        if (town, "system_administrator") in self.people:
            matter.ids |= self.partner(town, mark)
            matter.canaries |= {matter.ids["partner_id"], matter.ids["delivery_id"]}
        self.discuss(town, mark, matter)
        wished = self.wish(town, mark)
        gathered = gather(self.make, self.people, town, self.days[town], mark)
        matter.ids |= wished | gathered
        matter.canaries |= set(wished.values()) | set(gathered.values())
        return matter

    def discuss(self, town: str, mark: str, matter: Matter) -> None:
        """Bring a matter to a joint meeting where a body promises something, and make a gap in the law of it."""
        liaison, meeting, item, promise, gap = self.people[town, "liaison"], *(new_id() for _ in range(4))
        path = f"/api/activities/{meeting}"
        plan = {
            "id": meeting,
            "type": "joint_meeting",
            "title": f"{mark}会",
            "area_code": town,
            "starts_at": "2026-01-02T01:00:00Z",
        }
        body = self.make.run("select id from body where code = :code", code=f"SW-{town[:6]}")
        decision = {"item_id": item, "text": f"{mark}要清淤", "id": promise, "body_id": body, "due_on": "2099-01-01"}
        steps: list[tuple[str, dict[str, Any]]] = [
            ("/agenda", {"id": item, "case": matter.case["number"], "why": f"{mark}谁来管"}),
            ("/hold", {"held_on": "2026-01-02", "number": f"{mark}一号", "signed_by": f"{mark}镇长"}),
            ("/decisions", decision),
        ]
        checked(liaison.post("/api/activities", json=plan), 200)
        for version, (step, said) in enumerate(steps, 1):
            checked(liaison.post(path + step, json=said, headers={"If-Match": f'"{version}"'}), 200)
        said = {"id": gap, "kind": "legislative_gap", "title": f"{mark}空白", "text": f"{mark}没有哪部法规管"}
        checked(liaison.post(f"/api/cases/{matter.ids['case_id']}/initiatives", json=said), 200)
        made = {"activity_id": meeting, "item_id": item, "commitment_id": promise, "initiative_id": gap}
        matter.ids |= made
        matter.canaries |= set(made.values())

    def wish(self, town: str, mark: str) -> dict[str, str]:
        """Register a wish of somebody in hardship, which hangs on no tree yet; return its id and number."""
        station = self.make.run("select min(id) from station where left(area_code, 9) = :t", t=town)
        who = {"name": f"{mark}家人", "phone": "13912345678", "address": f"{mark}院", "story": f"{mark}家里有困难"}
        words = f"{re.sub('[0-9]', '', mark)}想要一张书桌"
        body = {"id": new_id(), "station_id": station, "hardship": "illness", "words": words} | who
        told = checked(self.people[town, "liaison"].post("/api/wishes", json=body), 201)
        return {"wish_id": body["id"], "wish_number": told["number"]}

    def submit(self, town: str, mark: str) -> dict[str, str]:
        """Send in what a citizen has to say, with a photo under a draft ticket; return receipt and codes."""
        ticket, photo = f"ticket-{mark}-0123456789abcdef", pictures.photo("WEBP", (60 + len(mark), 30))
        digest = hashlib.sha256(photo).hexdigest()
        held = hashlib.sha256(ticket.encode()).digest()
        app = self.make.app
        files = Store(app.extensions["zhitong.settings"].var)
        with app.extensions["zhitong.database"].transaction(Context(ticket=held)) as session:
            store(session, files, Owner(ticket=held), digest, photo)
        body = submission(town, mark) | {"attachments": [digest], "ticket": ticket}
        told = checked(app.test_client().post("/api/submissions", json=body), 201)
        return {
            "submission": body["id"], "receipt": told["receipt"], "query_code": told["query_code"], "ticket": ticket,
        }  # fmt: skip

    def speak(self, town: str, mark: str) -> dict[str, str]:
        """Say something of the county's draft through a station of the township; return id and receipt."""
        station = {
            "station_id": self.make.run(
                "select min(id) from station where left(area_code, 9) = :t and kind <> 'contact_point'", t=town
            )
        }
        person = {"reply": {"way": "phone", "name": f"{mark}某", "phone": "13912345678"}}
        body = opinion(self.drafts[town[:6]], "第一条", f"{mark}物业费要公示", **station, **person)
        told = checked(self.make.app.test_client().post("/api/opinions", json=body), 201)
        return {"opinion_id": body["id"], "opinion_receipt": told["receipt"]}

    def partner(self, town: str, mark: str) -> dict[str, str]:
        """Let the administrator make a partner and send it something; return both ids."""
        keeper = self.people[town, "system_administrator"]
        made = checked(keeper.post("/api/partners", json=partner(town, mark)), 201)
        told = checked(keeper.post(f"/api/partners/{made['id']}/test"), 202)
        return {"partner_id": made["id"], "delivery_id": told["id"]}

    def answer(self, town: str, case: str, mark: str) -> dict[str, Any]:
        """Take a case the whole way to its signed answer and return its file."""
        liaison, verifier = self.people[town, "liaison"], self.people[town, "verifier"]
        path = f"/api/cases/{case}"
        for who, to, evidence in (
            (liaison, "accepted", {}),
            (liaison, "verifying", {"handling": f"{mark}已经办好了"}),
            (verifier, "answering", {"check": f"{mark}到现场看过"}),
        ):
            tag = who.get(path).headers["ETag"]
            checked(
                who.post(f"{path}/transitions", json={"to": to, "evidence": evidence}, headers={"If-Match": tag}), 200
            )
        tag = liaison.get(path).headers["ETag"]
        signed = liaison.post(f"{path}/answer", json={"text": f"{mark}答复：地界已经划清"}, headers={"If-Match": tag})
        return checked(signed, 200)


def sighting(town: str, mark: str, **more: Any) -> dict[str, Any]:
    """Return a sighting in the first cell of a township (or in words only, where the map has no shape)."""
    photos = more.pop("photos", [])
    body = {
        "id": new_id(), "seen_at": "2026-11-20T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "high", "text": f"{mark}两家为地界争吵", "attachments": photos,
    }  # fmt: skip
    return body | where(town) | more


def submission(town: str, mark: str, **more: Any) -> dict[str, Any]:
    """Return a citizen's submission from a township, with a name and a phone number."""
    place = where(town)
    body = {
        "id": new_id(), "category": "land", "text": f"{mark}门前的水渠堵了三个月",
        "reply": {"way": "phone", "name": f"{mark}某", "phone": "13912345678"},
    }  # fmt: skip
    return body | place | more


def partner(town: str, mark: str, **more: Any) -> dict[str, Any]:
    """Return a partner of a township."""
    return {
        "id": new_id(), "name": f"{mark}派出所", "area": town, "endpoint": "https://hooks.invalid/in", "events": ["case.moved"],
        "fields": ["number"], "hidden": False,
    } | more  # fmt: skip


def where(town: str) -> dict[str, Any]:
    """Return the place of a township on the drawn map, as the wire has it."""
    point = {HERE: middle(0, 0), NEXT: middle(2, 0)}.get(town)
    spot = [point.x, point.y] if point else [107.52, 26.68]
    return {"place": {"type": "Point", "coordinates": spot}, "crs": "wgs84", "accuracy_m": 8.0}


def checked(answer: TestResponse, status: int) -> dict[str, Any]:
    """Return the JSON of an answer that must have a status."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def nowhere(ids: dict[str, str]) -> dict[str, str]:
    """Return ids of the same form that belong to nothing."""
    made = {}
    for name, value in ids.items():
        try:
            uuid.UUID(value)
        except ValueError:
            short = value.isdigit() and len(value) < 7
            made[name] = str(int(value) + 10**8) if short else ("0" if value[:1] != "0" else "1") + value[1:]
        else:
            made[name] = str(uuid.uuid4())
    return made
