"""/t/: following a receipt; the query code comes by form and stands in no address."""

from __future__ import annotations

from flask import Response, request
from marshmallow import ValidationError

from backend.cases import service as cases
from backend.cases.schemas import ReopenSchema
from backend.codes import service as codes
from backend.codes.domain import RECEIPT_CHARS, normal, spaced
from backend.codes.service import Held
from backend.errors import Refusal, TooMany
from backend.front import service
from backend.front.pages.frame import choose, page, pages
from backend.http import crowd
from backend.http.transaction import transact
from backend.http.words import say
from backend.submissions.schemas import progress_wire

WRONG = "回执号或查询码不对。两个号都在“已收到”那一页。"
NOT_FOUND = 404


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
    if held is None:
        try:
            crowd.wrong_code(number)
        except TooMany as slow:
            answer = asked(plain(receipt), 429, {"query_code": say(slow.title, **slow.params)}, number)
            answer.headers["Retry-After"] = str(slow.retry_after)
            return answer
        return asked(plain(receipt), NOT_FOUND, {"query_code": say(WRONG)}, number)
    errors = reopen(held) if request.form.get("step") == "reopen" else {}
    found = transact(lambda session: service.follow(session, held), cases.context_of_held(held))
    answer = page(
        "track", 422 if errors else 200, form_id="f", errors=errors, found=found, reason=request.form.get("reason", ""), progress=found.progress, sheets=found.sheets, query_code=query_code,
        shown=progress_wire(found.progress, []), spaced=spaced,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def reopen(held: Held) -> dict[str, str]:
    """Have the matter redone for the reason on the form; return what is wrong by field, nothing when it was done."""
    try:
        asked_for = ReopenSchema().load({"reason": request.form.get("reason", "")})
        transact(lambda session: cases.reopen(session, held, asked_for["reason"]), cases.context_of_held(held))
    except ValidationError as error:
        return {"reason": str(error.messages_dict["reason"][0])}
    except Refusal as refusal:
        return {"reason": say(refusal.title, **refusal.params)}
    return {}


def asked(receipt: str, status: int = 200, errors: dict[str, str] | None = None, again: str = "") -> Response:
    """Return the page that asks for the two numbers."""
    return page("ask", status, receipt=receipt, asked=again, errors=errors or {}, spaced=spaced)


def plain(receipt: str) -> str:
    """Return a receipt in its normal form, the empty text when it can't be one."""
    number = normal(receipt)
    return number if len(number) == RECEIPT_CHARS and number.isascii() and number.isalnum() else ""
