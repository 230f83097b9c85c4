"""The accounts of an area, for its system and its security administrators."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from backend.accounts import service
from backend.accounts.domain import Appointment, Term
from backend.accounts.schemas import (
    AccountSchema,
    AccountsQuerySchema,
    AccountsSchema,
    AppointmentSchema,
    MadeAccountSchema,
    NewAccountSchema,
    OneTimePasswordSchema,
    account_wire,
)
from backend.accounts.views.login import blp
from backend.accounts.views.session import privileged
from backend.http.paging import encode, last_read
from backend.http.transaction import transact
from backend.http.viewer import require_viewer

SYSTEM, SECURITY = "system_administrator", "security_administrator"
FOR_SYSTEM, FOR_SECURITY = "not a system administrator", "not a security administrator"
NOT_THERE = "no such account with a role in one's areas"
verbs = service.administrators


@blp.route("/accounts")
class Accounts(MethodView):
    """Who works here."""

    @blp.arguments(AccountsQuerySchema, location="query")
    @blp.response(200, AccountsSchema)
    @blp.alt_response(403, description="no administrator of people")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the accounts with a role in one's areas, by login."""
        require_viewer(SYSTEM, SECURITY)
        (after,) = last_read(asked["cursor"], str) or ("",)
        most = asked["limit"]
        wanted = verbs.Wanted(asked["q"], asked["role"], asked["kind"], asked["locked"], asked["waiting"])
        found = transact(lambda s: verbs.listing(s, after=after, most=most + 1, wanted=wanted))
        more = encode(found[most - 1].login) if len(found) > most else None
        return {"items": [account_wire(each) for each in found[:most]], "next": more}

    @blp.arguments(NewAccountSchema)
    @blp.response(201, MadeAccountSchema)
    @blp.alt_response(403, description=FOR_SYSTEM)
    @blp.alt_response(409, description="the login is taken")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make an account; its password is told this once and changed at the first login.

        A privileged role counts once a security administrator has confirmed it.
        """
        require_viewer(SYSTEM)
        roles = [appointment_of(each) for each in asked["roles"]]
        made, password = transact(lambda s: verbs.make(s, asked["login"], asked["name"], roles, privileged()))
        return account_wire(made) | {"password": password}


@blp.route("/accounts/<int:account_id>/roles")
class Roles(MethodView):
    """Somebody's roles."""

    @blp.arguments(AppointmentSchema)
    @blp.response(201, AccountSchema)
    @blp.alt_response(403, description=FOR_SYSTEM)
    @blp.alt_response(404, description=NOT_THERE)
    @blp.alt_response(409, description="held in some of these days already, or another administrator")
    def post(self, asked: dict[str, Any], account_id: int) -> dict[str, Any]:
        """Give somebody a role for a term; a privileged one counts once a security administrator has confirmed it."""
        require_viewer(SYSTEM)
        wanted = appointment_of(asked)
        return account_wire(transact(lambda s: verbs.give_role(s, account_id, wanted, privileged())))


@blp.route("/accounts/<int:account_id>/roles/<int:role_id>")
class Role(MethodView):
    """One of them."""

    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SYSTEM)
    @blp.alt_response(404, description=NOT_THERE)
    def delete(self, account_id: int, role_id: int) -> dict[str, Any]:
        """End a role: from the next request on it counts for nothing. It stays in the list as ended."""
        require_viewer(SYSTEM)
        return account_wire(transact(lambda s: verbs.end_role(s, account_id, role_id)))


@blp.route("/accounts/<int:account_id>/roles/<int:role_id>/confirm")
class ConfirmedRole(MethodView):
    """A privileged one."""

    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SECURITY)
    @blp.alt_response(404, description=NOT_THERE)
    def post(self, account_id: int, role_id: int) -> dict[str, Any]:
        """Let a privileged role take effect."""
        require_viewer(SECURITY)
        return account_wire(transact(lambda s: verbs.confirm_role(s, account_id, role_id)))


@blp.route("/accounts/<int:account_id>/lock")
class Lock(MethodView):
    """Shut."""

    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SECURITY)
    @blp.alt_response(404, description=NOT_THERE)
    def post(self, account_id: int) -> dict[str, Any]:
        """Shut an account; its sessions end."""
        require_viewer(SECURITY)
        return account_wire(transact(lambda s: verbs.set_lock(s, account_id, locked=True)))


@blp.route("/accounts/<int:account_id>/unlock")
class Unlock(MethodView):
    """Open again."""

    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SECURITY)
    @blp.alt_response(404, description=NOT_THERE)
    def post(self, account_id: int) -> dict[str, Any]:
        """Open an account that was shut."""
        require_viewer(SECURITY)
        return account_wire(transact(lambda s: verbs.set_lock(s, account_id, locked=False)))


@blp.route("/accounts/<int:account_id>/sessions")
class Sessions(MethodView):
    """Where somebody is logged in."""

    @blp.response(204)
    @blp.alt_response(403, description=FOR_SECURITY)
    @blp.alt_response(404, description=NOT_THERE)
    def delete(self, account_id: int) -> None:
        """End every session of somebody."""
        require_viewer(SECURITY)
        transact(lambda s: verbs.end_all_sessions(s, account_id))


@blp.route("/accounts/<int:account_id>/password-reset")
class PasswordReset(MethodView):
    """A password for one login."""

    @blp.response(200, OneTimePasswordSchema)
    @blp.alt_response(403, description="not the administrator whose matter it is")
    @blp.alt_response(404, description=NOT_THERE)
    def post(self, account_id: int) -> dict[str, Any]:
        """Give somebody a password for one login, told this once; every session ends.

        Privileged accounts are reset by the security administrator, all others by the system administrator.
        """
        require_viewer(SYSTEM, SECURITY)
        return {"password": transact(lambda s: verbs.reset_password(s, account_id, privileged()))}


@blp.route("/accounts/<int:account_id>/second-factor")
class Factor(MethodView):
    """A phone that was lost."""

    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SECURITY)
    @blp.alt_response(404, description=NOT_THERE)
    def delete(self, account_id: int) -> dict[str, Any]:
        """Take the second factor from somebody who has lost it; from who holds a privileged role only the command line may."""
        require_viewer(SECURITY)
        return account_wire(transact(lambda s: verbs.end_second_factor(s, account_id, privileged())))


def appointment_of(asked: dict[str, Any]) -> Appointment:
    """Return a role, its area and its term as they came off the wire."""
    return Appointment(asked["role"], asked["area"], Term(asked["since"], asked["until"]))
