"""JSON to the letter: what two readers could read differently is refused, before anything recurses."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.app import ZhitongApp
from backend.http.strict_json import DEEPEST, StrictJson, _depth

READ = StrictJson(ZhitongApp("x", static_folder=None)).loads
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(10**30), 10**30) | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4), max_leaves=12,
)  # fmt: skip


def depth_of(value: object) -> int:
    if isinstance(value, dict | list):
        return 1 + max(map(depth_of, value.values() if isinstance(value, dict) else value), default=0)
    return 0


@given(VALUES, some.booleans())
def test_what_is_json_is_read_as_it_is(value: object, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    assert READ(text) == value
    if escaped:
        assert READ(text.encode()) == value


@given(some.lists(VALUES, max_size=3).map(lambda values: [*values, *[[]] * (DEEPEST + 1)]))
def test_depth_is_counted_by_brackets_that_are_brackets(values: list[object]) -> None:
    assert _depth(json.dumps(values)) == depth_of(values)


@pytest.mark.parametrize("words", ["[[[[{{{{", '\\"[[[[', "\\\\", "]]]]", '"', "\\"])
def test_brackets_inside_texts_do_not_count_and_do_not_hide_any(words: str) -> None:
    assert READ(json.dumps([words] * 20)) == [words] * 20
    with pytest.raises(ValueError, match="deep"):
        READ(json.dumps(words) + "[" * (DEEPEST + 1))


def test_the_deepest_allowed_is_read_and_one_more_is_not() -> None:
    for opening, closing in ("[]", ('{"a":', "}")):
        inner = "1" if opening != "[" else ""
        assert READ(opening * DEEPEST + inner + closing * DEEPEST)
        with pytest.raises(ValueError, match="deep"):
            READ(opening * (DEEPEST + 1) + inner + closing * (DEEPEST + 1))


@pytest.mark.parametrize(
    "text", ["[" * 3_000_000, '"' + "[" * 3_000_000, "[" * 30 + '"\\' * 1_000_000, '{"' * 1_000_000]
)
def test_megabytes_of_nothing_are_refused_in_time(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ValueError, match=r".*"):
        READ(text)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 41, "-" + "9" * 40, '{"a":1,"a":1}', '{"a":{"b":1,"b":2}}',
        '{"a":1,"\\u0061":2}', "[1,]", "{'a':1}", "01", "\ufeff1", "", " ", "1 2", '"\n"', "// x\n1",
    ],
)  # fmt: skip
def test_what_two_readers_could_read_differently_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        READ(text)


@pytest.mark.parametrize("raw", [b'"\xff"', b'\xff\xfe"\x00a\x00"\x00', b'"\xed\xa0\x80"', b'"\xc0\xaf"'])
def test_bytes_are_utf8(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        READ(raw)


def test_the_same_key_in_two_objects_is_no_repetition() -> None:
    assert READ('[{"a":1},{"a":2}]') == [{"a": 1}, {"a": 2}]


def test_what_goes_out_is_lean_in_order_and_in_chinese_characters(bare: ZhitongApp) -> None:
    assert bare.json.dumps({"b": "网格", "a": [1, 2]}, separators=(",", ":")) == '{"b":"网格","a":[1,2]}'
    with bare.test_request_context():
        assert bare.json.response({"b": "网格", "a": 1}).get_data(as_text=True).strip() == '{"b":"网格","a":1}'


def test_a_broken_body_is_told_in_words(bare: ZhitongApp) -> None:
    @bare.route("/take", methods=["POST"])
    def view() -> str:
        from flask import request

        return str(request.get_json())

    told = bare.test_client().post("/take", data="[1,", content_type="application/json")
    assert (told.status_code, told.get_json()["code"], told.get_json()["title"]) == (
        400,
        "unreadable",
        "内容不是有效的JSON",
    )
