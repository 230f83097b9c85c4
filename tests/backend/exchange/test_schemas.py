"""What a partner may look like on the wire."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from backend.exchange.schemas import PartnerChangeSchema, PartnerInSchema
from tests.backend.exchange.partners import terms


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": "x"}, "id"), ({"name": ""}, "name"), ({"name": "名" * 61}, "name"), ({"area": "62112"}, "area"),
        ({"area": "621124\n"}, "area"), ({"events": ["case.closed"]}, "events"), ({"events": None}, "events"),
        ({"events": ["case.moved"] * 9}, "events"), ({"fields": ["phone"]}, "fields"), ({"fields": "number"}, "fields"),
        ({"hidden": "yes"}, "hidden"), ({"hidden": 2}, "hidden"), ({"secret": "whsec_x"}, "secret"), ({"endpoint": ""}, "endpoint"),
    ],
)  # fmt: skip
def test_what_nobody_can_be_granted_is_refused_by_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PartnerInSchema().load(terms("https://a.example.cn/") | wrong)
    assert list(refused.value.normalized_messages()) == [field]


def test_what_is_not_named_is_not_changed() -> None:
    assert PartnerChangeSchema().load({"fields": ["number"]}) == {"fields_": ["number"]}
    assert PartnerChangeSchema().load({}) == {}
