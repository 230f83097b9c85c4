"""Kinds of bodies: each acts in a role that has a name, or stands in the directory."""

from __future__ import annotations

from backend.bodies.domain import BODY_ROLES, KINDS, SERVICES


def test_every_role_is_some_kinds_and_has_its_name() -> None:
    assert {role for _, role in KINDS.values() if role} == set(BODY_ROLES)
    assert set(KINDS) >= SERVICES
    assert len({name for name, _ in KINDS.values()}) == len(KINDS)
