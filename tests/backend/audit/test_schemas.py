"""What may be asked of the record."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from backend.audit.schemas import AuditQuerySchema

NOTHING = dict.fromkeys(("area", "action", "actor", "subject_kind", "subject_id", "since", "until", "cursor")) | {
    "limit": 50
}


def test_nothing_asked_is_the_first_page_of_everything() -> None:
    assert AuditQuerySchema().load({}) == NOTHING
    assert AuditQuerySchema().load({"actor": "7", "limit": "200"}) == NOTHING | {"actor": 7, "limit": 200}


@pytest.mark.parametrize(
    "asked", [{"actor": "0"}, {"actor": str(2**63)}, {"limit": "201"}, {"limit": "0"}, {"area": "6211"}, {"x": "1"}]
)
def test_what_no_page_answers_is_refused_by_name(asked: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        AuditQuerySchema().load(asked)
    assert list(refused.value.normalized_messages()) == list(asked)
