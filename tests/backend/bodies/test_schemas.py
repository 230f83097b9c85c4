"""Which kinds are asked for."""

from __future__ import annotations

from backend.bodies.domain import SERVICES
from backend.bodies.schemas import kinds_of


def test_one_kind_the_services_or_all() -> None:
    assert kinds_of("court", services=True) == {"court"}
    assert kinds_of(None, services=True) == SERVICES
    assert kinds_of(None, services=False) is None
