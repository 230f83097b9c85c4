"""/activities, /calendar: what is on, what was promised there and how it stands; signing in and saying how content one is by the code at the place."""

from __future__ import annotations

import calendar
import hashlib
import hmac
from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Response, make_response, request
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain import LABELS, VERDICTS, Attendance, State
from backend.activities.domain.signing import PAPER, SCORE, SCREEN
from backend.activities.queries.public import Asked, PublicFile, PublicHead
from backend.clock import CHINA, midnight, now, today
from backend.commitments.domain import LABELS as STANDING
from backend.commitments.domain import State as Standing
from backend.errors import Invalid, NotFound
from backend.front.pages.frame import page, pages
from backend.front.pages.opening import WEEKDAYS, span
from backend.http import crowd
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.plain import visible
from backend.stations import service as stations

LENGTHS = {6, 9, 12}
LONGEST, MOST_WORDS = 60, 300
BACK, AHEAD = timedelta(days=180), timedelta(days=400)
TEN_MINUTES = 600
FIRST, LAST = 1990, 2199


@pages.get("/activities")
def on_show() -> Response:
    """Show what is coming, where mobile stations stand, and what was held lately; of a place, a station, a deputy or a kind."""
    asked, kind = scope(), request.args.get("type", "")[:40]

    def work(session: Session) -> tuple[list[Any], ...]:
        found = activities.public(session, Asked(now() - BACK, now() + AHEAD, **asked, type=kind or None), 300)
        moving = stations.coming(session, asked["place"], station=asked["station"], most=20)
        return found, moving, activities.kinds(session)

    found, moving, kinds = transact(work)
    series = series_asked()
    rows = [row(each) for each in found if series is None or each.series_id == series]
    coming = [each for each in rows if not each["over"]]
    over = [each for each in reversed(rows) if each["over"]]
    if series is None:
        coming, over = folded(coming), folded(over)
    names = [(each.type, called(each.name, each.name_en)) for each in kinds]
    sessions = [vars(each) | {"when": span(each.starts_at, each.ends_at)} for each in moving]
    return page("activities", coming=coming, over=over[:50], sessions=sessions, kinds=names, kind=kind, query=query())


@pages.get("/calendar")
def month_of() -> Response:
    """Show a month of public activities, day by day."""
    asked, first = scope(), month()
    later = (first + timedelta(days=31)).replace(day=1)
    span_of = Asked(midnight(first), midnight(later), **asked)
    found = transact(lambda session: activities.public(session, span_of, 300))
    days: dict[date, list[dict[str, Any]]] = {}
    for each in found:
        if each.starts_at is not None:
            days.setdefault(each.starts_at.astimezone(CHINA).date(), []).append(row(each))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    heads = [say(each) for each in WEEKDAYS]
    before = (first - timedelta(days=1)).replace(day=1)
    return page("calendar", first=first, before=before, later=later, weeks=weeks, days=days, heads=heads, query=query())


@pages.get("/calendar.ics")
def feed() -> Response:
    """Return the public activities of a place, a station or a deputy for a calendar to subscribe to."""
    throttle("calendar", client(), limit=600, seconds=TEN_MINUTES)
    settings = current_settings()
    asked = scope()
    body = transact(
        lambda session: activities.feed(session, **asked, address=settings.public_url, name=say("公开活动"))
    )
    answer = make_response(body)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=900"
    return answer


@pages.get("/activities/<uuid:activity_id>")
def one(activity_id: UUID) -> Response:
    """Show one public activity: when and where, what was done, what was promised there and how each promise stands."""
    file, promises = transact(lambda session: activities.shown(session, activity_id))
    return page(
        "activity",
        it=facts(file, promised=bool(promises)),
        promises=[vars(each) | {"label": say(standing(each)), "late": late(each)} for each in promises],
    )


@pages.get("/activities/<uuid:activity_id>/in/<code>")
def ask_name(activity_id: UUID, code: str) -> Response:
    """Ask who is there, by the code at the place."""
    activities.check_code(activity_id, code, SCREEN, PAPER)
    return page("signin", form_id="f", written={}, new_id=uuid4())


@pages.post("/activities/<uuid:activity_id>/in/<code>")
def sign_in(activity_id: UUID, code: str) -> Response:
    """Put a name on the list, once."""
    throttle("sign in", client(), limit=600, seconds=TEN_MINUTES)
    name, unit = line("name"), line("unit")
    if not name:
        return page(
            "signin", 422, form_id="f", written=request.form, new_id=uuid4(), errors={"name": say("写下您的姓名")}
        )
    new = Attendance(uuid4(), name, unit)
    fresh = transact(lambda session: activities.sign_in(session, activity_id, code, new))
    return page("signed", fresh=fresh, name=name)


