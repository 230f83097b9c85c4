"""/c/{code} and /s/{station}: three steps, a check, a receipt; every step is a form that works without script."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import segno
from flask import Response, current_app, g, request
from markupsafe import Markup
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from backend.attachments import service as attachments
from backend.attachments.domain import MOST_BYTES
from backend.attachments.service import Owner
from backend.attachments.store import Store
from backend.clock import now
from backend.codes.domain import spaced
from backend.contacts.domain import CONSENT_TEXTS
from backend.db import Context
from backend.errors import Conflict, Invalid, Refusal, TooLarge, TooMany, UnsupportedType
from backend.front import service
from backend.front.domain import ASKED, CONSENTS, PAGES, Draft, Page, after, before, page_of, read, uuid7
from backend.front.pages import where
from backend.front.pages.frame import choose, day, page, pages
from backend.front.pages.opening import opening_words, standing
from backend.front.pages.places import ask_code, lead_on
from backend.front.pages.scans import begun_at, seen
from backend.front.service import Target
from backend.http import crowd
from backend.http.crowd import CodeFullError
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.submissions import service as submissions
from backend.submissions.domain import (
    MOST_PHOTOS,
    MOST_PLACE_WORDS,
    MOST_TEXT,
    Accepted,
    NewSubmission,
)
from backend.submissions.schemas import SubmissionSchema, ticket_digest, why

MOST_POSTED = MOST_PHOTOS * MOST_BYTES + 4 * 1024 * 1024
MOST_WORDS = 256 * 1024
WRONG = 422
WAY_WORDS = {"receipt": "凭回执号自己查", "phone": "打电话或发短信", "door": "上门或到站点取反馈单"}
NOT_STORED = "暂时没存上。您写的还在这页，过几分钟再点“提交”，不会重复。"


@dataclass(frozen=True)
class Filing:
    """One visit to the form: whom it goes to, what was answered, what is wrong with it."""

    target: Target
    draft: Draft
    errors: Mapping[str, str]


@pages.get("/")
@pages.get("/c/")
def type_code() -> Response:
    """Ask for the code of a poster that could not be scanned, and lead on to its page."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return ask_code()
    try:
        target = transact(lambda session: service.of_code(session, typed))
    except Refusal as refusal:
        return lead_on(refusal, typed)
    return Response(status=303, headers={"Location": target.path})


@pages.get("/c/<code>")
@pages.get("/c/<code>/")
def code_page(code: str) -> Response:
    """Show whom a code stands for, or what was read of it and the way to the nearest station."""
    try:
        target = transact(lambda session: service.of_code(session, code))
    except Refusal as refusal:
        past = refusal.target if isinstance(refusal, service.PastError) else None
        return seen(lead_on(refusal, code), past)
    return seen(landing(target), target)


@pages.post("/c/<code>")
def file_by_code(code: str) -> Response:
    """Take one step of the form, or all of them at once (`step=submit`)."""
    try:
        target = transact(lambda session: service.of_code(session, code))
    except Refusal as refusal:
        return received_before(refusal) or lead_on(refusal, code)
    return begun_at(take_step(target), target)


@pages.get("/s/<int:station_id>")
def station_page(station_id: int) -> Response:
    """Show a station that was chosen from the list."""
    try:
        target = transact(lambda session: service.of_station(session, station_id))
    except Refusal as refusal:
        return lead_on(refusal)
    return landing(target)


@pages.post("/s/<int:station_id>")
def file_by_station(station_id: int) -> Response:
    """Take one step of the form for a station that was chosen from the list."""
    try:
        target = transact(lambda session: service.of_station(session, station_id))
    except Refusal as refusal:
        return received_before(refusal) or lead_on(refusal)
    return take_step(target)


def landing(target: Target, draft: Draft | None = None) -> Response:
    """Show the first page."""
    at, drafts = now(), transact(lambda s: service.drafts_at(s, target))
    words = opening_words(service.opening(target, at), at.date())
    return page("landing", target=target, draft=draft, opening=words, drafts=drafts, sessions=standing(target))


