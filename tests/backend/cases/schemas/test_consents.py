"""Consents on the wire are read strictly."""

from __future__ import annotations

import pytest
from marshmallow import Schema, ValidationError

from backend.cases.schemas.consents import ConsentNoteSchema, OwnWordSchema

ID = "00000000-0000-7000-8000-000000000001"
NOTE = {"report_id": ID, "body_id": 1, "how": "door"}
OWN = {"body_id": 1, "agreed": True}


@pytest.mark.parametrize(
    ("schema", "good", "wrong"),
    [
        (ConsentNoteSchema(), NOTE, {"how": "sending"}), (ConsentNoteSchema(), NOTE, {"body_id": "一"}),
        (OwnWordSchema(), OWN, {"agreed": "yes"}), (OwnWordSchema(), OWN, {"agreed": None}), (OwnWordSchema(), OWN, {"body_id": 0}),
    ],
)  # fmt: skip
def test_a_word_is_given_in_so_many_words(schema: Schema, good: dict[str, object], wrong: dict[str, object]) -> None:
    assert schema.load(good)
    with pytest.raises(ValidationError) as refused:
        schema.load(good | wrong)
    assert set(refused.value.messages_dict) == set(wrong)