@pages.get("/activities/<uuid:activity_id>/how/<code>")
def ask_how(activity_id: UUID, code: str) -> Response:
    """Ask how content somebody is."""
    activities.check_code(activity_id, code, SCORE)
    return page("score", form_id="f", written={}, verdicts=VERDICTS)


@pages.post("/activities/<uuid:activity_id>/how/<code>")
def say_how(activity_id: UUID, code: str) -> Response:
    """Note how content somebody is; the same device again says it anew."""
    throttle("score", client(), limit=600, seconds=TEN_MINUTES)
    verdict, words = request.form.get("verdict", ""), line("words", MOST_WORDS)
    if verdict not in VERDICTS:
        errors = {"verdict": say("请选一项")}
        return page("score", 422, form_id="f", written=request.form, verdicts=VERDICTS, errors=errors)
    device = named()
    transact(lambda session: activities.say_how(session, activity_id, code, device, verdict, words))
    return page("signed", fresh=True, name="")


def named() -> bytes:
    """Return by what a device is told from others here: a MAC of its name, or of its address before it has one."""
    settings = current_settings()
    return hmac.digest(settings.derive("score"), (crowd.device() or client()).encode(), hashlib.sha256)[:16]


def scope() -> dict[str, Any]:
    """Return which place, station or deputy is asked about; raises NotFound for what is none."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in LENGTHS):
        raise NotFound("没有找到")
    numbers = {name: request.args.get(name, "") for name in ("station", "deputy")}
    if any(each and not (each.isascii() and each.isdigit() and len(each) < 18) for each in numbers.values()):
        raise NotFound("没有找到")
    return {"place": area} | {name: int(each) if each else None for name, each in numbers.items()}


def series_asked() -> UUID | None:
    """Return of which row all are asked for. Raises NotFound for what is none."""
    text = request.args.get("series", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound("没有找到") from error


def folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with one for each series, where its first stands; `times`: how many there are of it."""
    counts = Counter(each["series_id"] for each in rows if each["series_id"])
    seen: set[UUID] = set()
    out = []
    for each in rows:
        if each["series_id"] not in seen:
            out.append(each | {"times": counts.get(each["series_id"], 1)})
        if each["series_id"]:
            seen.add(each["series_id"])
    return out


def query() -> str:
    """Return what was asked for, to go on in a link."""
    kept = [(name, request.args[name]) for name in ("area", "station", "deputy") if request.args.get(name)]
    return "&".join(f"{name}={value}" for name, value in kept)


def month() -> date:
    """Return the first day of the month that is asked about (`2026-11`), of this one when none is. Raises NotFound."""
    asked = request.args.get("month", "")
    if not asked:
        return today().replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError as error:
        raise NotFound("没有找到") from error
    if not FIRST <= first.year <= LAST:
        raise NotFound("没有找到")
    return first


def line(name: str, most: int = LONGEST) -> str:
    """Return a field of one line. Raises Invalid when it is too long."""
    text = " ".join(visible(request.form.get(name, "").replace("\x00", "")).split())
    if len(text) > most:
        raise Invalid("最多写{n}个字", field=name, n=most)
    return text


def row(each: PublicHead) -> dict[str, Any]:
    """Return an activity as a list shows it; `over`: it was held, cancelled, or its time has passed."""
    ends = each.ends_at or (each.starts_at and each.starts_at + timedelta(minutes=each.minutes))
    return vars(each) | {
        "kind": called(each.type_name, each.type_name_en),
        "when": span(each.starts_at, each.ends_at) if each.starts_at else say("时间待定"),
        "label": say(LABELS[State(each.state)]),
        "over": each.state != State.PLANNED or (ends is not None and ends < now()),
    }


def facts(file: PublicFile, *, promised: bool) -> dict[str, Any]:
    """Return one activity as its page shows it; `promised`: something was promised there."""
    counted = [
        (called(each["name"], each["name_en"]), file.numbers[each["key"]])
        for each in file.fields
        if each["key"] in file.numbers
    ]
    there = {"people": bool(file.attended), "scores": bool(file.scores), "promises": promised}
    steps = [
        (called(each["name"], each["name_en"]), each["key"] in file.done or there.get(each["takes"], False))
        for each in file.steps
    ]
    scores = [(say(label), file.scores.get(key, 0)) for key, label in VERDICTS.items()] if file.scores else []
    return row(file) | {"counted": counted, "walked": steps, "content": scores}


def standing(promise: Any) -> str:
    """Return how a promise stands: that it is late, or what became of it."""
    return "已逾期" if late(promise) else STANDING[Standing(promise.state)]


def late(promise: Any) -> bool:
    """Return whether a promise is open and its day has passed."""
    return bool(promise.state == Standing.OPEN and promise.due_on < today())


def called(name: str, name_en: str) -> str:
    """Return what something is called in the reader's language."""
    return name_en if language() == "en" else name
