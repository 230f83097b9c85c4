"""/t/: following a receipt; the query code comes by form and stands in no address."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from backend.cases import service as cases
from backend.cases.domain import OVER
from backend.cases.schemas import OwnTransitionSchema
from backend.codes import service as codes
from backend.codes.domain import RECEIPT_CHARS, normal, spaced
from backend.codes.service import Held
from backend.errors import Refusal, TooMany
from backend.front import service
from backend.front.domain import uuid7
from backend.front.pages import law, opinions, own, receptions, wishes
from backend.front.pages.frame import choose, page, pages
from backend.http import crowd
from backend.http.transaction import transact
from backend.http.words import say
from backend.ratings.domain import VERDICTS
from backend.ratings.schemas import rating_wire
from backend.submissions import service as submissions
from backend.submissions.domain import MOST_PHOTOS, STAYS
from backend.submissions.schemas import progress_wire

WRONG = "回执号或查询码不对。两个号都在“已收到”那一页。"
NOT_FOUND = 404
# Where a matter came to an end here without being settled: others may help.
ENDED = frozenset({"terminated", "refused"})
MOST_HELPERS = 8
# What the page says of the moves that are the citizen's own: why one would make it, the button, and what is written for it.
OWN_WORDS = {
    "reopened": ("不满意？写明理由，可以要求重办。", "要求重办", "reason"),
    "pending": ("把站点问的写在这里。到期没有补充，按现有情况办理。", "交给站点", "more"),
    "withdrawn": ("不用办了？站点受理以前可以撤回，撤回后不能恢复。", "撤回这件事", ""),
}


@pages.get("/t/")
@pages.get("/t/<receipt>")
@pages.get("/t/<receipt>/")
def ask(receipt: str = "") -> Response:
    """Ask for the query code; the page is the same whether the receipt exists or not."""
    return asked(plain(receipt))


@pages.post("/t/")
@pages.post("/t/<receipt>")
def show(receipt: str = "") -> Response:
    """Show how far it is, and the answer."""
    number = plain(receipt or request.form.get("receipt", ""))
    choose(*request.form.get("go", ":").partition(":")[::2])
    query_code = normal(request.form.get("query_code", ""))[:64]
    held = transact(lambda session: codes.held(session, number, query_code)) if query_code else None
    if held is None and query_code and (appointment := receptions.opened(number, query_code)):
        return receptions.appointment_page(appointment, query_code)
    if held is None and query_code and (wish := wishes.of_receipt(number, query_code)):
        return wish
    if held is None:
        try:
            crowd.wrong_code(number)
        except TooMany as slow:
            answer = asked(plain(receipt), 429, {"query_code": say(slow.title, **slow.params)}, number)
            answer.headers["Retry-After"] = str(slow.retry_after)
            return answer
        return asked(plain(receipt), NOT_FOUND, {"query_code": say(WRONG)}, number)
    if not held.submitted:
        return opinions.followed(held, query_code)
    step = request.form.get("step", "")
    if step in {"export", "photo", "sheet"}:
        return own.take_along(held, query_code, step)
    if step == "refer":
        return law.refer(held, request.form.get("body_id", "")[:20])
    errors = make(held, step) if step in OWN_WORDS else own.rate(held) if step == "rate" else own.change(held, step)
    found = transact(lambda session: service.follow(session, held), cases.context_of_held(held))
    ended = any(each.state in ENDED for each in found.progress.steps)
    spoken = (
        transact(lambda session: opinions.shown(session, held)[0], cases.context_of_held(held)) if held.spoken else None
    )
    helpers = transact(lambda session: law.serving(session, held.area_code)) if ended else []
    answer = page(
        "track", 422 if errors else 200, form_id="f", spoken=spoken, errors=errors, found=found, written=request.form, tried=step,
        progress=found.progress, sheets=found.sheets, helpers=law.labelled(helpers[:MOST_HELPERS]), area=held.area_code, query_code=query_code,
        shown=progress_wire(found.progress, [], found.moves, found.consents), own=OWN_WORDS, spaced=spaced, stays=STAYS, most_photos=MOST_PHOTOS,
        may_correct=found.progress.state not in OVER and not found.progress.erased_at,
        verdicts=VERDICTS, rating=rating_wire(found.rating) if found.rating else None,
        redo="reopened" in {move.to for move in found.moves}, correction_id=request.form.get("id") if errors else uuid7(),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def make(held: Held, to: str) -> dict[str, str]:
    """Make the citizen's own move to `to` with the words of the form; return what is wrong by field, nothing when it was done."""
    field = OWN_WORDS[to][2]
    written = request.form.get(field, "") if field else ""
    words = (
        {"to": to, "reason": written}
        if field == "reason"
        else {"to": to, "evidence": {field: written} if field else {}}
    )
    ticket, photos, bad = own.added_photos() if field == "more" else (None, (), {})
    if bad:
        return bad
    try:
        asked_for = OwnTransitionSchema().load(words)
        context = replace(cases.context_of_held(held), ticket=ticket)

        def work(session: Session) -> None:
            cases.by_receipt(session, held, **asked_for)
            if ticket:
                submissions.add_photos(session, held, ticket, photos)

        transact(work, context)
    except ValidationError:
        return {field or "step": say("写得太长，或有不能用的字符")}
    except Refusal as refusal:
        return {field or "step": say(refusal.title, **refusal.params)}
    return {}


def asked(receipt: str, status: int = 200, errors: dict[str, str] | None = None, again: str = "") -> Response:
    """Return the page that asks for the two numbers."""
    return page("ask", status, receipt=receipt, asked=again, errors=errors or {}, spaced=spaced)


def plain(receipt: str) -> str:
    """Return a receipt in its normal form, the empty text when it can't be one."""
    number = normal(receipt)
    return number if len(number) == RECEIPT_CHARS and number.isascii() and number.isalnum() else ""
