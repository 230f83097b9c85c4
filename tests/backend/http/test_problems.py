"""Refusals on the wire: which field is named, in which words, and that a fault of ours gives nothing away."""

from __future__ import annotations

import logging
from decimal import Decimal
from http import HTTPStatus

import pytest
from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException, default_exceptions

from backend.app import ZhitongApp
from backend.errors import Invalid, TooMany, Unauthorized, Unavailable
from backend.http.fields import UtcDateTime
from backend.http.problems import TITLES, first_message, refusal_body
from backend.http.words import catalogue

CANARY = "赵钱孙13912345678"


class DatabaseError(Exception):
    """What the driver raises, with its code."""

    def __init__(self, pgcode: str | None) -> None:
        super().__init__(CANARY)
        self.pgcode = pgcode


def answer(bare: ZhitongApp, error: Exception, language: str = "zh-CN"):
    """Return what the application answers when a view raises `error`."""

    @bare.route("/raise")
    def view() -> None:
        raise error

    return bare.test_client().get("/raise", headers={"Accept-Language": language})


@pytest.mark.parametrize(
    ("messages", "field"),
    [
        ({"text": ["Missing data for required field."]}, "text"),
        ({"items": {3: {"place": ["x"]}}}, "items.3.place"),
        ({"_schema": ["Invalid input type."]}, None),
        ({"items": {0: {"_schema": ["x"]}}}, "items.0"),
        ({"path": ["Unknown field."]}, "path"), ({"json": ["Unknown field."]}, "json"), ({"query": {"form": ["x"]}}, "query.form"),
        (["x"], None), ({}, None), (None, None), ([], None),
    ],
)  # fmt: skip
def test_the_first_wrong_field_is_named_whatever_it_is_called(messages: object, field: str | None) -> None:
    assert first_message(messages)[0] == field


@pytest.mark.parametrize("name", ["text", "json", "query", "form", "headers", "path", "files", "cookies"])
@pytest.mark.parametrize("location", ["json", "query", "form"])
def test_where_it_was_found_is_no_part_of_its_name(bare: ZhitongApp, name: str, location: str) -> None:
    schema = Schema.from_dict({name: fields.Integer(required=True)})()

    @bare.route("/take", methods=["POST"])
    def view() -> str:
        FlaskParser().parse(schema, location=location)
        return "taken"

    sent = (
        {"json": {name: "x"}} if location == "json" else {"data" if location == "form" else "query_string": {name: "x"}}
    )
    told = bare.test_client().post("/take", **sent)
    assert (told.status_code, told.get_json().get("field")) == (422, name)


def test_every_status_that_is_told_has_its_words() -> None:
    assert set(TITLES.values()) <= set(catalogue())
    assert {status for status in default_exceptions if status < 418} - set(TITLES) <= {402, 407, 410, 412, 416, 417}
    assert all(HTTPStatus(status) for status in TITLES)


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "至少写5个字"), ("en", "Write at least 5 characters")])
def test_a_refusal_is_told_in_the_callers_language_and_names_its_field(
    bare: ZhitongApp, language: str, title: str
) -> None:
    told = answer(bare, Invalid("至少写{n}个字", field="items.0.text", code="short", n=5), language)
    body = told.get_json()
    assert (told.status_code, told.content_type, told.headers["Content-Language"]) == (
        422,
        "application/problem+json",
        language,
    )
    assert body == {
        "type": "urn:zhitong:problem:short",
        "title": body["title"],
        "status": 422,
        "code": "short",
        "field": "items.0.text",
    }
    assert body["title"] == title if language == "zh-CN" else body["title"].isascii()
    assert told.headers["Cache-Control"] == "no-store"


def test_headers_that_belong_to_a_status_come_with_it(bare: ZhitongApp) -> None:
    assert answer(bare, TooMany("太频繁了，请稍后再试", retry_after=17)).headers["Retry-After"] == "17"
    with bare.test_request_context():
        assert "field" not in refusal_body(Unauthorized("请先登录"))


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (Unavailable("暂时忙不过来，请稍后再试", retry_after=3), 503, {"Retry-After": "3"}),
        (Unauthorized("请先登录"), 401, {"WWW-Authenticate": 'Cookie realm="zhitong"'}),
        (PoolTimeout(), 503, {"Retry-After": "5"}),
        (OperationalError(CANARY, {}, DatabaseError(None)), 503, {"Retry-After": "5"}),
        (OperationalError(CANARY, {}, DatabaseError("57014")), 503, {"Retry-After": "5"}),
        (DataError(CANARY, {}, DatabaseError("22003")), 422, {}),
        (IntegrityError(CANARY, {}, DatabaseError("23514")), 500, {}),
        (KeyError(CANARY), 500, {}),
    ],
    ids=["later", "login", "no connection", "away", "too slow", "value", "constraint", "fault"],
)
def test_what_fails_is_answered_and_nothing_of_it_goes_out_or_into_the_log(
    bare: ZhitongApp, caplog: pytest.LogCaptureFixture, error: Exception, status: int, headers: dict[str, str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        told = answer(bare, error)
    assert (told.status_code, told.content_type) == (status, "application/problem+json")
    assert headers.items() <= dict(told.headers).items()
    assert CANARY not in told.get_data(as_text=True) + caplog.text
    if status == 500:
        assert f"fault {type(error).__name__} at {__file__}" in caplog.text


def test_a_redirect_is_no_problem_and_a_method_says_which_are_taken(bare: ZhitongApp) -> None:
    class Elsewhere(HTTPException):
        code = 308

        def get_response(self, *_: object):
            return bare.response_class(status=308, headers={"Location": "/there"})

    assert answer(bare, Elsewhere()).headers["Location"] == "/there"
    refused = bare.test_client().delete("/raise")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_field_called_by_half_a_surrogate_pair_goes_back_as_it_came(bare: ZhitongApp) -> None:
    told = answer(bare, Invalid("有内容要改", field="a\ud800"))
    assert told.get_json()["field"] == "a\ud800"


@pytest.mark.parametrize(
    ("rule", "value", "words"),
    [
        (validate.Range(1, 9), 10, "要在1和9之间"),
        (validate.Range(Decimal("0.01"), Decimal(1_000_000)), Decimal(-3), "要在0.01和1000000之间"),
        (validate.Range(min=2), 1, "不能小于2"),
        (validate.Range(max=-2), 1, "不能大于-2"),
        (validate.Length(1, 3), "", "长短要在1和3之间"),
        (validate.Length(min=2), "x", "太少，至少2"),
        (validate.Length(max=3), "long", "太长，最多3"),
        (validate.OneOf(["a", "b"]), "c", "不是这里可选的词"),
    ],
)
def test_bounds_are_told_in_the_readers_language(
    bare: ZhitongApp, rule: validate.Validator, value: object, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        rule(value)
    with bare.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert first_message({"n": refused.value.messages}) == ("n", words)
    with bare.test_request_context(headers={"Accept-Language": "en"}):
        assert first_message({"n": refused.value.messages})[1] == refused.value.messages[0]


@pytest.mark.parametrize(
    ("value", "words"), [("2026-11-21T08:30:00", "时间写法不对，要带时区"), ("yesterday", "时间写法不对")]
)
def test_a_time_that_lacks_its_zone_is_told_so(bare: ZhitongApp, value: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        UtcDateTime().deserialize(value)
    with bare.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert first_message({"at": refused.value.messages}) == ("at", words)
