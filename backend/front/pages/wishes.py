"""/wishes/: the tree as everybody sees it, claiming from it without an account, and what a receipt of a wish or a claim shows."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from backend.codes.domain import spaced
from backend.contacts.domain import MAX_NAME, normal_phone
from backend.errors import Conflict, NotFound, Refusal
from backend.front import service as front
from backend.front.domain import uuid7
from backend.front.pages.frame import choose, page, pages
from backend.front.service import Listing
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import say
from backend.plain import visible
from backend.wishes import service
from backend.wishes.domain import LABELS, OnTree, State
from backend.wishes.schemas import tree_wire

COUNTY, MOST = 6, 100
WRONG = 422


@pages.get("/wishes/")
def tree() -> Response:
    """Show the tree, of everywhere or of a county: what is wished, the kind of hardship, the township."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) == COUNTY):
        raise NotFound("没有找到")

    def work(session: Session) -> tuple[Listing | None, list[OnTree]]:
        return (front.listing(session, area) if area else None), service.tree(session, area, MOST)

    place, found = transact(work)
    waiting = [tree_wire(each) for each in found if each.state == State.ON_TREE]
    others = [tree_wire(each) for each in found if each.state != State.ON_TREE]
    return page("wishes", waiting=waiting, others=others, name=place.name if place else None)


@pages.get("/wishes/<number>")
def ask_to_claim(number: str) -> Response:
    """Show one wish and ask who claims it."""
    return form(number)


@pages.post("/wishes/<number>")
def claim(number: str) -> Response:
    """Claim a wish by name and phone, for a receipt. May be repeated; of two at once one gets it."""
    throttle("wish_claim", client(), limit=30, seconds=60)
    if choose(*request.form.get("go", ":").partition(":")[::2]):
        return form(number, dict(request.form))
    given = {name: visible(request.form.get(name, "")).strip() for name in ("name", "phone", "id")}
    phone = normal_phone(given["phone"])
    wrong = {}
    if not 2 <= len(given["name"]) <= MAX_NAME or "\0" in given["name"]:
        wrong["name"] = say("请写您的姓名")
    if phone is None:
        wrong["phone"] = say("手机号要11位")
    try:
        claim_id = UUID(given["id"])
    except ValueError:
        claim_id = uuid7()
    if wrong:
        return form(number, given, wrong, WRONG)
    try:
        _, paper = transact(lambda session: service.claim(session, claim_id, number[:40], given["name"], phone=phone))
    except Conflict as taken:
        return form(number, given, {"number": say(taken.title)}, taken.status)
    return page("wish_claimed", 201, paper=paper, spaced=spaced)


def form(
    number: str, written: dict[str, str] | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """Return the page of one wish. Raises NotFound when it hangs on no tree."""
    found = transact(lambda session: service.hanging(session, number[:40]))
    written = written or {"id": str(uuid7())}
    return page(
        "wish",
        status,
        form_id="f",
        wish=tree_wire(found),
        free=found.state == State.ON_TREE,
        written=written,
        errors=errors or {},
    )


def of_receipt(receipt: str, query_code: str) -> Response | None:
    """Return the page behind a receipt of a wish or a claim, None when the two do not fit; its person may take a wish back here."""
    context = transact(lambda session: service.behind(session, receipt, query_code))
    if context is None or context.receipt is None:
        return None
    key, errors = context.receipt, {}
    if request.form.get("step") == "withdrawn":
        try:
            transact(lambda session: withdraw(session, key), context)
        except Refusal as refusal:
            errors["step"] = say(refusal.title, **refusal.params)
    who = None
    if request.form.get("step") == "person":
        try:
            who = transact(
                lambda session: service.reveal(session, wish_of(session, key), say("认领人联系对方")), context
            )
        except Refusal as refusal:
            errors["step"] = say(refusal.title, **refusal.params)
    told, sheets = transact(lambda session: service.own(session, key), context)
    mine = told.view.id == key
    answer = page(
        "wish_own", WRONG if errors else 200, form_id="f", view=told.view, label=say(LABELS[told.view.state]), sheets=sheets, mine=mine,
        steps=[(each, say(LABELS[each.to_state])) for each in told.view.events], errors=errors, receipt=receipt, query_code=query_code,
        who=who, introduced=not mine and told.opens, may_withdraw=mine and any(each.to == State.WITHDRAWN for each in told.moves),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def wish_of(session: Session, key: UUID) -> UUID:
    """Return the wish behind a receipt, or behind a claim's."""
    return service.own(session, key)[0].view.id


def withdraw(session: Session, key: UUID) -> None:
    """Take one's own wish back."""
    told, _ = service.own(session, key)
    note = visible(request.form.get("reason", "")).strip()[:200]
    service.move(session, told.view.id, say("本人"), State.WITHDRAWN, version=told.view.version, note=note)