def received_before(refusal: Refusal) -> Response | None:
    """Return the receipt of what was sent in before its code was revoked or its station closed; None for anything else."""
    if not isinstance(refusal, service.PastError):
        return None
    step, draft = begun()
    if step not in {"submit", "receipt"}:
        return None
    choose(*request.form.get("go", ":").partition(":")[::2])
    at = filled(step, draft, refusal.target)
    try:
        new = loaded(at)
    except Invalid:
        return None
    accepted = transact(lambda session: submissions.received_before(session, new), submissions.context_of(new))
    return receipt(accepted, at) if accepted else None


def begun() -> tuple[str, Draft]:
    """Return the step that a form takes, and the answers it carries."""
    request.max_content_length = MOST_POSTED if request.mimetype == "multipart/form-data" else MOST_WORDS
    form = request.form
    draft = read(form, form.getlist("attachments"))
    return form.get("step") or ("submit" if draft["text"] else "start"), draft


def filled(step: str, draft: Draft, target: Target) -> Filing:
    """Return the answers with what a code has chosen beforehand; photos that came along are stored."""
    draft, errors = take_photos(draft, target.code or "place", request.files.getlist("photo"))
    if target.category and not draft["category"]:
        draft = draft.having(category=target.category.code)
    return Filing(target, where.settled(target, draft) if step == "submit" else draft, errors)


def take_step(target: Target) -> Response:
    """Take the answers of one page and show the next; going back and errors keep every answer."""
    step, draft = begun()
    at, go = filled(step, draft, target), request.form.get("go", "")
    draft, photo_errors = at.draft, at.errors
    shown: Page = next((each for each in PAGES if each == step), "check" if step == "submit" else "what")
    name, _, value = go.partition(":")
    chosen = choose(name, value)
    if chosen and step == "receipt":
        return submit(at)
    if chosen or photo_errors:
        return show(shown if not photo_errors else "what", at, WRONG if photo_errors else 200)
    if go == "back":
        earlier = before(shown)
        return show(earlier, at) if earlier else landing(target, draft)
    if name == "drop":
        kept = [digest for nth, digest in enumerate(draft.attachments, 1) if str(nth) != value]
        return show("what", replace(at, draft=draft.photos(kept)))
    if go == "unlocate":
        return show(
            "where", replace(at, draft=draft.having(where="", lon="", lat="", crs="", accuracy_m="", fixed_at=""))
        )
    if go in PAGES and shown == "check":
        return show(next(each for each in PAGES if each == go), replace(at, draft=draft.having(checked="1")))
    if step == "start":
        return show("what", at)
    return submit(at) if shown == "check" else onward(shown, at)


def onward(shown: Page, at: Filing) -> Response:
    """Check the answers of one page and show the next, or the same again with what is to be put right."""
    errors = {name: words for name, words in wrong(at).items() if page_of({name: words}) == shown}
    if errors:
        return show(shown, replace(at, errors=errors), WRONG)
    return show("check" if at.draft["checked"] else after(shown), at)


def submit(at: Filing) -> Response:
    """Store it, once, and give the receipt; or say on the check page why not."""
    errors = wrong(at)
    if errors:
        return show(page_of(errors), replace(at, errors=errors), WRONG)
    try:
        new = loaded(at)
        crowd.admit(submissions.way_in(new))
        accepted = transact(lambda session: submissions.record(session, new), submissions.context_of(new))
    except CodeFullError as full:
        words = say("今天这里已收{n}件。请明天再来，或打电话{phone}。", phone=phone_of(at.target), **full.params)
        return unsent(at, words, full.status, full.retry_after)
    except TooMany as slow:
        words = say("太频繁了，请过一会儿再点“提交”。着急的话，打电话{phone}。", phone=phone_of(at.target))
        return unsent(at, words, slow.status, slow.retry_after)
    except (PoolTimeout, DBAPIError):
        return unsent(at, say(NOT_STORED), 503, 60)
    except Conflict:
        another = replace(at, draft=at.draft.having(id=str(uuid7())))
        return unsent(
            another, say("您前面交的那一份已经收到，没有变。改过的要另交一份，就再点“提交”。"), Conflict.status, None
        )
    except Refusal as refusal:
        return refuse(at, refusal)
    return receipt(accepted, at)


