"""Refusals on the wire: RFC 9457 problem+json in the caller's language, naming the field."""

from __future__ import annotations

import json
import logging
import re
from functools import cache
from typing import Any

import psycopg2
from flask import Flask, Response, g
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from backend.errors import Invalid, Listed, Named, Refusal, TooMany, Unavailable
from backend.http.words import catalogue, language, say

TITLES = {
    400: "这个请求读不懂",
    401: "请先登录",
    403: "您的岗位不能做这一步",
    404: "没有找到",
    405: "这里不接受这种操作",
    406: "不能给出这种格式",
    408: "请求没有传完",
    409: "与现有的内容冲突",
    411: "要先说明内容有多大",
    412: "别人刚改过，请重新读取",
    413: "内容太大",
    414: "地址太长",
    415: "不接受这种内容",
    422: "有内容要改",
    429: "太频繁了，请稍后再试",
    431: "请求头太大",
    500: "系统出了问题，我们已记录",
    501: "这里不接受这种操作",
    503: "暂时忙不过来，请稍后再试",
}
log = logging.getLogger(__name__)
LOW, HIGH = r"(?P<low>-?[\d.]+?)", r"(?P<high>-?[\d.]+?)"
# What marshmallow says with bounds in it, and what the catalogue says for it.
WITH_FIGURES = tuple((re.compile(shape), words) for shape, words in (
    (rf"Must be greater than or equal to {LOW} and less than or equal to {HIGH}\.", "要在{low}和{high}之间"),
    (rf"Must be greater than or equal to {LOW}\.", "不能小于{low}"),
    (rf"Must be less than or equal to {HIGH}\.", "不能大于{high}"),
    (rf"Length must be between {LOW} and {HIGH}\.", "长短要在{low}和{high}之间"),
    (rf"Shorter than minimum length {LOW}\.", "太少，至少{low}"),
    (rf"Longer than maximum length {HIGH}\.", "太长，最多{high}"),
    (r"Must be one of: .*\.", "不是这里可选的词"),
))  # fmt: skip


def problem(status: int, title: str, code: str, **more: Any) -> Response:
    """Return a problem+json answer; `more`: `field`, `detail`, `rows`."""
    body = {"type": f"urn:zhitong:problem:{code}", "title": title, "status": status, "code": code}
    body |= {name: value for name, value in more.items() if value is not None}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    # A field may be called by half a surrogate pair: it goes back as it came, escaped.
    answer = Response(text.encode("utf-8", "backslashreplace"), status, content_type="application/problem+json")
    answer.headers["Content-Language"] = language()
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    """Return the problem of one refusal as data (an item of a batch answers with it)."""
    known = {key: _in_language(each) for key, each in refusal.params.items()}
    body: dict[str, Any] = {
        "type": f"urn:zhitong:problem:{refusal.word}",
        "title": say(refusal.title, **known),
        "status": refusal.status,
        "code": refusal.word,
    }
    return body | ({"field": refusal.field} if refusal.field else {})


def _in_language(param: Any) -> Any:
    english = language() == "en"
    if isinstance(param, Listed):
        return (", " if english else "、").join(say(text) for text in param.texts)
    return param[english] if isinstance(param, Named) else param


def install(app: Flask) -> None:
    """Make every failure of `app` an answer of this kind."""
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(PoolTimeout, on_busy)
    app.register_error_handler(DBAPIError, on_database)
    # a connection that is lost between two statements, where SQLAlchemy does not wrap it (setting its isolation)
    app.register_error_handler(psycopg2.OperationalError, on_busy)
    app.register_error_handler(Exception, on_fault)


def on_refusal(refusal: Refusal) -> Response:
    """Answer a refusal; the fields `g.problem_headers` may add are its own headers."""
    body = refusal_body(refusal)
    answer = problem(body["status"], body["title"], body["code"], field=body.get("field"), **refusal.more)
    if isinstance(refusal, TooMany | Unavailable):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Cookie realm="zhitong"'
    return answer


def on_http(error: HTTPException) -> Response:
    """Answer what werkzeug, webargs and flask-smorest refuse; 3xx pass unchanged."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    data = getattr(error, "data", None) or {}
    field, detail = first_message(inside(data.get("messages")))
    answer = problem(status, say(TITLES.get(status, TITLES[400])), f"http_{status}", field=field, detail=detail)
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if isinstance(error, RequestEntityTooLarge):
        # The rest of the body was not read: this connection can't be used for another request.
        answer.headers["Connection"] = "close"
    return answer


def on_busy(_: Exception) -> Response:
    """No connection became free in time, or one was lost."""
    return on_refusal(Unavailable("暂时忙不过来，请稍后再试"))


def on_database(error: DBAPIError) -> Response:
    """The database is away, or refuses a value that no check before it caught."""
    state = getattr(error.orig, "pgcode", None) or ""
    lost = error.connection_invalidated or isinstance(error, InterfaceError)
    if lost or (isinstance(error, OperationalError) and not state.startswith(("22", "23"))):
        log.error("database away: %s", type(error.orig).__name__)
        return on_refusal(Unavailable("暂时忙不过来，请稍后再试"))
    answer = on_fault(error)
    # A value that PostgreSQL cannot hold: our check is missing and the log says so, but it is the request that is wrong.
    return on_refusal(Invalid("有内容要改")) if state.startswith("22") else answer


def on_fault(error: Exception) -> Response:
    """Answer a fault of ours: nothing of it goes out, its type and place go to the log, never its values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("fault %s at %s", type(error).__name__, place)
    g.fault = error
    return problem(500, say(TITLES[500]), "fault")


def inside(messages: Any) -> Any:
    """Return what webargs found wrong without the part of the request (`json`, `query` …) that it stands under."""
    return next(iter(messages.values())) if isinstance(messages, dict) and len(messages) == 1 else messages


def first_message(messages: Any, path: tuple[str, ...] = ()) -> tuple[str | None, str | None]:
    """Return the first wrong field (dotted) and its text from marshmallow's nested messages."""
    if isinstance(messages, dict) and messages:
        name, inner = next(iter(messages.items()))
        return first_message(inner, (*path, str(name)))
    if isinstance(messages, list) and messages:
        return first_message(messages[0], path)
    field = ".".join(part for part in path if part != "_schema") or None
    return field, in_words(str(messages)) if messages else None


def in_words(message: str) -> str:
    """Return a message of marshmallow's (English) in the caller's language, as the catalogue has it."""
    if language() == "en":
        return message
    for shape, words in WITH_FIGURES:
        if found := shape.fullmatch(message):
            return say(words, **found.groupdict())
    return chinese_of().get(message, message)


@cache
def chinese_of() -> dict[str, str]:
    """Return the catalogue the other way round."""
    return {english: chinese for chinese, english in catalogue().items()}
