"""Login, the own account, and the accounts of an area on the wire."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from backend.accounts.domain import ROLES, HeldRole, Listed, Opened, role_label
from backend.accounts.domain.kinds import KINDS, MOST_LANGUAGE, MOST_LANGUAGES, MOST_SPECIALITY, Profile, in_order
from backend.http.fields import Between, Known, ProblemSchema, Text, UtcDateTime
from backend.http.paging import MOST
from backend.http.viewer import NEEDS, Viewer, prefix_of
from backend.http.words import say

MOST_PASSWORD = 256
MOST_ROLES = 20
STATES = ("coming", "waiting", "held", "ended")


def password_field(**more: Any) -> Text:
    """Return the field of a password; blanks belong to it."""
    return Text(required=True, least=1, most=MOST_PASSWORD, as_it_is=True, **more)


class LoginSchema(Schema):
    """Account and password; with a second factor also a code by the clock, or a recovery code."""

    account = Text(required=True, least=1, most=40)
    password = password_field()
    code = Text(load_default="", most=40)


class AskedLinkSchema(Schema):
    """For which account a link is asked."""

    account = Text(required=True, least=1, most=40)


class LinkAskedSchema(Schema):
    """For how many hours a link opens, if one was sent."""

    hours = fields.Integer(required=True)


class TradedLinkSchema(Schema):
    """What stands behind the # of a link; with a second factor also a code."""

    token = Text(required=True, least=1, most=100)
    code = Text(load_default="", most=40)


class OwnRoleSchema(Schema):
    """A role, the code of the area it holds in, and its last day; null: open.

    `label`: what its holder is called there, in the caller's language.
    """

    role = fields.String(required=True)
    area = fields.String(required=True)
    label = fields.String(required=True)
    until = fields.Date(required=True, allow_none=True)


class MeSchema(Schema):
    """Who is logged in; `csrf` goes back as the header `X-CSRF-Token` of every write.

    `needs`: what must be done before anything else: `password` (it was given by somebody else), `second_factor`, or null.
    `exports`: whether one's roles may take lists of cases away as a file.
    """

    id = fields.Integer(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Nested(OwnRoleSchema), required=True)
    csrf = fields.String(required=True)
    needs = fields.String(required=True, allow_none=True, validate=validate.OneOf([*NEEDS, None]))
    exports = fields.Boolean(required=True)


class OwnPasswordSchema(Schema):
    """The own password again."""

    password = password_field()


class FactorCodeSchema(Schema):
    """A code by the clock."""

    code = Text(required=True, least=1, most=40)


class PasswordAndCodeSchema(OwnPasswordSchema, FactorCodeSchema):
    """Both."""


class NewPasswordSchema(Schema):
    """The old and the new password."""

    old = password_field()
    new = password_field()


class FactorSchema(Schema):
    """Whether codes are asked for, whether one's roles ask for them, how many recovery codes are left."""

    on = fields.Boolean(required=True)
    required = fields.Boolean(required=True)
    recovery_codes = fields.Integer(required=True)


class BegunFactorSchema(Schema):
    """A secret in base32, the `otpauth://` address, and its QR as SVG."""

    secret = fields.String(required=True)
    address = fields.String(required=True)
    qr = fields.String(required=True)


class RecoveryCodesSchema(Schema):
    """Codes for when the phone is lost, each for one login."""

    recovery_codes = fields.List(fields.String(), required=True)


class SessionSchema(Schema):
    """One login; `device` in words, `this`: the one that asks."""

    id = fields.UUID(required=True)
    begun_at = UtcDateTime(required=True)
    seen_at = UtcDateTime(required=True)
    device = fields.String(required=True)
    this = fields.Boolean(required=True)


class SessionsSchema(Schema):
    """All of one's own."""

    items = fields.List(fields.Nested(SessionSchema), required=True)


class AppointmentSchema(Schema):
    """A role in an area for a term: from the day `from` (today) to the end of the day `until` (open)."""

    role = Known(*ROLES, required=True)
    area = Text(required=True, least=6, most=12)
    since = fields.Date(data_key="from", load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)


class NewAccountSchema(Schema):
    """Somebody new."""

    login = fields.String(
        required=True,
        validate=validate.Regexp(r"^[a-z0-9][a-z0-9_.-]{1,39}\Z", error="Not a login: 2 to 40 of a-z, 0-9, _ . -"),
    )
    name = Text(required=True, least=1, most=40)
    roles = fields.List(fields.Nested(AppointmentSchema), required=True, validate=Between(1, MOST_ROLES, "length"))


