"""A partner's words: checked when they are saved, and the same both ways."""

from __future__ import annotations

from typing import Any

import pytest

from backend.errors import Invalid
from backend.exchange.domain.vocabulary import Known, check, hear, speak

KNOWN = Known(
    ("id", "number", "state", "former_state", "category", "area", "area_level"), ("case.moved",),
    {"state": ("pending", "accepted"), "category": ("land", "other"), "area_level": ("town", "village")},
)  # fmt: skip
WORDS: dict[str, Any] = {
    "shape": "nested",
    "fields": {
        "number": "事项.编号", "state": "事项.办理状态", "category": "事项.类别代码", "area": "位置.区划", "area_level": "位置.层级",
        "case_number": "事项.编号", "their_number": "受理号", "note": "备注",
    },
    "codes": {"state": {"pending": "01", "accepted": "02"}, "category": {"land": "土地", "*": "其他"}, "area_level": {"town": "乡镇级", "village": "村级"}},
    "types": {"case.moved": "事项流转", "case.number_assigned": "编号回填"},
    "envelope": {"type": "消息类型", "timestamp": "发送时间", "data": "报文体"},
}  # fmt: skip
OURS = {
    "type": "case.moved", "timestamp": "2026-11-22T00:00:00Z",
    "data": {"number": "2026-000001", "state": "accepted", "category": "family", "area": "621124100001", "area_level": "village"},
}  # fmt: skip


def test_both_ways_in_their_words() -> None:
    words = check(WORDS, KNOWN)
    assert speak(words, OURS) == {
        "消息类型": "事项流转",
        "发送时间": "2026-11-22T00:00:00Z",
        "报文体": {
            "事项": {"编号": "2026-000001", "办理状态": "02", "类别代码": "其他"},
            "位置": {"区划": "621124100001", "层级": "村级"},
        },
    }
    theirs = {"消息类型": "编号回填", "报文体": {"事项": {"编号": "2026-000001"}, "受理号": "XF-7", "别的": 1}}
    assert hear(words, theirs) == {
        "type": "case.number_assigned", "data": {"case_number": "2026-000001", "their_number": "XF-7"},
    }  # fmt: skip
    assert (speak({}, OURS), hear({}, theirs)) == (OURS, theirs), "who has none of their own is spoken to in ours"


def test_a_flat_message_without_an_envelope() -> None:
    words = check({"shape": "flat", "fields": {"number": "a.b", "note": "remark"}, "envelope": {"data": ""}}, KNOWN)
    said = speak(words, OURS)
    assert (said["a.b"], said["type"], said["state"]) == ("2026-000001", "case.moved", "accepted")
    assert hear(words, {"type": "x", "case_number": "1", "remark": "好"}) == {
        "type": "x",
        "data": {"case_number": "1", "note": "好"},
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"colour": {}}, "colour"), ({"shape": "xml"}, "shape"), ({"fields": ["编号"]}, "fields"), ({"fields": {"phone": "电话"}}, "fields.phone"),
        ({"fields": {"number": "编 号"}}, "fields.number"), ({"fields": {"number": ""}}, "fields.number"), ({"fields": {"number": 7}}, "fields.number"),
        ({"fields": {"number": "state"}}, "fields.state"), ({"fields": {"number": "x", "state": "x.y"}}, "fields.state"),
        ({"codes": {"colour": {}}}, "codes.colour"), ({"codes": {"state": {"pending": "01"}}}, "codes.state"),
        ({"codes": {"state": {"flying": "01", "*": "02"}}}, "codes.state.flying"), ({"codes": {"area": {"东街": "1", "*": "2"}}}, "codes.area"),
        ({"types": {"case.lost": "x"}}, "types.case.lost"), ({"envelope": {"type": ""}}, "envelope.type"), ({"envelope": {"type": "头.型"}}, "envelope.type"),
        ({"envelope": {"data": ""}, "fields": {"number": "type"}}, "envelope.type"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(wrong, KNOWN)
    assert refused.value.field == f"vocabulary.{field}"


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, {"消息类型": 7, "报文体": 7}, {"报文体": {"事项": 7}}])
def test_whatever_a_partner_says_is_read_without_a_fault(odd: Any) -> None:
    heard = hear(check(WORDS, KNOWN), odd)
    assert heard == odd or set(heard) == {"type", "data"}
