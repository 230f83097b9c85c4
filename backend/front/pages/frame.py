"""What all citizen pages share: how they look, what is kept in cookies, what a refusal looks like."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request, send_from_directory
from markupsafe import Markup, escape
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NotFoundPage

from backend.clock import CHINA, today
from backend.errors import NotFound, Refusal, TooMany, Unavailable
from backend.http import crowd
from backend.http.current import current_settings
from backend.http.problems import TITLES
from backend.http.problems import on_http as on_http_problem
from backend.http.words import COOKIE, LANGUAGES, language, say

pages = Blueprint("front", __name__, template_folder="../templates", static_folder=None)
HERE = Path(__file__).parents[1]
BUILT = Path(__file__).parents[3] / "pwa" / "dist" / "citizen"
LOOK, YEAR = "zt_look", 31536000
CARE = ("", "care", "care care-2", "care care-3")
STEP_CACHE = "private, no-cache"  # the browser's own “back” finds the page again
# What stands at the foot of each page, and where who has a wrong address is led back to.
SECTIONS = (
    ("/drafts", "正在征询的草案"),
    ("/activities", "公开活动"),
    ("/projects/", "民生实事项目"),
    ("/deputies/", "找人大代表"),
    ("/stories/", "案例和故事"),
    ("/wishes/", "心愿树"),
    ("/stations/", "联系点网络"),
    ("/map/", "反映地图"),
    ("/venues/", "普法阵地"),
    ("/law/", "公共法律服务"),
    ("/t/", "查进度"),
)
# Refusals that say neither what was not found nor what to do, and what to do.
BARE = (TITLES[404], "没有这一页")
LOST = "地址可能抄错了，或这一页已经撤下。"
ADVICE = {
    413: "文字最多1000字，照片每张不超过10MB、最多3张。退回去改小一些，再提交。",
    429: "您写的没有丢，退回上一页，过一会儿再点一次。着急的话，打电话或到站点说。",
    503: "您写的没有丢，退回上一页，过几分钟再点一次，不会重复。",
}


@dataclass(frozen=True)
class Look:
    """How a person wants the pages: `care` 0 to 3 (长辈版 and larger), high contrast or not."""

    care: int
    contrast: bool

    @property
    def classes(self) -> str:
        """Return the classes of the page."""
        return " ".join(filter(None, (CARE[self.care], "contrast" if self.contrast else "")))


def look() -> Look:
    """Return how this person wants the pages, from the cookie or from what was just chosen."""
    if "look" not in g:
        care, _, contrast = request.cookies.get(LOOK, "").partition(".")
        g.look = Look(int(care) if care in {"1", "2", "3"} else 0, contrast == "1")
    chosen: Look = g.look
    return chosen


def choose(name: str, value: str) -> bool:
    """Take a choice of the settings line (`care`, `contrast`, `lang`); return whether it was one."""
    now = look()
    if name == "care" and value in {"0", "1", "2", "3"}:
        g.look = Look(int(value), now.contrast)
    elif name == "contrast" and value in {"0", "1"}:
        g.look = Look(now.care, value == "1")
    elif name == "lang" and value in LANGUAGES:
        g.language = value
    else:
        return False
    g.chosen = g.get("chosen", set()) | {name}
    return True


@pages.before_request
def forget_the_login() -> None:
    """Take whoever asks for nobody: staff may file for a citizen on a phone that is logged in, without that login's token."""
    g.viewer = None


@pages.before_request
def take_choices() -> None:
    """Take the choices that stand in the address."""
    for name in ("care", "contrast", "lang"):
        if name in request.args:
            choose(name, request.args[name])


