"""A push service's name: every address it leads to must be public, whichever comes first (T47)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import Invalid
from backend.feedback.domain import read_endpoint
from backend.feedback.service.endpoint import addresses_of, endpoint_of, system_resolver
from tests.conftest import settings_for

GOOD = "https://fcm.googleapis.com/fcm/send/x"
PEER = "http://127.0.0.1:8899"
PUBLIC, INSIDE = "142.250.74.42", "10.0.0.7"


@pytest.mark.parametrize(
    "found", [[INSIDE], [PUBLIC, INSIDE], [INSIDE, PUBLIC], [PUBLIC, "::1"], [PUBLIC, "64:ff9b::a00:7"]]
)
def test_a_name_that_leads_inside_by_any_of_its_addresses_is_refused(found: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        addresses_of(read_endpoint(GOOD, ["googleapis.com"]), lambda *_: found)
    assert refused.value.field == "endpoint"


def test_public_addresses_are_given_in_their_order_and_a_name_without_any_is_no_refusal() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC, "2a00:1450:400f::1"] if len(asked) == 1 else []

    endpoint = read_endpoint(GOOD, ["googleapis.com"])
    assert [addresses_of(endpoint, resolve) for _ in range(2)] == [[PUBLIC, "2a00:1450:400f::1"], []]
    assert asked == [("fcm.googleapis.com", 443)] * 2


def test_the_test_peer_is_taken_in_a_demo_only_and_never_looked_up(tmp_path: Path) -> None:
    settings = replace(settings_for("nowhere", tmp_path), push_test_origin=PEER)
    peer = endpoint_of(f"{PEER}/push/1", settings)
    assert addresses_of(peer, lambda *_: pytest.fail("looked up")) == ["127.0.0.1"]
    with pytest.raises(Invalid):
        endpoint_of(f"{PEER}/push/1", replace(settings, demo=False))
    assert endpoint_of(GOOD, replace(settings, demo=False)).host == "fcm.googleapis.com"


def test_the_system_says_nothing_of_a_name_that_is_none() -> None:
    assert system_resolver("a" * 70 + ".example", 443) == []
    assert system_resolver("127.0.0.1", 443) == ["127.0.0.1"]
