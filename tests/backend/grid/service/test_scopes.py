"""Whose areas are asked about."""

from __future__ import annotations

import pytest

from backend.db import Context, Database
from backend.errors import Forbidden, NotFound
from backend.grid import service
from backend.grid.domain import Scope
from tests.make import Maker


def test_a_scope_narrows_but_never_widens() -> None:
    scope = Scope(("621124100",))
    assert scope.narrowed("621124100001") == Scope(("621124100001",))
    assert scope.narrowed("621124") is None
    assert scope.narrowed("621124101") is None
    assert scope.low <= "621124100999" < scope.high


def test_an_area_elsewhere_looks_like_one_that_is_not_there(make: Maker, owner: Database) -> None:
    make.counties()
    with owner.transaction(Context(areas=("621124100",))) as session:
        assert service.scope_of(session) == Scope(("621124100",))
        assert service.scope_of(session, "621124100001") == Scope(("621124100001",))
        for code in ("621124101", "621124", "999999"):
            with pytest.raises(NotFound) as refused:
                service.scope_of(session, code)
            assert refused.value.field == "area"
    with owner.transaction(Context()) as session, pytest.raises(Forbidden):
        service.scope_of(session)
