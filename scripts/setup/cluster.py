"""A private PostgreSQL cluster in the state folder: unix socket only, started and stopped with the program that uses it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .places import Places
from .postgres import Programs
from .say import SetupError, step
from .shell import call, works
from .unprivileged import RunAs, run_as

OWNER = "zhitong"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
ALWAYS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "timezone": "'UTC'",
    "jit": "off",
    "logging_collector": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "100"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "max_wal_size": "'2GB'",
}


@dataclass(frozen=True)
class Cluster:
    """One private cluster. `settings` are DURABLE for people's data and FAST for tests, which have nothing to lose."""

    folder: Path
    programs: Programs
    settings: dict[str, str]
    password: str = ""

    @classmethod
    def at(cls, places: Places, name: str, programs: Programs, settings: dict[str, str], password: str = "") -> Cluster:
        """Return the cluster called `name` in the state folder."""
        return cls(places.var / name, programs, settings, password)

    def url(self, database: str) -> str:
        """Return the owner's URL of `database`."""
        secret = f":{quote(self.password)}" if self.password else ""
        return f"postgresql://{OWNER}{secret}@/{database}?host={quote(str(self.socket), safe='/')}"

    @property
    def socket(self) -> Path:
        """The folder of the unix socket; short even when the state folder lies deep, for the kernel allows 107 bytes."""
        plain = self.folder / "socket"
        if len(os.fsencode(plain)) <= LONGEST_SOCKET:
            return plain
        digest = hashlib.sha256(os.fsencode(plain)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"zhitong-{os.geteuid()}-{digest}"

    def running(self) -> bool:
        """Tell whether the server is up."""
        return works(self._line("pg_ctl", "-D", self.folder / "data", "status")) if self._made() else False

    def start(self) -> None:
        """Make the cluster if there is none and start it; does nothing when it is up."""
        if self.running():
            return
        if not self._made():
            with step(f"Database: making a private cluster in {self.folder}"):
                self._make()
        self._folder(self.socket)
        config = "".join(f"{key} = {value}\n" for key, value in {**ALWAYS, **self.settings}.items())
        config += "unix_socket_directories = '{}'\n".format(str(self.socket).replace("'", "''"))
        self._write(self.folder / "data/postgresql.auto.conf", config)
        with step("Database: starting PostgreSQL"):
            log = self.folder / "log"
            try:
                self._run("pg_ctl", "-D", self.folder / "data", "-l", log, "-w", "-t", "120", "start")
            except SetupError as error:
                tail = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
                raise SetupError("\n    ".join([str(error), *tail])) from error

    def stop(self) -> None:
        """Stop the server, letting what is committed reach the disk; waits until it is down."""
        if self.running():
            with step("Database: stopping PostgreSQL"):
                self._run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "-t", "120", "stop")

    @contextlib.contextmanager
    def up(self) -> Iterator[None]:
        """Have the server running; the last of those who use it at once stops it, unless it is to be kept."""
        self._folder(self.folder)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            self.start()
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not self.kept.exists():
                    self.stop()
            os.close(handle)

    @property
    def kept(self) -> Path:
        """A file that says that somebody wants the server to stay up."""
        return self.folder / "kept"

    def database(self, name: str) -> str:
        """Create the database `name` if there is none and return the owner's URL of it."""
        there = self._psql(f"SELECT count(*) FROM pg_database WHERE datname = '{name}'").strip()
        if there == "0":
            self._psql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def _psql(self, statement: str) -> str:
        psql = self.programs.bin / "psql"
        options = ("-XAtq", "-v", "ON_ERROR_STOP=1")
        return call([psql, *options, "-c", statement, self.url("postgres")], env=self.programs.env)

    def _made(self) -> bool:
        return (self.folder / "data/PG_VERSION").exists()

    def _make(self) -> None:
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._folder(self.folder)
        options: list[str | Path] = ["-D", fresh, "-U", OWNER, "--encoding=UTF8", "--locale=C.UTF-8"]
        options += ["--data-checksums"] if self.settings["fsync"] == "on" else ["--no-sync"]
        if self.password:
            secret = self.folder / "password"
            self._write(secret, f"{self.password}\n")
            options += ["--auth=scram-sha-256", f"--pwfile={secret}"]
        else:
            options += ["--auth=trust"]
        self._run("initdb", *options)
        (self.folder / "password").unlink(missing_ok=True)
        fresh.rename(self.folder / "data")

    def _folder(self, path: Path) -> None:
        """Make a folder only the server's user may enter; a foreign one in its place is refused."""
        who = self._who()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), who.uid}:
            raise SetupError(f"{path} belongs to somebody else; remove it")
        path.chmod(0o700)
        os.chown(path, who.uid, who.gid)

    def _write(self, path: Path, content: str) -> None:
        path.write_text(content)
        path.chmod(0o600)
        who = self._who()
        os.chown(path, who.uid, who.gid)

    def _who(self) -> RunAs:
        return run_as(self.folder)

    def _line(self, program: str, *args: str | Path) -> list[str | Path]:
        """The command line of a server program, as the right user and with its libraries."""
        env = [f"{name}={value}" for name, value in self.programs.env.items()]
        return [*self._who().prefix, "env", *env, self.programs.bin / program, *args]

    def _run(self, program: str, *args: str | Path) -> None:
        call(self._line(program, *args), cwd=Path("/"), what=program)
