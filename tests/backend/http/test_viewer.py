"""Who asks, and what follows from the roles: what may be read, what of it hidden, where may be filed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.accounts.domain import ROLES
from backend.app import ZhitongApp
from backend.db import Context
from backend.errors import Forbidden, Unauthorized
from backend.http.viewer import (
    FILERS,
    HANDLERS,
    READERS,
    RoleAt,
    Viewer,
    current_request_context,
    current_viewer,
    prefix_of,
    require_viewer,
)  # fmt: skip

AREAS = some.sampled_from(["620000", "621100", "621124", "621124100", "621124100005", "522702"])
HELD = some.lists(some.builds(RoleAt, some.sampled_from(sorted(ROLES)), AREAS), max_size=4).map(tuple)


def viewer(*roles: RoleAt) -> Viewer:
    return Viewer(7, "ma", "马小军", roles, "csrf")


@pytest.mark.parametrize(
    ("area", "prefix"),
    [
        ("620000", "62"),
        ("621100", "6211"),
        ("621124", "621124"),
        ("621110", "621110"),
        ("621124100", "621124100"),
        ("621124100000", "621124100000"),
    ],
)
def test_zeros_at_the_end_of_six_digits_are_no_part_of_what_lies_inside(area: str, prefix: str) -> None:
    assert prefix_of(area) == RoleAt("liaison", area).prefix == prefix


@given(HELD)
def test_what_may_be_seen_is_what_the_roles_give_and_no_more(roles: tuple[RoleAt, ...]) -> None:
    context = viewer(*roles).context()
    assert set(context.areas) == {held.prefix for held in roles if held.role in READERS}
    assert set(context.hidden_areas) == {held.prefix for held in roles if held.role in HANDLERS}
    assert set(context.hidden_areas) <= set(context.areas)
    assert {prefix[:6] for prefix in context.file_areas} == {held.prefix[:6] for held in roles if held.role in FILERS}
    assert set(context.roles) == {(held.role, held.prefix) for held in roles}
    assert (context.viewer, context.receipt, context.case, context.service, context.holder) == (
        7,
        None,
        None,
        None,
        None,
    )


def test_a_worker_files_in_the_whole_county_and_in_no_other_and_reads_nothing() -> None:
    context = viewer(RoleAt("grid_worker", "621124100005")).context()
    assert (context.file_areas, context.areas, context.hidden_areas) == (("621124",), (), ())


def test_the_head_of_a_township_reads_no_hidden_matter() -> None:
    context = viewer(RoleAt("town_head", "621124100")).context()
    assert (context.areas, context.hidden_areas, context.file_areas) == (("621124100",), (), ())


@pytest.mark.parametrize("role", ["deputy", "system_administrator", "security_administrator", "audit_administrator"])
def test_neither_deputies_nor_administrators_read_by_area(role: str) -> None:
    context = viewer(RoleAt(role, "620000")).context()
    assert (context.areas, context.hidden_areas, context.file_areas) == ((), (), ())


def test_nobody_is_asked_to_log_in_and_another_role_is_refused(bare: ZhitongApp) -> None:
    bare.extensions["zhitong.identify"] = lambda _: None
    with bare.test_request_context():
        assert (current_viewer(), current_request_context()) == (None, Context())
        with pytest.raises(Unauthorized):
            require_viewer("liaison")
    ma = viewer(RoleAt("verifier", "621124"))
    bare.extensions["zhitong.identify"] = lambda _: ma
    with bare.test_request_context():
        assert require_viewer() is require_viewer("liaison", "verifier") is ma
        with pytest.raises(Forbidden):
            require_viewer("liaison", "town_head")
        assert current_request_context() == ma.context()


def test_a_request_is_recognised_once(bare: ZhitongApp) -> None:
    asked: list[object] = []
    bare.extensions["zhitong.identify"] = asked.append
    with bare.test_request_context():
        for _ in range(3):
            current_viewer()
    assert len(asked) == 1
