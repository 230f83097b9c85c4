"""Who is looking: the settings that every policy reads, bound to one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

# What the policies read, each as app.<name>; see `Context`.
SETTINGS = (
    "viewer", "roles", "areas", "lo", "hi", "hidden_areas", "file_areas", "partner_areas", "receipt", "case", "holder", "ticket", "link",
    "people_areas", "audit_areas", "service",
)  # fmt: skip
APPLY = text("select " + ", ".join(f"set_config('app.{name}', :{name}, true)" for name in SETTINGS))
# The role of a background service.
SYSTEM = "system"


@dataclass(frozen=True)
class Context:
    """What one transaction may see and do.

    `viewer`: account id. `roles`: pairs of role and area prefix. `areas`: prefixes whose rows may be read; `hidden_areas`: those where
    hidden ones too; `file_areas`: those where sightings may be filed; `partner_areas`: those whose partners may be kept;
    `people_areas`: those whose accounts are administered; `audit_areas`: those whose record is read. `receipt`, `case`: the one
    report, and its case, that a code opens; `holder`: the role in which it opens them, without which
    they are only read. `ticket`: digest of a draft ticket. `link`: digest of what the device of a link keeps. `service`: name of a background service.
    """

    viewer: int | None = None
    roles: tuple[tuple[str, str], ...] = ()
    areas: tuple[str, ...] = ()
    hidden_areas: tuple[str, ...] = ()
    file_areas: tuple[str, ...] = ()
    partner_areas: tuple[str, ...] = ()
    people_areas: tuple[str, ...] = ()
    audit_areas: tuple[str, ...] = ()
    receipt: UUID | None = None
    case: UUID | None = None
    holder: str | None = None
    ticket: bytes | None = None
    link: bytes | None = None
    service: str | None = None

    @classmethod
    def of_service(cls, service: str, prefixes: tuple[str, ...]) -> Self:
        """Return the context of a background service that looks after what lies at `prefixes`, hidden matters too."""
        roles = tuple((SYSTEM, prefix) for prefix in prefixes)
        return cls(roles=roles, areas=prefixes, hidden_areas=prefixes, service=service)

    @property
    def role_names(self) -> tuple[str, ...]:
        """Return the names of the roles in which this transaction may act, each once, in order."""
        return tuple(sorted({role for role, _ in self.roles} | ({self.holder} if self.holder else set())))

    def holds_at(self, area: str, *roles: str) -> bool:
        """Return whether one of `roles` is held where the area of this code lies."""
        return any(role in roles and area.startswith(prefix) for role, prefix in self.roles)

    def settings(self) -> dict[str, str]:
        """Return the settings as texts; an absent one is the empty text, which every policy reads as nothing."""
        return {
            "viewer": _text(self.viewer),
            "roles": ",".join(f"{role}@{prefix}" for role, prefix in self.roles),
            "areas": ",".join(self.areas),
            "lo": min(self.areas, default=""),
            "hi": past(self.areas) if self.areas else "",
            "hidden_areas": ",".join(self.hidden_areas),
            "file_areas": ",".join(self.file_areas),
            "partner_areas": ",".join(self.partner_areas),
            "people_areas": ",".join(self.people_areas),
            "audit_areas": ",".join(self.audit_areas),
            "receipt": _text(self.receipt),
            "case": _text(self.case),
            "holder": self.holder or "",
            "ticket": self.ticket.hex() if self.ticket else "",
            "link": self.link.hex() if self.link else "",
            "service": self.service or "",
        }

    def filing(self) -> Self:
        """Return the context of the intake statement, which reads back what it has just stored."""
        return replace(self, areas=self.file_areas, hidden_areas=self.file_areas)


def past(prefixes: Sequence[str]) -> str:
    """Return a text greater than every code that begins with one of `prefixes`, one of which may lie inside another."""
    return max(f"{prefix}~" for prefix in prefixes)


def apply_context(session: Session, context: Context) -> None:
    """Bind `context` to the running transaction; it ends with it (third argument of set_config: local)."""
    session.execute(APPLY, context.settings())
    session.info["context"] = context


class Bound(Protocol):
    """What runs in a context: a session, or the trips of prepared statements."""

    @property
    def info(self) -> dict[Any, Any]:
        """What is noted beside it."""


def current_context(session: Bound) -> Context:
    """Return the context this session's transaction runs in; the empty one sees nothing."""
    context: Context = session.info.get("context", Context())
    return context


def _text(value: object) -> str:
    return "" if value is None else str(value)
