"""/drafts/{id}/say: what somebody has to say of a draft, on one article or the whole; a check, a receipt; works without script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from flask import Response, current_app, request
from markupsafe import Markup
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from backend.cases import service as cases
from backend.codes.domain import normal, spaced
from backend.codes.service import Held
from backend.contacts.domain import CONSENT_TEXTS
from backend.errors import Conflict, Invalid, Refusal, TooMany
from backend.front import service as front
from backend.front.domain import Draft as Answers
from backend.front.domain import read, uuid7
from backend.front.pages.filing import MOST_WORDS, NOT_STORED, WAY_WORDS, WRONG, first
from backend.front.pages.frame import choose, page, pages
from backend.front.pages.own import as_pdf, attached
from backend.front.pages.scans import begun
from backend.http import crowd
from backend.http.transaction import transact
from backend.http.words import say
from backend.opinions import service
from backend.opinions.domain import MOST_TEXT, Accepted, NewOpinion
from backend.opinions.schemas import OpinionExportSchema, OpinionSchema, export_wire, followed_wire
from backend.plain import visible
from backend.solicitations import service as solicitations
from backend.solicitations.domain import LABELS
from backend.solicitations.service import Draft

CARRIED = ("id", "text", "unit_name", "way", "name", "phone", "code", "consented", "checked")
OWN = ("unit_name", "code", "consented")
ORDER = ("text", "unit_name", "way", "name", "phone")
LONGEST = 200


@dataclass(frozen=True)
class Place:
    """What is spoken on. `label`, `text`: of the article, empty for the whole; `through`: the code that was scanned, as it stands in an address."""

    draft: Any
    article_id: UUID | None
    label: str
    text: str
    through: str

    @property
    def path(self) -> str:
        """Return where the forms post to."""
        return f"/drafts/{self.draft.id}/say{f'/{self.article_id}' if self.article_id else ''}"


@pages.get("/drafts/<uuid:solicitation_id>/say")
@pages.get("/drafts/<uuid:solicitation_id>/say/<uuid:article_id>")
def say_page(solicitation_id: UUID, article_id: UUID | None = None) -> Response:
    """Ask what somebody has to say of a draft or one article of it; says so where it takes nothing any more."""
    return asked(solicitation_id, article_id, request.args.get("code", ""))


@pages.get("/c/<code>/drafts/<uuid:solicitation_id>/say")
@pages.get("/c/<code>/drafts/<uuid:solicitation_id>/say/<uuid:article_id>")
def say_by_code(code: str, solicitation_id: UUID, article_id: UUID | None = None) -> Response:
    """Ask the same of somebody who came by a code, below its page: so the phone knows whether it was counted (decision 81)."""
    answer = asked(solicitation_id, article_id, code)
    try:
        target = transact(lambda session: front.of_code(session, code))
    except Refusal:
        return answer  # a code that is none, or counts no more, takes the form away from nobody
    return begun(answer, target)


def asked(solicitation_id: UUID, article_id: UUID | None, code: str) -> Response:
    """Show the empty form."""
    at = place(solicitation_id, article_id, code)
    return form(at, Answers({"id": str(uuid7()), "code": normal(code)[:64]}), {})


@pages.post("/drafts/<uuid:solicitation_id>/say")
@pages.post("/drafts/<uuid:solicitation_id>/say/<uuid:article_id>")
def speak(solicitation_id: UUID, article_id: UUID | None = None) -> Response:
    """Take one step of the form; going back and errors keep every word."""
    request.max_content_length = MOST_WORDS
    answers = answered(request.form)
    at = place(solicitation_id, article_id, answers["code"])
    name, _, value = request.form.get("go", "").partition(":")
    chosen, step = choose(name, value), request.form.get("step", "say")
    errors = wrong(at, answers)
    if errors or name == "back" or (chosen and step == "say"):
        return form(at, answers, {} if chosen or name == "back" else errors)
    return submit(at, answers) if step == "receipt" or (step == "submit" and not chosen) else check(at, answers)


def place(solicitation_id: UUID, article_id: UUID | None, code: str) -> Place:
    """Return what is spoken on. Raises NotFound when there is no such draft, or no such article ever was in it."""

    def work(session: Session) -> tuple[Draft, str, str]:
        found = solicitations.draft(session, solicitation_id)
        return (found, *(service.article(session, solicitation_id, article_id) if article_id else ("", "")))

    found, label, text = transact(work)
    plain = normal(code)[:64]
    return Place(found.view, article_id, label, text, f"?code={plain}" if plain.isalnum() and plain.isascii() else "")


def answered(given: Mapping[str, str]) -> Answers:
    """Return the answers that a form carries."""
    found = read(given, [])
    own = {}
    for name in OWN:
        plain = "".join(char for char in given.get(name, "") if char != "\0" and not "\ud800" <= char <= "\udfff")
        own[name] = visible(plain).strip()[:LONGEST]
    return found.having(**own)


def wire(at: Place, answers: Answers) -> dict[str, Any]:
    """Return the answers as the body of `POST /api/opinions`; a form without any way of reply means the receipt."""
    reply = {"way": "receipt"} | {name: answers[name] for name in ("way", "name", "phone") if answers[name]}
    body: dict[str, Any] = {
        "id": answers["id"],
        "solicitation_id": str(at.draft.id),
        "text": answers["text"],
        "reply": reply,
    }
    body |= {"article_id": str(at.article_id) if at.article_id else None, "unit_name": answers["unit_name"]}
    return body | {"code": answers["code"], "consented": bool(answers["consented"])}


def wrong(at: Place, answers: Answers) -> dict[str, str]:
    """Return what is to be put right, by field, in the order of the page."""
    found = {name: say("有不能保存的字符") for name in answers.broken}
    for name, inner in OpinionSchema().validate(wire(at, answers)).items():
        for each, words in (inner if isinstance(inner, dict) and name == "reply" else {name: inner}).items():
            found.setdefault("way" if each == "reply" else str(each), first(words))
    return dict(sorted(found.items(), key=lambda pair: ORDER.index(pair[0]) if pair[0] in ORDER else len(ORDER)))


def loaded(at: Place, answers: Answers) -> NewOpinion:
    """Return the answers as an opinion. Raises Invalid when they are none."""
    try:
        new: NewOpinion = OpinionSchema().load(wire(at, answers))
    except ValidationError as error:
        raise Invalid("有内容要改") from error
    return new


def form(at: Place, answers: Answers, errors: dict[str, str]) -> Response:
    """Show the page of the words, with what is to be put right; where the draft takes nothing any more, say so."""
    if not at.draft.taking and not answers["text"]:
        raise Conflict("这个草案现在不收意见")
    ways = [(way, say(words)) for way, words in WAY_WORDS.items()]
    return page(
        "say",
        WRONG if errors else 200,
        form_id="f",
        at=at,
        draft=answers,
        errors=errors,
        ways=ways,
        most_text=MOST_TEXT,
    )


def check(at: Place, answers: Answers, status: int = 200, **more: Any) -> Response:
    """Show the check page; nothing is stored before the last press."""
    new = loaded(at, answers)
    try:
        station = transact(lambda session: service.foretell(session, new))
    except Refusal:
        station = ""
    return page(
        "say_check", status, form_id="f", at=at, draft=answers, carried=carried(answers), station=station,
        way=say(WAY_WORDS.get(answers["way"], "凭回执号自己查")), consent=CONSENT_TEXTS["handling"], **more,
    )  # fmt: skip


def carried(answers: Answers) -> list[tuple[str, str]]:
    """Return the hidden fields of the check page."""
    return [(name, answers[name]) for name in CARRIED if answers[name] and name != "consented"]


def submit(at: Place, answers: Answers) -> Response:
    """Store it, once, and give the receipt; or say on the check page why not, with the words still there."""
    new = loaded(at, answers)
    try:
        crowd.admit(service.way_in(new))
        accepted = transact(lambda session: service.record(session, new), service.context_of(new))
    except TooMany as slow:
        answer = check(at, answers, slow.status, notice=say(slow.title, **slow.params), notice_tone="wait")
        answer.headers["Retry-After"] = str(slow.retry_after)
        return answer
    except (PoolTimeout, DBAPIError):
        return check(at, answers, 503, notice=say(NOT_STORED), notice_tone="wait")
    except Refusal as refusal:
        fresh = answers.having(id=str(uuid7())) if refusal.word == "id_taken" else answers
        return check(at, fresh, refusal.status, notice=say(refusal.title, **refusal.params), notice_tone="bad")
    return receipt(at, answers, accepted)


def receipt(at: Place, answers: Answers, accepted: Accepted) -> Response:
    """Show the receipt; the QR holds its address and never the query code. Looked at anew, the same id gives the same receipt."""
    link = f"{current_app.extensions['zhitong.settings'].public_url}/t/{accepted.receipt}"
    code = segno.make(link, error="q", micro=False, boost_error=False)
    qr = Markup(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4))  # noqa: S704 - made here
    kept = [*carried(answers), *([("consented", "1")] if answers["consented"] else [])]
    return page(
        "say_receipt", 200 if accepted.again else 201, form_id="f", at=at, carried=kept, accepted=accepted, qr=qr, link=link, spaced=spaced,
    )  # fmt: skip


def followed(held: Held, query_code: str) -> Response:
    """Show what became of an opinion; take it back, have it erased, take everything along, as the form asks."""
    step, context, errors = request.form.get("step", ""), cases.context_of_held(held), {}
    if step == "sheet":
        return as_pdf(held, request.form.get("sheet", ""))
    try:
        if step == "withdraw":
            transact(lambda session: service.withdraw(session, held), context)
        elif step == "erase":
            transact(lambda session: service.erase(session, held), context)
        elif step == "thanks":
            name = visible(request.form.get("name", "")).strip()
            transact(lambda session: service.thank(session, held, name), context)
    except Refusal as refusal:
        errors = {"thanks" if step == "thanks" else "erase": say(refusal.title, **refusal.params)}
    told = transact(lambda session: export_wire(service.export(session, held)), context) if step == "export" else None
    if told and request.form.get("form") == "json":
        data = json.dumps(OpinionExportSchema().dump(told), ensure_ascii=False, indent=1).encode()
        return attached(data, "application/json", f"zhitong-{told['receipt']}.json")
    found, phone = transact(lambda session: shown(session, held), context)
    answer = page(
        "spoken", WRONG if errors else 200, form_id="f", found=found, phone=phone, told=told, errors=errors, query_code=query_code, spaced=spaced,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def shown(session: Session, held: Held) -> tuple[dict[str, Any], str]:
    """Return what a receipt shows of an opinion, and the phone of its station."""
    found = service.follow(session, held)
    draft = solicitations.draft(session, found.row.opinion.solicitation_id)
    law = {"label": say(LABELS[draft.view.state]), "nth": draft.versions[-1].nth}
    return followed_wire(found) | {"law": law}, found.phone
