"""What a role, a term, a password and a second factor are: pure."""

from backend.accounts.domain.devices import BROWSERS, SYSTEMS, UNKNOWN, device_of
from backend.accounts.domain.passwords import (
    LEAST,
    LEAST_ADMINISTRATOR,
    MOST,
    check_password,
    common_passwords,
    password_for_one_login,
)
from backend.accounts.domain.people import HeldRole, Listed, Opened, state_of
from backend.accounts.domain.roles import (
    ADMINISTRATORS,
    CONGRESS,
    HEADS,
    ROLES,
    Appointment,
    Term,
    check_known,
    check_role,
    check_term,
    check_together,
    role_label,
)

__all__ = [
    "ADMINISTRATORS", "BROWSERS", "CONGRESS", "HEADS", "LEAST", "LEAST_ADMINISTRATOR", "MOST", "ROLES", "SYSTEMS", "UNKNOWN",
    "Appointment", "HeldRole", "Listed", "Opened", "Term", "check_known", "check_password", "check_role", "check_term", "check_together",
    "common_passwords", "device_of", "password_for_one_login", "role_label", "state_of",
]  # fmt: skip
