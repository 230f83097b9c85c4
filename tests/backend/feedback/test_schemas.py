"""What a browser sends to follow, and how staff say they reached somebody."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from backend.feedback.schemas import ByHandSchema, NoticesQuerySchema, SubscriptionSchema

SENT = {"endpoint": "https://push.example/x", "expirationTime": None, "keys": {"p256dh": "B" * 87, "auth": "A" * 22}}


def test_what_a_browser_gives_is_taken_as_it_is() -> None:
    for expires in (None, 1_800_000_000_000):
        found = SubscriptionSchema().load(SENT | {"expirationTime": expires})
        assert (found["endpoint"], found["keys"], found["receipt"]) == (SENT["endpoint"], SENT["keys"], None)


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": ""}, {"endpoint": "x" * 1025}, {"endpoint": None}, {"keys": None}, {"keys": {"p256dh": "x"}}, {"receipt": "x" * 41},
        {"keys": SENT["keys"] | {"auth": "x" * 61}}, {"keys": SENT["keys"] | {"p256dh": "x" * 121}}, {"keys": SENT["keys"] | {"more": 1}},
        {"account_id": 1},
    ],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
def test_anything_else_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        SubscriptionSchema().load(SENT | change)
    assert list(refused.value.normalized_messages()) == list(change)


def test_staff_reach_people_by_phone_or_at_the_door_and_by_no_other_rung() -> None:
    for rung in ("inbox", "receipt", "push", "Door", "", None):
        with pytest.raises(ValidationError):
            ByHandSchema().load({"rung": rung})
    assert [ByHandSchema().load({"rung": rung})["rung"] for rung in ("channel", "door")] == ["channel", "door"]


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_page_of_messages_has_bounds(limit: str) -> None:
    assert NoticesQuerySchema().load({"lang": "en"}) == {"unread": False, "cursor": None, "limit": 50}
    with pytest.raises(ValidationError):
        NoticesQuerySchema().load({"limit": limit})
