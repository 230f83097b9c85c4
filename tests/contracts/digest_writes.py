"""Each write about digests: what the contracts try on another's, and each made once for the record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.contracts.proposal_writes import keep_proposals
from tests.contracts.world import HERE
from tests.drafts import draft, raised
from tests.make import Maker, new_id

LATER, DAY = "2099-01-01", "2026-01-02"
ITEM, EXPERT, BATCH = (
    "/api/digest-items/<uuid:digest_id>",
    "/api/experts/<uuid:expert_id>",
    "/api/report-batches/<uuid:batch_id>",
)


def bodies(ids: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return a good body of each write that takes fields, by rule."""
    item, law = ids.get("digest_id", new_id()), ids.get("draft_id", new_id())
    said = {"title": "抢写的条目", "text": "抢着写的整理稿"}
    sent = {"recipient": "抢报的机关", "note": "抢着上报", "sent_on": DAY, "items": [item]}
    notice = {"title": "抢贴的公告", "text": "抢着答复大家", "place": "公告栏", "published_on": DAY, "items": [item]}
    person = {"name": "抢来的", "employer": "某校", "specialities": ["law"], "area": HERE, "login": ""}
    return {
        "POST /api/digest-items": {"id": new_id(), "solicitation_id": law, "article_id": None, "opinions": [ids.get("opinion_id", new_id())]} | said,
        f"PUT {ITEM}": said,
        f"POST {ITEM}/opinions": {"put": [ids.get("opinion_id", new_id())], "take": [new_id()]},
        f"POST {ITEM}/merge": {"into": new_id(), "words": "抢着并"},
        f"POST {ITEM}/transitions": {"move": "approve", "words": "抢着同意"},
        f"POST {ITEM}/experts": {"experts": [new_id()], "due_on": LATER},
        f"POST {ITEM}/verdict": {"verdict": "pass", "reasons": "抢着通过", "expert_id": None},
        f"POST {ITEM}/outcome": {"outcome": "declined", "reason": "抢着不采纳", "article_id": None},
        "POST /api/experts": {"id": new_id()} | person,
        f"POST {EXPERT}/conflicts": {"solicitation_id": law, "reason": "抢着回避"},
        "POST /api/report-batches": {"id": new_id(), "solicitation_id": law} | sent,
        f"POST {BATCH}/receipt": {"number": "抢1号", "received_on": DAY, "received_by": "抢收的人"},
        f"POST {BATCH}/export": {"format": "csv", "code": "000000"},
        "POST /api/answer-notices": {"id": new_id(), "solicitation_id": law} | notice,
    }  # fmt: skip


# Those that take no fields.
BARE = (f"POST {ITEM}/answers", f"POST {EXPERT}/end")


def digesting(ids: dict[str, str]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return what one could try with somebody else's items, experts and batches, by rule."""
    tried: dict[str, dict[str, Any]] = bodies(ids) | {rule: {} for rule in BARE}
    return {
        rule: [(rule.split()[0].lower(), filled(rule.split()[1], ids), {"json": body})] for rule, body in tried.items()
    }


def filled(path: str, ids: dict[str, str]) -> str:
    """Return a rule's address with the ids of somebody's matter in it."""
    for name in ("digest_id", "expert_id", "batch_id"):
        path = path.replace(f"<uuid:{name}>", ids.get(name, new_id()))
    return path


def posted(ids: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Return address and good body of each POST that takes fields."""
    return [(filled(rule.split()[1], ids), body) for rule, body in bodies(ids).items() if rule.startswith("POST")]


def keep_digests(make: Maker) -> None:
    """Make each write of digests once, as the liaison of a township who acts for its groups too."""
    lian, law = make.login("lian"), draft(make)
    person = make.run("select id from account where login = 'lian'")
    for kind in ("leading_group", "working_body"):
        body = make.run(
            "insert into body (code, name, kind, area_code) values (:kind, :kind, :kind, :area) returning id",
            kind=kind,
            area=HERE,
        )
        make.run(
            "insert into body_member (body_id, account_id, from_day) values (:body, :who, china_today())",
            body=body,
            who=person,
        )
    make.run(
        "insert into account_role (account_id, role, area_code, confirmed_at) values (:who, 'town_congress', :area, now())",
        who=person,
        area=HERE,
    )
    said, ids = [raised(make, law, f"{HERE}001") for _ in range(2)], {"draft_id": law.id, "opinion_id": new_id()}
    good = bodies(ids)
    made = []

    def do(rule: str, version: int | None = None, **more: Any) -> None:
        verb, path = rule.split()
        body = good.get(rule, {}) | more
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        made.append(getattr(lian, verb.lower())(filled(path, ids), json=body, headers=headers))
        assert made[-1].status_code == 200, (rule, made[-1].text)

    first, second = new_id(), new_id()
    experts = {"one": new_id(), "two": new_id()}
    for one in experts.values():
        do("POST /api/experts", id=one)
    ids["expert_id"] = experts["two"]
    do(f"POST {EXPERT}/conflicts")
    do(f"POST {EXPERT}/end")
    do("POST /api/digest-items", id=second, opinions=[said[1]])
    do("POST /api/digest-items", id=first, opinions=[])
    ids["digest_id"] = first
    do(f"POST {ITEM}/opinions", put=[said[0]], take=[])
    do(f"PUT {ITEM}", 1)
    ids["digest_id"] = second
    do(f"POST {ITEM}/merge", 1, into=first)
    ids["digest_id"] = first
    do(f"POST {ITEM}/experts", 2, experts=[experts["one"]])
    do(f"POST {ITEM}/verdict", expert_id=experts["one"])
    do(f"POST {ITEM}/transitions", 4, move="propose")
    do(f"POST {ITEM}/transitions", 5, move="approve")
    ids["batch_id"] = new_id()
    do("POST /api/report-batches", id=ids["batch_id"], items=[first])
    do(f"POST {BATCH}/receipt")
    do(f"POST {BATCH}/export", code=make.second_factor(int(str(person))).now())
    make.run("delete from second_factor where account_id = :who", who=person)
    do(f"POST {ITEM}/outcome", 7)
    do(f"POST {ITEM}/answers")
    do("POST /api/answer-notices", items=[first])
    assert UUID(ids["batch_id"])
    keep_proposals(make)