def refuse(at: Filing, refusal: Refusal) -> Response:
    """Show a refusal on the page that asks for what is wrong; one of no page on the check page."""
    words = say(refusal.title, **refusal.params)
    errors = {refusal.field: words} if refusal.field else {}
    if page_of(errors) == "check":
        return unsent(at, words, refusal.status, None)
    return show(page_of(errors), replace(at, errors=errors), refusal.status)


def wrong(at: Filing) -> dict[str, str]:
    """Return what is to be put right, by field, in the order of the pages."""
    draft = at.draft
    found = {name: say("有不能保存的字符") for name in draft.broken}
    messages = SubmissionSchema().validate(wire(at))
    for name, inner in messages.items():
        nested = inner if isinstance(inner, dict) and name == "reply" else {name: inner}
        for each, words in nested.items():
            found.setdefault("way" if each == "reply" else str(each), first(words))
    if draft["category"] and draft["category"] not in {each.code for each in categories()}:
        found["category"] = say("选一类，拿不准就选“说不清”")
    found |= where.wrong(at.target, draft)
    order = list(ASKED)
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))


def wire(at: Filing) -> dict[str, Any]:
    """Return the draft as the body of the API; a form without any way of reply means the receipt."""
    body = at.draft.wire(where.words_near(at.target), at.target.cell_code)
    if request.form.get("step", "submit") == "submit":
        body["reply"] = {"way": "receipt"} | body["reply"]
    return body


def loaded(at: Filing) -> NewSubmission:
    """Return the draft as a submission to this target.

    Raises Invalid when it is none: whoever calls has checked it before.
    """
    try:
        new: NewSubmission = SubmissionSchema().load(wire(at))
    except ValidationError as error:
        raise Invalid("有内容要改") from error
    station = at.target.station
    return replace(
        new, code=at.target.code, station_id=station.id if station and not at.target.code else None, language=language()
    )


def show(shown: Page, at: Filing, status: int = 200, **more: Any) -> Response:
    """Show one page of the form."""
    values: dict[str, Any] = {
        "form_id": "f", "target": at.target, "draft": at.draft, "errors": at.errors, "most_text": MOST_TEXT,
        "most_photos": MOST_PHOTOS, "most_place": MOST_PLACE_WORDS, "categories": categories(),
        "ways": [(way, say(words)) for way, words in WAY_WORDS.items()], "where": where.chosen(at.target, at.draft),
    }  # fmt: skip
    if shown == "check":
        values |= summed_up(at)
    return page(shown, status, **(values | more))


def unsent(at: Filing, words: str, status: int, retry_after: int | None) -> Response:
    """Show the check page again with the reason why it was not stored."""
    tone = "wait" if status in {429, 503} else "bad"
    answer = show("check", at, status, notice=words, notice_tone=tone)
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def summed_up(at: Filing) -> dict[str, Any]:
    """Return the words of the check page: category, place, reply, and who will get it and why."""
    draft, body = at.draft, wire(at)
    names = {each.code: each.name if language() == "zh-CN" else each.name_en for each in categories()}
    place = where.told(at.target, draft, body)
    placed = any(body.get(name) for name in ("place", "place_words", "cell_code"))
    return {
        "category": names.get(draft["category"], draft["category"]), "place": Markup("<br>").join(place),
        "way": say(WAY_WORDS.get(body["reply"].get("way", ""), "凭回执号自己查")), "sent_to": sent_to(at),
        "texts": CONSENT_TEXTS, "consents": [each for each in CONSENTS if placed or each != "whereabouts"],
    }  # fmt: skip


