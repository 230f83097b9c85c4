"""What a person does with the own data on the receipt's page: see all of it, take it along, put it right, have it erased."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from flask import Response, make_response, request
from marshmallow import ValidationError

from backend.attachments.store import Store
from backend.cases import service as cases
from backend.codes.service import Held
from backend.errors import NotFound, Refusal
from backend.feedback import service as feedback
from backend.feedback.drawing import draw
from backend.front.domain import Draft
from backend.front.pages.filing import take_photos
from backend.front.pages.frame import day, page
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.ratings import service as ratings
from backend.ratings.domain import VERDICTS
from backend.ratings.schemas import OwnRatingSchema
from backend.submissions import service as submissions
from backend.submissions.schemas import ticket_digest
from backend.submissions.schemas.own import CorrectionSchema, ExportSchema, export_wire

SUFFIXES = {"image/jpeg": ".jpg", "audio/mp4": ".m4a"}
# Where a refusal of a step stands on the page.
FIELDS = {"correct": "text", "erase": "erase"}
# How a consent was given.
GIVEN = {
    "ticked": "单独勾选",
    "door": "当面同意",
    "phone": "电话里同意",
    "paper": "签了同意书",
    "withdrawn": "已收回同意",
}
# By which ways an answer was brought to the person.
RUNGS = {
    "inbox": "站内消息",
    "receipt": "凭回执看到",
    "push": "手机提醒",
    "channel": "电话或短信",
    "door": "送到家里",
    "aloud": "念给本人听",
    "post": "邮寄送达",
}


def change(held: Held, step: str) -> dict[str, str]:
    """Put right or erase what the person said, or keep their word on a body, as the form asks; return what is wrong by field, nothing when it was done."""
    try:
        if step == "erase":
            transact(lambda session: submissions.erase(session, held), cases.context_of_held(held))
        if step in {"agree", "refuse"} and (body := request.form.get("body_id", "")).isdecimal():
            agreed, which = step == "agree", int(body[:18])
            transact(
                lambda session: cases.say_own(session, held, which, agreed=agreed, language=language()),
                cases.context_of_held(held),
            )
        if step == "correct":
            names = ("id", "text", "place_words")
            new = CorrectionSchema().load({name: request.form.get(name, "") for name in names})
            transact(lambda session: submissions.correct(session, held, new), cases.context_of_held(held))
    except ValidationError as wrong:
        words = (
            wrong.messages_dict.get("text")
            or wrong.messages_dict.get("place_words")
            or [say("写得太长，或有不能用的字符")]
        )
        return {"text": str(words[0])}
    except Refusal as refusal:
        return {FIELDS.get(step, "consents"): say(refusal.title, **refusal.params)}
    return {}


def rate(held: Held) -> dict[str, str]:
    """Keep how content the person is with the answer, and have it redone where they want that; return what is wrong by field."""
    form = {name: request.form.get(name, "") for name in ("id", "verdict", "reason")}
    if form["verdict"] not in VERDICTS:
        return {"verdict": say("选一项")}
    try:
        new = OwnRatingSchema().load(form | {"reopen": request.form.get("reopen") == "1"})
        transact(lambda session: ratings.rate(session, held, new), cases.context_of_held(held))
    except ValidationError:
        return {"reason": say("写得太长，或有不能用的字符")}
    except Refusal as refusal:
        field = "reason" if refusal.field == "reason" else "verdict"
        return {field: say(refusal.title, **refusal.params)}
    return {}


def added_photos() -> tuple[bytes | None, tuple[str, ...], dict[str, str]]:
    """Store the photos that came with the form under a fresh draft ticket; return its digest, theirs, and what is wrong with them."""
    sent = [each for each in request.files.getlist("photo") if each.filename]
    if not sent:
        return None, (), {}
    draft, errors = take_photos(Draft({"ticket": secrets.token_urlsafe(24)}), "added", sent)
    return ticket_digest(draft["ticket"]), draft.attachments, errors


def take_along(held: Held, query_code: str, step: str) -> Response:
    """Return everything held about the person, as a page to read and print or as JSON (`form`), one photo, or one sheet as PDF."""
    context = cases.context_of_held(held)
    if step == "sheet":
        return as_pdf(held, request.form.get("sheet", ""))
    if step == "photo":
        files, sha256 = Store(current_settings().var), request.form.get("sha256", "")
        kept, data = transact(lambda session: submissions.photo(session, files, held, sha256), context)
        return attached(data, kept.media_type, f"zhitong-{sha256[:12]}{SUFFIXES[kept.media_type]}")
    told = ExportSchema().dump(export_wire(transact(lambda session: submissions.export(session, held), context)))
    if request.form.get("form") == "json":
        data = json.dumps(told, ensure_ascii=False, indent=1).encode()
        return attached(data, "application/json", f"zhitong-{told['receipt']}.json")
    answer = page("export", told=told, query_code=query_code, form_id="f", rungs=RUNGS, given=GIVEN, at=at)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def as_pdf(held: Held, number: str) -> Response:
    """Return the sheet `number` of the person's own as PDF.

    Raises NotFound when no sheet of this receipt has that number.
    """
    sheets = transact(lambda session: feedback.open_by_receipt(session, held.report_id), cases.context_of_held(held))
    found = next((each for each in sheets if each.number == number), None)
    if found is None:
        raise NotFound("没有找到")
    return attached(draw(found, current_settings().public_url), "application/pdf", f"{found.number}.pdf")


def at(moment: str) -> str:
    """Return the day, in China, of a moment as the wire has it."""
    return day(datetime.fromisoformat(moment))


def attached(data: bytes, media_type: str, name: str) -> Response:
    """Return bytes as a file to keep."""
    answer = make_response(data)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