class ProfileSchema(Schema):
    """What kinds of person somebody is (人员画像), what they are good at, which languages and dialects they speak."""

    kinds = fields.List(Known(*KINDS), load_default=list, validate=validate.Length(max=len(KINDS)))
    speciality = Text(load_default="", most=MOST_SPECIALITY)
    languages = fields.List(
        Text(least=1, most=MOST_LANGUAGE), load_default=list, validate=validate.Length(max=MOST_LANGUAGES)
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Profile:
        """Return the profile."""
        return Profile(in_order(data["kinds"]), data["speciality"], tuple(dict.fromkeys(data["languages"])))


class PhoneSchema(Schema):
    """A phone number of eleven digits; the empty text takes it away."""

    phone = fields.String(required=True, validate=validate.Regexp(r"^(1[3-9][0-9]{9})?\Z"))


class LabelSchema(Schema):
    """A word of ours and what it is called, in the caller's language."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class ShownProfileSchema(Schema):
    """A profile as it is shown."""

    kinds = fields.List(fields.Nested(LabelSchema), required=True)
    speciality = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)


class KnownSchema(ShownProfileSchema):
    """Somebody who may be asked to mediate or to convene."""

    name = fields.String(required=True)


class KnownPeopleSchema(Schema):
    """Everybody of a kind, by name."""

    items = fields.List(fields.Nested(KnownSchema), required=True)


class KnownQuerySchema(Schema):
    """Of which kind."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    kind = Known(*KINDS, required=True)


class HeldRoleSchema(Schema):
    """A role of somebody: `coming`, `waiting` to be confirmed, `held`, or `ended`."""

    id = fields.Integer(required=True)
    role = fields.String(required=True)
    area = fields.String(required=True)
    label = fields.String(required=True)
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))


class AccountSchema(Schema):
    """An account as its administrators see it."""

    id = fields.Integer(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    created_at = UtcDateTime(required=True)
    locked = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)
    password_once = fields.Boolean(required=True)
    second_factor = fields.Boolean(required=True)
    roles = fields.List(fields.Nested(HeldRoleSchema), required=True)
    profile = fields.Nested(ShownProfileSchema, required=True)


class OneTimePasswordSchema(Schema):
    """A password for one login, told this once."""

    password = fields.String(required=True)


class MadeAccountSchema(AccountSchema, OneTimePasswordSchema):
    """A new account with its password for one login."""


class ImportQuerySchema(Schema):
    """Whether to check only."""

    dry_run = fields.Boolean(load_default=False)


class PeopleFileSchema(Schema):
    """An XLSX or CSV."""

    file = Upload(required=True)


class GivenPasswordSchema(OneTimePasswordSchema):
    """Somebody of the list with the password for one login."""

    id = fields.Integer(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)


class ImportedPeopleSchema(Schema):
    """Everybody who was made; after `dry_run` nobody."""

    items = fields.List(fields.Nested(GivenPasswordSchema), required=True)


class RefusedRowSchema(Schema):
    """One thing to be put right; `row`: counted as the sheet counts them, null where the whole file is meant."""

    row = fields.Integer(required=True, allow_none=True)
    login = fields.String(required=True)
    what = fields.String(required=True)


class RefusedRowsSchema(ProblemSchema):
    """A problem with every row that is to be put right."""

    rows = fields.List(fields.Nested(RefusedRowSchema))


class AccountsQuerySchema(Schema):
    """A page. `q`: part of a name or login; `role`: who holds it; `kind`: 人员画像; `locked`, `waiting` (for a confirmation): only those."""

    q = Text(load_default="", most=40)
    role = Known(*ROLES, load_default=None)
    kind = Known(*KINDS, load_default=None)
    locked = fields.Boolean(load_default=False)
    waiting = fields.Boolean(load_default=False)
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=Between(1, MOST))


class AccountsSchema(Schema):
    """A page of accounts; `next`: the cursor of the one after it, or null."""

    items = fields.List(fields.Nested(AccountSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def me_wire(viewer: Viewer, export_roles: Collection[str]) -> dict[str, Any]:
    """Return a viewer as the wire has it."""
    return {
        "exports": viewer.holds(*export_roles),
        "id": viewer.id,
        "login": viewer.login,
        "name": viewer.name,
        "roles": [
            {
                "role": held.role,
                "area": held.area,
                "label": say(role_label(held.role, held.prefix)),
                "until": held.until,
            }
            for held in viewer.roles
        ],
        "csrf": viewer.csrf,
        "needs": viewer.needs,
    }


def session_wire(opened: Opened) -> dict[str, Any]:
    """Return a session as the wire has it; the kind of device in the caller's language."""
    return vars(opened) | {"device": "·".join(say(word) for word in opened.device.split()) or say("未知设备")}


def account_wire(listed: Listed) -> dict[str, Any]:
    """Return an account as the wire has it."""
    return vars(listed) | {"roles": [role_wire(each) for each in listed.roles], "profile": profile_wire(listed.profile)}


def profile_wire(profile: Profile) -> dict[str, Any]:
    """Return a profile as the wire has it."""
    return vars(profile) | {"kinds": [{"code": kind, "label": say(KINDS[kind])} for kind in profile.kinds]}


def role_wire(held: HeldRole) -> dict[str, Any]:
    """Return a role of somebody as the wire has it."""
    return vars(held) | {"label": say(role_label(held.role, prefix_of(held.area)))}
