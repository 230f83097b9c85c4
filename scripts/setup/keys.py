"""The secrets of this installation: made once, kept in one file that only its owner may read, handed on as environment."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from .places import Places

# The order of the curve P-256: a private key of web push (VAPID) is any number from 1 below it.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
KEYS = ("ZHITONG_SECRET_KEY", "ZHITONG_CONTACT_KEY", "ZHITONG_AUDIT_KEY")
OWNER_PASSWORD = "ZHITONG_OWNER_PASSWORD"
VAPID_KEY = "ZHITONG_VAPID_PRIVATE_KEY"


def load(places: Places) -> dict[str, str]:
    """Return the secrets by their names in the environment, making what is missing; what the environment sets wins."""
    path = places.var / "secrets.env"
    known = read(path)
    missing = {name: _key() for name in (*KEYS, OWNER_PASSWORD) if name not in known}
    if VAPID_KEY not in known:
        missing[VAPID_KEY] = _p256_key()
    if missing:
        known.update(missing)
        write(path, known)
    return {name: os.environ.get(name) or value for name, value in known.items()}


def _key() -> str:
    return _text(secrets.token_bytes(32))


def _p256_key() -> str:
    return _text((secrets.randbelow(P256_ORDER - 1) + 1).to_bytes(32, "big"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read(path: Path) -> dict[str, str]:
    """Return the lines `name=value` of a file; none when there is no file."""
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(path: Path, known: dict[str, str]) -> None:
    """Write lines `name=value` for the owner's eyes only, all of them or none."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in known.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
