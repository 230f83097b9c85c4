"""An account, its roles and its sessions as they are shown: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.accounts.domain.kinds import Profile


@dataclass(frozen=True)
class Opened:
    """A session as its person sees it: its name on the wire, since when, last seen, the kind of device, whether it is this one."""

    id: UUID
    begun_at: datetime
    seen_at: datetime
    device: str
    this: bool


@dataclass(frozen=True)
class HeldRole:
    """A role of somebody: `state` is `coming`, `waiting` (to be confirmed), `held` or `ended`."""

    id: int
    role: str
    area: str
    since: date
    until: date | None
    state: str


@dataclass(frozen=True)
class Listed:
    """An account as its administrators see it."""

    id: int
    login: str
    name: str
    created_at: datetime
    locked: bool
    closed: bool
    password_once: bool
    second_factor: bool
    roles: tuple[HeldRole, ...]
    profile: Profile


def state_of(since: date, until: date | None, day: date, *, confirmed: bool) -> str:
    """Return where a role stands on a day: `ended`, `waiting` for confirmation, `coming`, or `held`, which alone counts."""
    if until is not None and until < max(day, since):
        return "ended"
    if not confirmed:
        return "waiting"
    return "coming" if since > day else "held"
