"""A push service's name: every address it leads to must be public, whichever comes first (T47)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import Invalid
from backend.feedback.domain import read_endpoint
from backend.feedback.service.endpoint import addresses_of, endpoint_of
from tests.conftest import settings_for

GOOD = "https://fcm.googleapis.com/fcm/send/x"
PEER = "http://127.0.0.1:8899"
PUBLIC, INSIDE = "142.250.74.42", "10.0.0.7"


def test_a_name_that_leads_inside_is_refused_by_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        addresses_of(read_endpoint(GOOD, ["googleapis.com"]), lambda *_: [PUBLIC, INSIDE])
    assert refused.value.field == "endpoint"


def test_the_test_peer_is_taken_in_a_demo_only_and_never_looked_up(tmp_path: Path) -> None:
    settings = replace(settings_for("nowhere", tmp_path), push_test_origin=PEER)
    peer = endpoint_of(f"{PEER}/push/1", settings)
    assert addresses_of(peer, lambda *_: pytest.fail("looked up")) == ["127.0.0.1"]
    with pytest.raises(Invalid):
        endpoint_of(f"{PEER}/push/1", replace(settings, demo=False))
    assert endpoint_of(GOOD, replace(settings, demo=False)).host == "fcm.googleapis.com"
