"""Many people at once, from a list: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from backend.accounts.domain.sheet import people_of
from backend.accounts.service.people import create_once, keep_phone
from backend.accounts.service.profiles import keep
from backend.clock import today
from backend.imports.domain import Finding, Step, Table, quiet, refuse_if


@dataclass(frozen=True)
class GivenPassword:
    """What somebody of the list is handed: a login and a password for one login."""

    id: int
    login: str
    name: str
    password: str = field(repr=False)


def import_people(
    session: Session,
    rows: Table,
    key: bytes,
    *,
    taken: frozenset[str],
    areas: Sequence[str] | None = None,
    waiting: frozenset[str] = frozenset(),
    step: Step = quiet,
    dry_run: bool = False,
) -> list[GivenPassword]:
    """Make an account for every row and return their passwords for one login, told this once.

    `taken`: logins of the list that are there already; `areas`: prefixes in which roles may be given, None for everywhere;
    `waiting`: roles that count only once confirmed; `key` seals phone numbers; `dry_run`: check only. Raises ImportRefused with every bad row.
    """
    step("checking")
    people, findings = people_of(rows, today(), taken, areas)
    if not rows or rows.findings:
        findings = [*rows.refused(), *findings]
    refuse_if(sorted(findings, key=_number))
    if dry_run:
        return []
    step("storing")
    given = []
    for person in people:
        made, password = create_once(session, person.login, person.name, person.roles, waiting=waiting)
        if person.phone:
            keep_phone(session, made, person.phone, key)
        keep(session, made, person.profile)
        given.append(GivenPassword(made, person.login, person.name, password))
    return given


def _number(finding: Finding) -> int:
    word = finding.where.removeprefix("row ")
    return int(word) if word.isdigit() else 0
