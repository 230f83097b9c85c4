"""A recipe for every write of the application, for the contracts that try them all on somebody else's matter.

The rules come out of the application's own map of addresses, so that a new write fails until it has its recipe or a reason.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from flask import Flask

from tests.backend.attachments import pictures
from tests.contracts import gathering
from tests.contracts import solicitation_writes as soliciting
from tests.contracts.ballot_writes import voting
from tests.contracts.coverage_writes import coverage_plan
from tests.contracts.deputy_writes import Write, placing, receiving
from tests.contracts.digest_writes import digesting
from tests.contracts.evaluation_writes import evaluating
from tests.contracts.exempt import NAMES_NOTHING, NO_FIELDS
from tests.contracts.ledger_writes import export, ledger_book
from tests.contracts.opinion_writes import noted_opinion, sitting, speaking, spoken
from tests.contracts.people_writes import own_account
from tests.contracts.proposal_writes import proposing
from tests.contracts.sighting_writes import amending
from tests.contracts.station_writes import HINTS, wishing
from tests.contracts.visit_writes import visiting
from tests.contracts.world import HERE, NEXT, World, partner, sighting, submission, where
from tests.make import new_id

WRITING = {"POST", "PUT", "PATCH", "DELETE"}
RULE = {"area_code": HERE, "channel": "industry"}
REPLY = {"area_code": HERE, "kind": "done", "title": "冒名的模板", "body": "冒名的答复一条"}
KEYS = {"p256dh": "BHfake", "auth": "fake"}


def rules(app: Flask) -> Iterator[str]:
    """Yield every write the application knows, as `METHOD rule`."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & WRITING:
            yield f"{method} {rule.rule}"


