"""Running other programs: quietly while they work, with their last words when they fail."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .say import SetupError

TAIL = 25
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def call(
    args: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    what: str = "",
) -> str:
    """Run `args` with `env` added to the environment and return what it printed.

    Raises SetupError with the last lines of its output when it fails or does not exist.
    """
    name = what or Path(str(args[0])).name
    try:
        done = subprocess.run(
            [str(arg) for arg in args],
            env={**os.environ, **(env or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{name} could not be started: {error}") from error
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-TAIL:])
        raise SetupError(f"{name} failed ({done.returncode}):\n{tail}")
    return done.stdout


def works(args: Sequence[str | Path]) -> bool:
    """Tell whether a program runs and ends well, without a sound."""
    try:
        done = subprocess.run(
            [str(arg) for arg in args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def certificates() -> Path | None:
    """Return the bundle of certificate authorities this system trusts, or None when it has none."""
    named = os.environ.get("SSL_CERT_FILE")
    for path in [named] if named else BUNDLES:
        if Path(path).is_file():
            return Path(path)
    return None


def wrapper(path: Path, program: Path, env: Mapping[str, str]) -> Path:
    """Write a small program at `path` that starts `program` with `env` set; return `path`."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in env.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join(["#!/bin/sh", *lines, f'exec {shlex.quote(str(program))} "$@"', ""]))
    fresh.chmod(0o755)
    fresh.replace(path)
    return path
