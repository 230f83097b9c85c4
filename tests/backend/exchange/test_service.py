"""Where a partner may be reached: asked of the name service before anything is stored (T47)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import Invalid
from backend.exchange.service import check_endpoint
from tests.conftest import settings_for

GOOD, PEER, PUBLIC = "https://hooks.example.cn/in", "http://127.0.0.1:8899", "142.250.74.42"


@pytest.mark.parametrize("found", [["10.0.0.7"], [PUBLIC, "10.0.0.7"], ["::1", PUBLIC], ["169.254.169.254"]])
def test_a_name_that_leads_inside_by_any_of_its_addresses_is_refused(found: list[str], tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        check_endpoint(GOOD, settings_for("nowhere", tmp_path), lambda *_: found)
    assert refused.value.field == "endpoint"


def test_a_public_name_is_taken_and_one_not_known_just_now_too(tmp_path: Path) -> None:
    ours = settings_for("nowhere", tmp_path)
    assert check_endpoint(GOOD, ours, lambda *_: [PUBLIC])[1] == [PUBLIC]
    assert check_endpoint(GOOD, ours, lambda *_: [])[1] == []


def test_the_test_peer_is_taken_in_a_demo_only(tmp_path: Path) -> None:
    ours = replace(settings_for("nowhere", tmp_path), webhook_test_origin=PEER)
    assert check_endpoint(f"{PEER}/x", ours)[1] == ["127.0.0.1"]
    with pytest.raises(Invalid):
        check_endpoint(f"{PEER}/x", replace(ours, demo=False))
