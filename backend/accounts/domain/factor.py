"""The second factor: codes by the clock (RFC 6238), and recovery codes for when the phone is lost. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp

STEP = 30
# A phone's clock may be off by as much to either side, and a person is slow.
DRIFT = 1
RECOVERY_CODES = 10
ISSUER = "直通"
DIGITS = 6
# RFC 4648 without what looks alike when copied by hand.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 4


def new_secret() -> str:
    """Return a fresh secret: 160 bits in base32."""
    return pyotp.random_base32(32)


def address_of(secret: str, login: str) -> str:
    """Return the otpauth:// address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: float, *, after: int) -> int | None:
    """Return the step of thirty seconds whose code `code` is, None when it is none that counts.

    `at`: seconds since 1970. The steps beside the present one count too, those up to `after` were used and do not.
    """
    now = int(at) // STEP
    totp = pyotp.TOTP(secret)
    fitting = [
        step
        for step in range(max(now - DRIFT, 0), now + DRIFT + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "replace")) and step > after
    ]
    return fitting[0] if fitting else None


def is_clock_code(code: str) -> bool:
    """Return whether `code` has the form of a code by the clock, not that of a recovery code."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes, 80 bits each, in groups as they are copied by hand."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(key: bytes, code: str) -> bytes:
    """Return what is stored of a recovery code: a MAC, whatever the case, blanks and hyphens it is typed with."""
    bare = "".join(char for char in code.upper() if char.isalnum())
    return hmac.digest(key, b"recovery code\n" + bare.encode("utf-8", "replace"), hashlib.sha256)