def sent_to(at: Filing) -> str:
    """Return which station would get it, and why."""
    try:
        new = loaded(at)
        found = transact(lambda session: submissions.foretell(session, new.code, new.station_id, new.spot))
    except Refusal:
        found = None
    if found is None:
        return at.target.name
    return f"{found.name}{say('（{why}）', why=why(found))}"


def receipt(accepted: Accepted, at: Filing) -> Response:
    """Show the receipt; the QR holds the address of the receipt and never the query code.

    The page carries the answers, so that another look (large print, language) and the way back find it again:
    the same id gives the same receipt.
    """
    link = f"{current_app.extensions['zhitong.settings'].public_url}/t/{accepted.receipt}"
    code = segno.make(link, error="q", micro=False, boost_error=False)
    qr = Markup(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4))  # noqa: S704 - made here
    by = day(accepted.accept_by) if accepted.accept_by else ""
    return page(
        "receipt", 200 if accepted.again else 201, form_id="f", target=at.target, draft=at.draft, accepted=accepted, qr=qr,
        link=link, accept_by=by, why=why(accepted.station), spaced=spaced,
    )  # fmt: skip


def take_photos(draft: Draft, way_in: str, files: list[FileStorage]) -> tuple[Draft, dict[str, str]]:
    """Store the photos that came with the form under its draft ticket; return the draft and what is wrong with them."""
    kept, errors = list(draft.attachments), {}
    for nth, sent in enumerate((each for each in files if each.filename), len(kept) + 1):
        data = sent.stream.read(MOST_BYTES + 1)
        if not data:
            continue
        if len(kept) >= MOST_PHOTOS:
            errors["photo"] = say("最多{n}张照片，多的没有留下", n=MOST_PHOTOS)
            break
        if len(data) > MOST_BYTES:
            errors["photo"] = say("照片{n}超过10MB，换一张或删去", n=nth)
            continue
        try:
            kept.append(keep_photo(draft, way_in, data))
        except Refusal as refusal:
            errors["photo"] = photo_fault(refusal, nth)
    return draft.photos(kept), errors


def photo_fault(refusal: Refusal, nth: int) -> str:
    """Return what to do about a photo that was not taken; why it cannot be opened helps nobody with a phone in hand."""
    if isinstance(refusal, TooLarge):
        return say("照片{n}太大，请截图后再选", n=nth)
    if isinstance(refusal, Invalid | UnsupportedType):
        return say("照片{n}打不开，请重拍，或截图后再选", n=nth)
    if refusal.word == "photos_full" or isinstance(refusal, TooMany):
        return say("照片{n}今天放不下了，请不带照片先提交，或明天再来", n=nth)
    return say("照片{n}没传上，请过一会儿再选一次", n=nth)


def keep_photo(draft: Draft, way_in: str, data: bytes) -> str:
    """Store one photo under the draft ticket and return the digest of what was sent."""
    crowd.upload()
    digest, ticket = hashlib.sha256(data).hexdigest(), ticket_digest(draft["ticket"])
    files = Store(current_settings().var)
    photo = attachments.prepare_photo(digest, data)
    owner, context = Owner(ticket=ticket), Context(ticket=ticket)

    def keep(session: Session) -> None:
        if attachments.keep(session, files, owner, photo).fresh:
            crowd.room_for(session, way_in, len(data))

    transact(keep, context)
    return digest


def categories() -> Any:
    """Return the categories in use, read once a request."""
    if "categories" not in g:
        g.categories = transact(service.current_categories)
    return g.categories


def phone_of(target: Target) -> str:
    """Return the phone number of the target's station."""
    return target.station.phone if target.station else ""


def first(words: Any) -> str:
    """Return the first text of marshmallow's nested messages."""
    while isinstance(words, dict | list) and words:
        words = next(iter(words.values())) if isinstance(words, dict) else words[0]
    return str(words)
