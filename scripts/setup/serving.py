"""From a prepared machine to a running demo: keys, database, schema, demo data, web server and worker."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import subprocess
import time
from pathlib import Path

from . import authorities, children, database, keys, node, python, running
from .places import Places, locked
from .say import SetupError, note, step
from .shell import call

LOOPBACK = "127.0.0.1"
ANYWHERE = "0.0.0.0"


def run(places: Places, *, lan: bool) -> None:
    """Set everything up and serve until Ctrl-C; `lan` opens it, over TLS, to the local network."""
    begun = time.monotonic()
    children.stop_on_signals()
    busy = f"Zhitong is already running from {places.var}; ZHITONG_VAR and ZHITONG_PORT make room for a second one"
    with locked(places.var, busy, wait=False):
        host = ANYWHERE if lan else os.environ.get("ZHITONG_HOST") or LOOPBACK
        port = int(os.environ.get("ZHITONG_PORT") or 8000)
        for needed in (port, port + 1) if lan else (port,):
            children.free(host, needed)
        with places.alone():
            authorities.prepare(places)
            interpreter = python.prepare(places)
            node.Node(places).build()
        settings = {**keys.load(places), "ZHITONG_VAR": str(places.var), "ZHITONG_DEMO": "1"}
        settings |= {"ZHITONG_HOST": host, "ZHITONG_PORT": str(port)}
        options = _certificate(places, interpreter, settings) if lan else []
        with database.for_people(places, settings[keys.OWNER_PASSWORD]) as url:
            _serve(places, {**settings, "DATABASE_URL": url}, options, begun)


def _serve(places: Places, settings: dict[str, str], options: list[str], begun: float) -> None:
    zhitong = places.venv / "bin/zhitong"
    env = {**os.environ, **settings}
    with step("Zhitong: bringing the database to the newest version"):
        call([zhitong, "migrate", "--demo-anew"], env=settings, cwd=places.root, what="zhitong migrate")
    note("• Zhitong: the demo counties")
    _shown([zhitong, "demo"], env, places.root)
    with running.told(places, settings), children.Children(settings, places.root) as started:
        started.start("web server", [zhitong, "serve", *options])
        started.start("worker", [zhitong, "worker"])
        host = settings["ZHITONG_HOST"]
        started.wait_until_open(LOOPBACK if host == ANYWHERE else host, int(settings["ZHITONG_PORT"]))
        _shown([zhitong, "demo", "--print"], env, places.root)
        if options:
            _tell_phones(places, settings, started)
        note(f"Ready after {time.monotonic() - begun:.0f} s. Ctrl-C stops everything.")
        started.watch()


def _tell_phones(places: Places, settings: dict[str, str], started: children.Children) -> None:
    """Offer the authority's certificate, and nothing else, without TLS: a phone must trust it before all the rest."""
    certificate, port = places.var / "tls/ca.crt", int(settings["ZHITONG_PORT"]) + 1
    door = places.root / "scripts/setup/door.py"
    started.start("door for certificates", [places.venv / "bin/python", door, certificate, str(port)])
    address = settings["ZHITONG_PUBLIC_URL"].removeprefix("https://").rpartition(":")[0]
    note(f"A phone must trust this machine first: open http://{address}:{port}/ca.crt on it, install the file as a CA")
    note("certificate (Android: Settings → Security → Encryption & credentials), and compare its SHA-256 fingerprint:")
    note(f"    {fingerprint(certificate)}")


def fingerprint(certificate: Path) -> str:
    """Return the SHA-256 fingerprint of a PEM certificate, as phones show it."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _shown(args: list[str | Path], env: dict[str, str], cwd: Path) -> None:
    """Run a program that talks to the person itself, progress bars and all."""
    done = subprocess.run([str(arg) for arg in args], env=env, cwd=cwd, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupError(f"{' '.join(str(arg) for arg in args)} failed ({done.returncode})")


def _certificate(places: Places, interpreter: Path, settings: dict[str, str]) -> list[str]:
    """Make the certificate for this machine's address, point the printed codes there, return the server's options."""
    address = _address()
    folder = places.var / "tls"
    with step(f"TLS: a certificate for {address}"):
        call([interpreter, places.root / "scripts/setup/tls.py", folder, address])
    settings["ZHITONG_PUBLIC_URL"] = f"https://{address}:{settings['ZHITONG_PORT']}"
    return ["--certfile", str(folder / "server.crt"), "--keyfile", str(folder / "server.key")]


def _address() -> str:
    """Return this machine's address in the local network: the one a packet to the outside would carry; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError as error:
            raise SetupError("this machine has no address in a network, so --lan cannot serve one") from error
