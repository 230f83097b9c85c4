"""The parts of the set-up that decide something: secrets, stamps, which index, which user, what a certificate names."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from backend.db import Database
from backend.settings import Settings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from setup import chromium, keys, running, wheels  # noqa: E402 - the folder of the scripts is no package of ours
from setup.cluster import DURABLE, LONGEST_SOCKET, Cluster  # noqa: E402
from setup.places import Places, content_hash, locked  # noqa: E402
from setup.postgres import Programs  # noqa: E402
from setup.say import SetupError  # noqa: E402
from setup.shell import wrapper  # noqa: E402


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A state folder of its own; the secrets of whoever runs the tests are out of sight."""
    for name in (*keys.KEYS, keys.VAPID_KEY, keys.OWNER_PASSWORD):
        monkeypatch.delenv(name, raising=False)
    return Places(ROOT, tmp_path)


def test_secrets_are_made_once_and_for_their_owner_only(places: Places) -> None:
    made = keys.load(places)
    assert keys.load(places) == made
    assert (places.var / "secrets.env").stat().st_mode & 0o777 == 0o600
    raw = {name: base64.urlsafe_b64decode(value + "=") for name, value in made.items()}
    assert all(len(value) == 32 for value in raw.values())
    assert len(set(raw.values())) == len(raw)
    ec.derive_private_key(int.from_bytes(raw[keys.VAPID_KEY], "big"), ec.SECP256R1())


def test_the_environment_has_the_last_word_on_a_secret(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHITONG_CONTACT_KEY", "from-the-vault")
    assert keys.load(places)["ZHITONG_CONTACT_KEY"] == "from-the-vault"
    assert "from-the-vault" not in (places.var / "secrets.env").read_text()


def test_a_browser_that_was_wrapped_before_is_not_taken_for_the_systems(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell that `scripts/env` has set up finds our own wrapper first; wrapped again it would start itself for ever."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for folder in (places.bin, theirs):
        monkeypatch.setenv("PATH", str(folder))
        wrapper(folder / "chromium", Path("/bin/true"), {})
        assert chromium._system(places) == (None if folder == places.bin else folder / "chromium")


def test_the_command_line_finds_what_is_running_and_nothing_else(
    places: Places, settings: Settings, owner: Database, tmp_path: Path
) -> None:
    table = tmp_path / "areas.csv"
    table.write_text("code,name,level,parent_code\n620000,甘肃省,province,\n", "utf-8")
    line = [sys.executable, ROOT / "scripts/zhitong", "areas", "import", table.name]
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ZHITONG_", "DATABASE_"))}
    env = bare | {"ZHITONG_VAR": str(places.var)}

    def answer() -> tuple[int, str]:
        done = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    told = {**keys.load(places), "ZHITONG_VAR": str(places.var), "DATABASE_URL": settings.database_url}
    with running.told(places, told):
        assert (places.var / "running.env").stat().st_mode & 0o777 == 0o600
        assert answer()[0] == 1, "nobody holds the state folder: the file was left behind"
        with locked(places.var, "busy", wait=False):
            code, said = answer()
            assert (code, "1 areas, 1 added, 0 changed" in said) == (0, True), said
    with locked(places.var, "busy", wait=False):
        code, said = answer()
    assert (code, "start scripts/run" in said) == (1, True)
    with owner.transaction() as session:
        assert session.scalars(text("select code from area")).all() == ["620000"]


def test_a_missing_secret_is_added_and_the_others_stay(places: Places) -> None:
    made = keys.load(places)
    file = places.var / "secrets.env"
    kept = [line for line in file.read_text().splitlines() if not line.startswith("ZHITONG_AUDIT_KEY")]
    file.write_text("\n".join(kept) + "\n")
    again = keys.load(places)
    assert again["ZHITONG_SECRET_KEY"] == made["ZHITONG_SECRET_KEY"]
    assert again["ZHITONG_AUDIT_KEY"] != made["ZHITONG_AUDIT_KEY"]


def test_a_stamp_knows_content_and_names(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    before = content_hash([one, two])
    assert content_hash([two, one]) == before
    one.write_text("b")
    two.write_text("a")
    assert content_hash([one, two]) != before


def test_a_state_folder_serves_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path, "busy"), pytest.raises(SetupError, match="busy"), locked(tmp_path, "busy", wait=False):
        pass
    with locked(tmp_path, "busy", wait=False):
        pass


def test_the_socket_stays_short_however_deep_the_state_folder_lies(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["deep" * 10] * 4)
    shallow = Cluster(Path("/srv/z/var/cluster"), Programs(Path("/bin")), DURABLE)
    lost = Cluster(deep, Programs(Path("/bin")), DURABLE)
    other = Cluster(deep / "x", Programs(Path("/bin")), DURABLE)
    assert shallow.socket == shallow.folder / "socket"
    assert len(os.fsencode(lost.socket)) <= LONGEST_SOCKET
    assert lost.socket != other.socket


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """Serve a package index on loopback; the test fills in its pages."""
    pages: dict[str, bytes] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
    yield pages
    server.shutdown()
    thread.join()
    server.server_close()


def packed(name: str) -> bytes:
    """A wheel with one program in it that may be executed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, "#!/bin/sh\necho well\n")
    return buffer.getvalue()


def test_a_wheel_comes_from_the_index_this_machine_uses(index: dict[str, bytes], tmp_path: Path) -> None:
    data = packed("bin/tool")
    wheel = wheels.Wheel("tool", "tool-1+b2-py3-none-any.whl", hashlib.sha256(data).hexdigest())
    link = html.escape("../../files/tool-1%2Bb2-py3-none-any.whl?a=1&b=2#sha256=00")
    index["/simple/tool/"] = f'<a href="{link}">tool</a>'.encode()
    index["/files/tool-1%2Bb2-py3-none-any.whl?a=1&b=2"] = data
    folder = wheels.unpack(wheel, tmp_path / "tool")
    assert subprocess.run([folder / "bin/tool"], capture_output=True, check=True).stdout == b"well\n"


def test_a_wheel_with_other_bytes_is_refused_and_nothing_stays(index: dict[str, bytes], tmp_path: Path) -> None:
    wheel = wheels.Wheel("tool", "tool.whl", hashlib.sha256(b"what was pinned").hexdigest())
    index["/simple/tool/"] = b'<a href="/tool.whl">tool</a>'
    index["/tool.whl"] = packed("bin/tool")
    with pytest.raises(SetupError, match="not the pinned file"):
        wheels.unpack(wheel, tmp_path / "tool")
    assert not (tmp_path / "tool").exists()


def test_pip_s_own_configuration_names_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setattr(wheels, "PIP_FILES", ())
    assert wheels.index() == "https://mirror.example/simple/"


def test_the_certificate_names_the_address_and_its_authority_stays(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    tls = [sys.executable, ROOT / "scripts/setup/tls.py", folder]
    subprocess.run([*tls, "192.0.2.7"], check=True)
    authority, first = (folder / "ca.crt").read_bytes(), (folder / "server.crt").read_bytes()
    subprocess.run([*tls, "192.0.2.7"], check=True)
    assert (folder / "server.crt").read_bytes() == first
    subprocess.run([*tls, "192.0.2.8"], check=True)
    assert (folder / "ca.crt").read_bytes() == authority
    server = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    server.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.0.2.8" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    assert (folder / "server.key").stat().st_mode & 0o777 == 0o600