@pages.after_request
def keep_choices(answer: Response) -> Response:
    """Keep choices in cookies; name the device."""
    secure = current_settings().secure
    kept: dict[str, Any] = {"max_age": YEAR, "samesite": "Lax", "secure": secure}
    chosen = g.get("chosen", set())
    if chosen & {"care", "contrast"}:
        answer.set_cookie(LOOK, f"{look().care}.{int(look().contrast)}", httponly=True, **kept)
    if "lang" in chosen:
        answer.set_cookie(COOKIE, language(), **kept)  # the scripts of the other faces read it too
    if request.endpoint == "front.static":
        return answer
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["Content-Language"] = language()
    answer.vary.update(("Cookie", "Accept-Language"))
    return crowd.name_device(answer)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a rendered page."""
    values = {
        "errors": {},
        "form_id": "",
        "look": look(),
        "asset": asset,
        "script_url": script_url,
        "rich": rich,
        "sections": SECTIONS,
    } | values
    answer = make_response(render_template(f"front/{template}.html", day=day, month=month, **values), status)
    if values["form_id"] and status != TooMany.status:
        answer.headers["Cache-Control"] = STEP_CACHE
    return answer


@pages.get("/static/front/<path:name>", endpoint="static")
def static_file(name: str) -> Response:
    """Serve a style, an icon or the script; with its digest in the address it may be kept for ever."""
    folder = BUILT if name == "citizen.js" else HERE / "static"
    if not (folder / name).is_file():
        raise NotFound("没有找到")
    answer = send_from_directory(folder, name)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
    return answer


@cache
def asset(name: str) -> str:
    """Return the address of a file of ours, with its digest."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/front/{name}?v={digest}"


def script_url() -> str:
    """Return the address of the script, empty when it was not built: every page works without."""
    manifest = BUILT.parent / ".vite" / "manifest.json"
    if not (BUILT / "citizen.js").is_file() or not manifest.is_file():
        return ""
    return f"/static/front/citizen.js?v={_script_digest(manifest, manifest.stat().st_mtime_ns)}"


@cache
def _script_digest(manifest: Path, _changed: int) -> str:
    entry = json.loads(manifest.read_text("utf-8")).get("src/citizen/index.ts", {})
    return str(entry.get("hash", "0"))


def day(when: date | datetime) -> str:
    """Return a day as people say it: `11月21日`; with its year when it is another one."""
    local = when.astimezone(CHINA).date() if isinstance(when, datetime) else when
    if local.year == today().year:
        return say("{month}月{day}日", month=local.month, day=local.day)
    return say("{year}年{month}月{day}日", year=local.year, month=local.month, day=local.day)


def month(first: date) -> str:
    """Return a month as people say it: `2026年11月`."""
    return say("{year}年{month}月", year=first.year, month=first.month)


def rich(key: str, **parts: str) -> Markup:
    """Return the text `key` with its placeholders filled and set bold; everything is escaped."""
    bold = {name: Markup("<b>{}</b>").format(part) for name, part in parts.items()}
    return escape(say(key)).format(**bold)


def section_of(path: str) -> tuple[str, str] | None:
    """Return the address and the name of the part of the public pages that `path` belongs to; None for none."""
    first = path.split("/")[1]
    return next(((at, name) for at, name in SECTIONS if at.strip("/") == first), None)


def refused(status: int, words: str, *, retry_after: int | None = None, phone: str = "") -> Response:
    """Return a page that says what was refused and what to do."""
    advice, section = say(ADVICE[status]) if status in ADVICE else "", None
    if status == NotFound.status and words in map(say, BARE):
        section, advice = section_of(request.path), say(LOST)
        words = say("“{section}”里没有这一页", section=say(section[1])) if section else say("没有这一页")
    again = request.path if request.path.startswith(("/c/", "/s/")) else ""
    answer = page("refused", status, words=words, advice=advice, again=again, phone=phone, section=section)
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    if status == 413:
        answer.headers["Connection"] = "close"
    return answer


@pages.errorhandler(Refusal)
def on_refusal(refusal: Refusal) -> Response:
    """Show a refusal as a page."""
    later = refusal.retry_after if isinstance(refusal, TooMany | Unavailable) else None
    return refused(refusal.status, say(refusal.title, **refusal.params), retry_after=later)


@pages.errorhandler(HTTPException)
def on_http(error: HTTPException) -> Response:
    """Show what werkzeug refuses as a page."""
    status = error.code or 400
    return refused(status, say(TITLES.get(status, TITLES[400])))


@pages.app_errorhandler(NotFoundPage)
def on_nowhere(error: NotFoundPage) -> Response:
    """Show an address that is none as a page to whoever came by browser; a program gets its problem."""
    by_browser = request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) == "text/html"
    if request.path.startswith("/api/") or not by_browser:
        return on_http_problem(error)
    return refused(404, say("没有这一页"))


@pages.errorhandler(PoolTimeout)
@pages.errorhandler(DBAPIError)
def on_database(_: Exception) -> Response:
    """Show that it is not to be had just now."""
    return refused(503, say(TITLES[503]), retry_after=30)
