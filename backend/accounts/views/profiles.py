"""What kind of person somebody is, and the phone to which links to log in go."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from backend.accounts import service
from backend.accounts.domain.kinds import Profile
from backend.accounts.schemas import (
    AccountSchema,
    KnownPeopleSchema,
    KnownQuerySchema,
    PhoneSchema,
    ProfileSchema,
    account_wire,
    profile_wire,
)
from backend.accounts.views.login import blp
from backend.accounts.views.people import FOR_SYSTEM, NOT_THERE, SECURITY, SYSTEM, verbs
from backend.accounts.views.session import privileged
from backend.http.current import current_settings
from backend.http.transaction import transact
from backend.http.viewer import require_viewer


@blp.route("/accounts/<int:account_id>/profile")
class OneProfile(MethodView):
    """What kind of person somebody is."""

    @blp.arguments(ProfileSchema)
    @blp.response(200, AccountSchema)
    @blp.alt_response(403, description=FOR_SYSTEM)
    @blp.alt_response(404, description=NOT_THERE)
    def put(self, profile: Profile, account_id: int) -> dict[str, Any]:
        """Say what kinds of person somebody is, what they are good at and what they speak. May be repeated."""
        require_viewer(SYSTEM)
        return account_wire(transact(lambda s: verbs.keep_profile(s, account_id, profile)))


@blp.route("/accounts/<int:account_id>/phone")
class Phone(MethodView):
    """Somebody's phone."""

    @blp.arguments(PhoneSchema)
    @blp.response(204)
    @blp.alt_response(403, description="not the administrator whose matter it is")
    @blp.alt_response(404, description=NOT_THERE)
    def put(self, asked: dict[str, str], account_id: int) -> None:
        """Keep somebody's phone number, sealed and never shown; links that were on their way end.

        Privileged accounts are the security administrator's matter, all others the system administrator's.
        """
        require_viewer(SYSTEM, SECURITY)
        key, important = current_settings().contact_key, privileged()
        transact(lambda s: verbs.set_phone(s, account_id, asked["phone"], key, important))


@blp.route("/people")
class People(MethodView):
    """Whom one may ask."""

    @blp.arguments(KnownQuerySchema, location="query")
    @blp.response(200, KnownPeopleSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, str]) -> dict[str, Any]:
        """List the people of a kind in one's areas and bodies, with what they are good at and speak: whom to ask to mediate."""
        require_viewer()
        found = transact(lambda s: service.profiles.known(s, asked["kind"]))
        return {"items": [{"name": each.name, **profile_wire(each.profile)} for each in found]}
