"""Certificate authorities for a system that has none: Debian's own package of them, unpacked into the state folder."""

from __future__ import annotations

import os

from . import packages
from .places import Places
from .say import SetupError
from .shell import certificates


def prepare(places: Places) -> None:
    """Make TLS possible for everything that follows; a system with certificates keeps its own."""
    if certificates():
        return
    bundle = places.var / "authorities.pem"
    if not bundle.is_file():
        if not packages.available():
            raise SetupError("this system has no certificate authorities: set SSL_CERT_FILE to a bundle of them")
        found = packages.Packages(places, "ca-certificates")
        if not found.ready():
            found.names("ca-certificates")
            found.fetch(["ca-certificates"])
        parts = sorted((found.root / "usr/share/ca-certificates/mozilla").glob("*.crt"))
        bundle.write_text("\n".join(part.read_text() for part in parts))
    os.environ["SSL_CERT_FILE"] = str(bundle)