def meddling(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try to do to somebody else's matter, by rule; `ids` are the matter's."""
    case, sheet, notice, receipt = (ids[name] for name in ("case_id", "sheet_id", "notice_id", "receipt"))
    follow = {"endpoint": "https://fcm.googleapis.com/x/1", "keys": KEYS, "receipt": receipt}
    moves: list[dict[str, Any]] = [
        {"to": "accepted"}, {"to": "closed", "evidence": {"consent": "群众说好"}}, {"to": "reopened", "reason": "不服"},
    ]  # fmt: skip
    asked = {"query_code": "AAAA-AAAA"}
    again = asked | {"step": "reopened", "reason": "没办好"}
    rate = asked | {"step": "rate", "id": new_id(), "verdict": "dissatisfied", "reason": "没办好", "reopen": "1"}
    erase = asked | {"step": "erase"}
    them = f"/api/partners/{ids.get('partner_id', new_id())}"
    message = f"{them}/deliveries/{ids.get('delivery_id', new_id())}/resend"
    mine = {"data": pictures.photo("PNG", (9, 9)), "content_type": "image/png"}
    return {
        "POST /api/cases/<uuid:case_id>/transitions": [
            Write("post", f"/api/cases/{case}/transitions", {"json": body}) for body in moves
        ],
        **{
            f"POST /api/sightings/<uuid:report>/{what}": [
                Write("post", f"/api/sightings/{ids['report']}/{what}", {"json": body})
            ]
            for what, body in amending(ids["report"]).items()
        },
        "POST /api/cases/<uuid:case_id>/level": [
            Write("post", f"/api/cases/{case}/level", {"json": {"level": "hidden", "reason": "怕人知道"}})
        ],
        "POST /api/cases/<uuid:case_id>/children": [
            Write("post", f"/api/cases/{case}/children", {"json": {"id": new_id(), "text": "另一半的事"}})
        ],
        "POST /api/cases/<uuid:case_id>/urges": [
            Write("post", f"/api/cases/{case}/urges", {"json": {"level": 1, "note": "请抓紧办"}})
        ],
        "POST /api/cases/<uuid:case_id>/links": [Write("post", f"/api/cases/{case}/links", {"json": {"id": new_id()}})],
        "DELETE /api/cases/<uuid:case_id>/links/<uuid:link_id>": [
            Write("delete", f"/api/cases/{case}/links/{notice}", {"json": {}})
        ],
        "POST /api/handler-session": [Write("post", "/api/handler-session", {"json": {"token": "t" * 43}})],
        "POST /api/handler-session/<uuid:link_id>/transitions": [
            Write("post", f"/api/handler-session/{notice}/transitions", {"json": {"to": "handling"}})
        ],
        "POST /api/routing-rules": [Write("post", "/api/routing-rules", {"json": {"id": new_id()} | RULE})],
        "PUT /api/routing-rules/<uuid:rule_id>": [
            Write("put", f"/api/routing-rules/{notice}", {"json": {"position": 1} | RULE})
        ],
        "POST /api/routing-rules/order": [Write("post", "/api/routing-rules/order", {"json": {"ids": [notice]}})],
        "POST /api/cases/export": [Write("post", "/api/cases/export", {"json": {"format": "csv", "code": "000000"}})],
        "POST /api/ledgers/<book>/export": [export(NEXT)],
        **{
            f"POST /api/alerts/<uuid:alert_id>/{what}": [
                Write("post", f"/api/alerts/{ids.get('alert_id', new_id())}/{what}", {"json": {"note": "冒名的意见"}})
            ]
            for what in ("note", "urges")
        },
        "POST /api/reply-templates": [Write("post", "/api/reply-templates", {"json": {"id": new_id()} | REPLY})],
        "PUT /api/reply-templates/<uuid:template_id>": [
            Write("put", f"/api/reply-templates/{notice}", {"json": REPLY})
        ],
        "POST /api/routing-rules/try": [
            Write("post", "/api/routing-rules/try", {"json": {"category": "land", "area": HERE}})
        ],
        "POST /api/cases/<uuid:case_id>/answer": [
            Write("post", f"/api/cases/{case}/answer", {"json": {"text": "冒名的答复一条"}})
        ],
        "POST /api/cases/<uuid:case_id>/reports/<uuid:report_id>/contact": [
            Write("post", f"/api/cases/{case}/reports/{report}/contact", {"json": {"reason": "想打电话问问"}})
            for case, report in ((case, case), (ids["submission"], ids["submission"]), (case, ids["submission"]))
        ],
        "POST /api/cases/<uuid:case_id>/consents": [
            Write("post", f"/api/cases/{case}/consents", {"json": {"report_id": case, "body_id": 1, "how": "phone"}})
        ],
        "POST /api/submissions/<string:receipt>/consents": [
            Write("post", f"/api/submissions/{receipt}/consents", {"json": {"body_id": 1, "agreed": True}})
        ],
        **placing(ids),
        **receiving(ids),
        **visiting(ids),
        **{rule: [Write(*each) for each in tried] for rule, tried in voting(ids).items()},
        **wishing(ids),
        **{rule: [Write(*one) for one in tried] for rule, tried in (speaking(ids) | digesting(ids)).items()},
        **proposing(ids),
        **mediating(case),
        **meetings(ids),
        **judging(ids),
        **solicited(ids),
        "POST /api/submissions/<string:receipt>/transitions": [
            Write("post", f"/api/submissions/{receipt}/transitions", {"json": {"to": "reopened", "reason": "没办好"}})
        ],
        "POST /api/submissions/<string:receipt>/corrections": [
            Write(
                "post", f"/api/submissions/{receipt}/corrections", {"json": {"id": new_id(), "text": "冒名的更正一条"}}
            )
        ],
        "DELETE /api/submissions/<string:receipt>/contents": [
            Write("delete", f"/api/submissions/{receipt}/contents", {"json": {}})
        ],
        "POST /api/cases/<uuid:case_id>/hold": [Write("post", f"/api/cases/{case}/hold", {"json": {"reason": "保留"}})],
        "DELETE /api/cases/<uuid:case_id>/hold": [Write("delete", f"/api/cases/{case}/hold", {"json": {}})],
        "POST /api/notices/<uuid:notice_id>/read": [Write("post", f"/api/notices/{notice}/read", {"json": {}})],
        "POST /api/feedback/<uuid:sheet_id>/deliveries": [
            Write("post", f"/api/feedback/{sheet}/deliveries", {"json": {"rung": "door"}})
        ],
        "POST /api/push/subscriptions": [Write("post", "/api/push/subscriptions", {"json": follow})],
        "DELETE /api/push/subscriptions/<uuid:follow_id>": [
            Write("delete", f"/api/push/subscriptions/{notice}", {"json": {}}),
            Write("delete", f"/api/push/subscriptions/{notice}?receipt={receipt}", {"json": {}}),
        ],
        "POST /api/inbound/<uuid:partner_id>": [
            Write("post", f"/api/inbound/{ids.get('partner_id', new_id())}", {"json": {"type": "case.number_assigned"}})
        ],
        "POST /api/gateway/receipts": [
            Write("post", "/api/gateway/receipts", {"json": {"key": sheet, "status": "delivered"}})
        ],
        "POST /api/partners": [Write("post", "/api/partners", {"json": partner(HERE, "冒名")})],
        "PATCH /api/partners/<uuid:partner_id>": [
            Write("patch", them, {"json": {"fields": ["opening"], "name": "别人"}})
        ],
        "DELETE /api/partners/<uuid:partner_id>": [Write("delete", them, {"json": {}})],
        "POST /api/partners/<uuid:partner_id>/preview": [
            Write("post", f"{them}/preview", {"json": {"state": "closed"}})
        ],
        "POST /api/partners/<uuid:partner_id>/rotate": [Write("post", f"{them}/rotate", {"json": {}})],
        "POST /api/partners/<uuid:partner_id>/test": [Write("post", f"{them}/test", {"json": {}})],
        "POST /api/partners/<uuid:partner_id>/deliveries/<uuid:delivery_id>/resend": [
            Write("post", message, {"json": {}})
        ],
        "PUT /api/attachments/<string:sha256>": [Write("put", f"/api/attachments/{ids['sha256']}", mine)],
        **of_people(ids),
        "POST /t/<receipt>": [Write("post", f"/t/{receipt}", {"data": form}) for form in (asked, again, erase, rate)],
        "POST /t/": [Write("post", "/t/", {"data": form | {"receipt": receipt}}) for form in (asked, again)],
    }


def of_people(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try to do to somebody of another area, and to their session, by rule."""
    person, role, opened = f"/api/accounts/{ids['account_id']}", ids["role_id"], ids["session_id"]
    at, one = "/api/accounts/<int:account_id>", f"{person}/roles/{role}"
    given = {"role": "liaison", "area": NEXT}
    return {
        "DELETE /api/me/sessions/<uuid:session_id>": [Write("delete", f"/api/me/sessions/{opened}", {})],
        f"POST {at}/roles": [Write("post", f"{person}/roles", {"json": given})],
        f"DELETE {at}/roles/<int:role_id>": [Write("delete", one, {})],
        f"POST {at}/roles/<int:role_id>/confirm": [Write("post", f"{one}/confirm", {"json": {}})],
        f"DELETE {at}/sessions": [Write("delete", f"{person}/sessions", {})],
        f"DELETE {at}/second-factor": [Write("delete", f"{person}/second-factor", {})],
        f"PUT {at}/profile": [Write("put", f"{person}/profile", {"json": {"kinds": ["elder"]}})],
        f"PUT {at}/phone": [Write("put", f"{person}/phone", {"json": {"phone": "13912345678"}})],
        **{
            f"POST {at}/{verb}": [Write("post", f"{person}/{verb}", {"json": {}})]
            for verb in ("lock", "unlock", "password-reset")
        },
    }


def mediating(case: str) -> dict[str, list[Write]]:
    """Return what one could try to note of somebody else's mediation, by rule."""
    at, one, day = f"/api/cases/{case}/mediation", new_id(), "2026-11-20"
    sent: dict[str, dict[str, Any]] = {
        "parties": {"id": one, "side": "claimant", "name": "冒名", "relation": "邻居"},
        "records": {
            "id": one, "held_at": "2026-11-20T08:30:00Z", "place": "地头", "led_by": "冒名", "said": "冒名的笔录一份",
        },
        "follow-ups": {"id": one, "made_on": day, "outcome": "kept", "note": "冒名的回访"},
        "confirmations": {"id": one, "applied_on": day, "court_id": 1, "number": "冒名1号", "applicants": [one, new_id()]},
    }  # fmt: skip
    under = {
        "parties/<uuid:party_id>/contact": {"reason": "想打电话问问"},
        "confirmations/<uuid:confirmation_id>/ruling": {"result": "confirmed", "decided_on": day},
    }
    rule = "POST /api/cases/<uuid:case_id>/mediation"
    return {f"{rule}/{what}": [Write("post", f"{at}/{what}", {"json": body})] for what, body in sent.items()} | {
        f"{rule}/{what}": [Write("post", f"{at}/{re.sub('<.*>', one, what)}", {"json": body})]
        for what, body in under.items()
    }


def judging(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try to say of somebody else's matter: where else it is, who is in charge, how content they are."""
    case, rule = f"/api/cases/{ids['case_id']}", "POST /api/cases/<uuid:case_id>"
    charge = {"id": new_id(), "leader": "抢包案", "reason": "抢着包案", "due_on": "2099-01-01"}
    rating = {"id": new_id(), "verdict": "dissatisfied", "reason": "冒名的评价", "reopen": True}
    told = rating | {"id": new_id(), "sheet_id": ids["sheet_id"], "way": "phone"}
    other = {"procedure": "litigation", "reason": "冒名的案号"}
    return {
        f"{rule}/elsewhere": [Write("post", f"{case}/elsewhere", {"json": other})],
        f"{rule}/charges": [Write("post", f"{case}/charges", {"json": charge})],
        f"{rule}/ratings": [Write("post", f"{case}/ratings", {"json": told})],
        "POST /api/submissions/<string:receipt>/ratings": [
            Write("post", f"/api/submissions/{ids['receipt']}/ratings", {"json": rating})
        ],
    }


def solicited(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with another's solicitation and its tasks, by rule."""
    return {rule: tried for rule, tried in soliciting.tried(ids).items() if rule not in NAMES_NOTHING}


def registration(station: int, **more: Any) -> dict[str, Any]:
    """Return a matter as the desk sends it."""
    facts = {"channel": "reception", "came_on": "2026-01-02", "station_id": station, "category": "land"}
    return {"id": new_id(), "text": "来人说的一件事", "reply": {"way": "receipt"}} | facts | more


def meetings(ids: dict[str, str]) -> dict[str, list[Write]]:
    """Return what one could try with somebody else's meetings, promises and initiatives, by rule."""
    case, commitment, initiative = (ids[name] for name in ("case_id", "commitment_id", "initiative_id"))
    meeting, item = f"/api/activities/{ids['activity_id']}", ids["item_id"]
    rule, other = "/api/activities/<uuid:activity_id>", str(uuid.UUID(int=7))
    plan = {"id": ids["activity_id"], "type": "joint_meeting", "title": "抢开的会", "area_code": HERE}
    gap = {"id": ids["initiative_id"], "kind": "legislative_gap", "title": "抢提的", "text": "抢着提出来的"}
    sent = {"to": "sent", "words": "抢着送交", "body_id": 1, "due_on": "2099-01-01"}
    promise = {"id": commitment, "text": "抢着答应", "due_on": "2099-01-01"}
    decision = {"item_id": item, "text": "抢着决定", "id": other, "body_id": 1, "due_on": "2099-01-01"}
    held = {"held_on": "2026-01-02", "number": "抢一号", "signed_by": "抢镇长", "text": ""}
    return {
        "POST /api/activities": [Write("post", "/api/activities", {"json": plan})],
        f"PATCH {rule}": [Write("patch", meeting, {"json": {"title": "抢改的会", "bodies": [], "agenda": [item]}})],
        f"POST {rule}/agenda": [Write("post", f"{meeting}/agenda", {"json": {"id": other, "words": "抢议题"}})],
        f"DELETE {rule}/agenda/<uuid:item_id>": [Write("delete", f"{meeting}/agenda/{item}", {"json": {}})],
        f"POST {rule}/hold": [Write("post", f"{meeting}/hold", {"json": held})],
        f"POST {rule}/decisions": [Write("post", f"{meeting}/decisions", {"json": decision})],
        **{f"POST {end}": [Write("post", *sent)] for end, sent in gathering.attempts(ids["activity_id"]).items()},
        f"POST {rule}/cancel": [Write("post", f"{meeting}/cancel", {"json": {"reason": "抢着取消"}})],
        "POST /api/cases/<uuid:case_id>/commitments": [
            Write("post", f"/api/cases/{case}/commitments", {"json": promise})
        ],
        "POST /api/commitments/<uuid:commitment_id>/transitions": [
            Write("post", f"/api/commitments/{commitment}/transitions", {"json": {"to": to, "words": "抢着销号"}})
            for to in ("kept", "withdrawn")
        ],
        "POST /api/cases/<uuid:case_id>/initiatives": [Write("post", f"/api/cases/{case}/initiatives", {"json": gap})],
        "PUT /api/cases/<uuid:case_id>/topics": [
            Write("put", f"/api/cases/{case}/topics", {"json": {"topics": ["campus"]}})
        ],
        "POST /api/initiatives/<uuid:initiative_id>/cases": [
            Write(
                "post",
                f"/api/initiatives/{initiative}/cases",
                {"json": {"id": other, "number": "2026-000001", "put": True, "reason": "抢着加"}},
            )
        ],
        "POST /api/initiatives/<uuid:initiative_id>/transitions": [
            Write("post", f"/api/initiatives/{initiative}/transitions", {"json": sent})
        ],
    }


def taking(report: str, code: str, station: int) -> dict[str, list[Write]]:
    """Return the intakes under an id that is somebody else's, by rule; `code` and `station` are open to everybody.

    They are told that the id is taken (DESIGN 4.2), which nobody can find out who does not know the id already.
    """
    stolen, place = sighting(NEXT, "抢注", id=report), where(NEXT)["place"]["coordinates"]
    form = {
        "step": "submit", "text": "抢注别人的编号", "category": "land", "way": "receipt", "id": report, "where": "here",
        "lon": place[0], "lat": place[1], "crs": "wgs84",
    }  # fmt: skip
    return {
        "POST /api/sightings": [Write("post", "/api/sightings", {"json": stolen})],
        "POST /api/sightings/batch": [Write("post", "/api/sightings/batch", {"json": {"items": [stolen, stolen]}})],
        "POST /api/submissions": [
            Write("post", "/api/submissions", {"json": submission(NEXT, "抢注", id=report)}),
        ],
        "POST /api/registrations": [
            Write("post", "/api/registrations", {"json": registration(station, id=report)}),
        ],
        "POST /api/opinions": [Write("post", "/api/opinions", {"json": spoken(id=report)})],
        "POST /api/opinions/batch": [
            Write("post", "/api/opinions/batch", {"json": {"items": [noted_opinion(id=report)]}})
        ],
        "POST /c/<code>": [Write("post", f"/c/{code}", {"data": form})],
        "POST /s/<int:station_id>": [Write("post", f"/s/{station}", {"data": form})],
    }


def in_json(world: World, ids: dict[str, str]) -> Iterator[tuple[str, Write]]:
    """Yield every write in JSON that takes fields, by rule, with bodies that its schema takes."""
    station = int(world.make.run("select min(id) from station"))
    recipes = meddling(ids) | taking(new_id(), "X", station)
    recipes["POST /api/login"] = [Write("post", "/api/login", {"json": {"account": "a", "password": "b"}})]
    recipes |= own_account()
    recipes["POST /api/ledger-books"] = [Write("post", "/api/ledger-books", {"json": ledger_book(HERE)})]
    recipes |= evaluating(HERE, station)
    recipes["POST /api/coverage/plans"] = [Write("post", "/api/coverage/plans", {"json": coverage_plan(HERE)})]
    recipes["POST /api/editions/<int:edition_id>/withdrawal"] = [
        Write("post", "/api/editions/1/withdrawal", {"json": {"reason": "不是我的"}})
    ]
    recipes["POST /api/story-hints"] = [HINTS]
    recipes["POST /api/fund-entries"] = [Write("post", "/api/fund-entries", {"json": gathering.fund_entry()})]
    recipes["POST /api/solicitations"] = [Write("post", "/api/solicitations", {"json": soliciting.asked()})]
    recipes |= {f"POST {rule}": [Write("post", *sent)] for rule, sent in gathering.standing(station).items()}
    duty = {"id": new_id(), "area": HERE, "post": "liaison", "text": "每月走访一次", "after": 0}
    recipes["POST /api/duties"] = [Write("post", "/api/duties", {"json": duty})]
    recipes["POST /api/opinion-sittings"] = [Write("post", "/api/opinion-sittings", {"json": sitting(station)})]
    recipes["POST /api/login-links"] = [Write("post", "/api/login-links", {"json": {"account": "a"}})]
    recipes["POST /api/login-links/trade"] = [Write("post", "/api/login-links/trade", {"json": {"token": "t"}})]
    for rule, found in recipes.items():
        yield from ((rule, one) for one in found if "json" in one.body and rule not in NO_FIELDS)
