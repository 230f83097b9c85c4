"""Who is asking. The app injects how a request is recognised; rooms only ask here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Request, current_app, g, request

from backend.db import Context
from backend.errors import Forbidden, Unauthorized

# Roles whose holders read the cases of their area; of these, the ones that handle hidden matters.
READERS = frozenset({"liaison", "verifier", "town_congress", "town_head"})
HANDLERS = frozenset({"liaison", "verifier", "town_congress"})
FILERS = frozenset({"grid_worker", "collector", "liaison"})
# Roles whose holders keep the partners of their area: which other systems hear of what happens there.
KEEPERS = frozenset({"system_administrator"})
# Who administers the accounts of an area, and who reads its record; neither sees its cases.
PEOPLE = frozenset({"system_administrator", "security_administrator"})
AUDITORS = frozenset({"audit_administrator"})
COUNTY = 6
# What somebody must do before anything else, by the word that the wire has for it.
NEEDS = {"password": "请先换成自己的密码", "second_factor": "您的岗位要用两步验证，请先绑定"}


@dataclass(frozen=True)
class RoleAt:
    """A role and the area it holds in, to the end of the day `until` (None: open); `prefix` is what every code inside begins with."""

    role: str
    area: str
    until: date | None = None

    @property
    def prefix(self) -> str:
        """Return the prefix of the area: 62, 6211, 621124, 621124100, 621124100005."""
        return prefix_of(self.area)


def prefix_of(area: str) -> str:
    """Return what every code inside `area` begins with; provinces and cities end in zeros."""
    if len(area) != COUNTY:
        return area
    return area[:2] if area.endswith("0000") else area[:4] if area.endswith("00") else area


@dataclass(frozen=True)
class Viewer:
    """A person who is logged in.

    `session`: the name of this login on the wire. `needs`: a key of NEEDS, None for who may go about their work.
    """

    id: int
    login: str
    name: str
    roles: tuple[RoleAt, ...]
    csrf: str
    locale: str = "zh-CN"
    session: UUID | None = None
    needs: str | None = None

    @property
    def held(self) -> tuple[tuple[str, str], ...]:
        """Return the roles as the rooms take them: pairs of role and prefix of its area."""
        return tuple((each.role, each.prefix) for each in self.roles)

    def holds(self, *roles: str) -> bool:
        """Return whether the person holds one of `roles` anywhere."""
        return any(held.role in roles for held in self.roles)

    def context(self) -> Context:
        """Return the database context: which areas may be read, which hidden, where sightings may be filed.

        Filing reaches over the whole county of the role's area: a worker at the edge of a village
        may stand in the next one (and says why), never in another county.
        """
        return Context(
            viewer=self.id,
            roles=tuple(sorted(set(self.held))),
            areas=self._prefixes(READERS),
            hidden_areas=self._prefixes(HANDLERS),
            file_areas=tuple(sorted({p[:COUNTY] for p in self._prefixes(FILERS)})),
            partner_areas=self._prefixes(KEEPERS),
            people_areas=self._prefixes(PEOPLE),
            audit_areas=self._prefixes(AUDITORS),
        )

    def _prefixes(self, roles: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted({held.prefix for held in self.roles if held.role in roles}))


Identify = Callable[[Request], Viewer | None]


def entering() -> Viewer | None:
    """Return who is logged in on this request, also one who has something to do before anything else; or None."""
    if "viewer" not in g:
        identify: Identify = current_app.extensions["zhitong.identify"]
        g.viewer = identify(request)
    viewer: Viewer | None = g.viewer
    return viewer


def current_viewer() -> Viewer | None:
    """Return who is logged in on this request and may go about their work, or None."""
    viewer = entering()
    return None if viewer and viewer.needs else viewer


def require_entering() -> Viewer:
    """Return who is logged in, whatever they have to do first. Raises Unauthorized when nobody is."""
    viewer = entering()
    if viewer is None:
        raise Unauthorized("请先登录")
    return viewer


def require_viewer(*roles: str) -> Viewer:
    """Return who is logged in.

    Raises Unauthorized when nobody is, Forbidden when the person holds none of `roles` (if any are named) or has
    something to do first, which its code names.
    """
    viewer = require_entering()
    if viewer.needs:
        raise Forbidden(NEEDS[viewer.needs], code=f"{viewer.needs}_needed")
    if roles and not viewer.holds(*roles):
        raise Forbidden("您的岗位不能做这一步")
    return viewer


def current_request_context() -> Context:
    """Return the database context of the person who asks; the empty one when nobody is logged in."""
    viewer = current_viewer()
    return viewer.context() if viewer else Context()
