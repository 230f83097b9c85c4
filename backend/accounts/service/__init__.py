"""Logging in and what follows from it; people, their roles and terms; what their administrators do."""

from backend.accounts.service import administrators, factor, links, profiles
from backend.accounts.service.imports import GivenPassword, import_people
from backend.accounts.service.login import (
    Found,
    Person,
    close_session,
    digest,
    find_login,
    fits,
    hasher,
    open_session,
    person_of,
)
from backend.accounts.service.people import (
    add,
    appoint,
    create,
    create_once,
    disable,
    dismiss,
    dismiss_from,
    enrol,
    id_of,
    set_password,
)
from backend.accounts.service.sessions import change_password, end_session, end_sessions, sessions_of

__all__ = [
    "Found", "GivenPassword", "Person", "add", "administrators", "appoint", "change_password", "close_session", "create",
    "create_once", "digest", "disable", "dismiss", "dismiss_from", "end_session", "end_sessions", "enrol", "factor", "find_login",
    "fits", "hasher", "id_of", "import_people", "links", "open_session", "person_of", "profiles", "sessions_of", "set_password",
]  # fmt: skip
