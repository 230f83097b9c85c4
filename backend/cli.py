"""`zhitong`: the command line."""

from __future__ import annotations

import click

from backend.audit.service import use_key
from backend.db import Database
from backend.db.check import Finding, is_demo
from backend.db.check import check as check_server
from backend.db.schema import OtherTextError
from backend.db.schema import migrate as migrate_database
from backend.errors import Refusal
from backend.http.words import say
from backend.rooms import load, load_models
from backend.settings import SettingError, Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEMO_DATA = (
    "this database holds the demo, whose passwords are public: set ZHITONG_DEMO=1 to show it on this machine,"
    " or name another database in DATABASE_URL"
)
OTHER_TEXT = (
    "this database was made by an earlier version, from which nothing leads here before the first release: go on with that"
    " version, or name an empty database in DATABASE_URL"
)
NOT_SECURE = (
    "logins would travel in the clear: set ZHITONG_PUBLIC_URL to the https:// address people open"
    " (TLS by a proxy in front, or by --certfile and --keyfile)"
)


class Shell(click.Group):
    """A group that tells refusals and setting errors as one line, not as a trace."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(say(refusal.title, **refusal.params)) from refusal
        except SettingError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Shell)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Zhitong 直通: legislative contact points joined with grid governance."""
    ctx.obj = Settings.from_environment()
    use_key(ctx.obj.audit_key)


@main.command()
@click.option("--demo-anew", is_flag=True, help="Empty a demo that an earlier version made, and make it again.")
@click.pass_obj
def migrate(settings: Settings, *, demo_anew: bool) -> None:
    """Bring the database to the newest version; may be repeated."""
    try:
        if migrate_database(settings, demo_anew=demo_anew):
            click.echo("the demo was made by an earlier version: it was emptied and is made anew")
    except OtherTextError as error:
        raise click.ClickException(OTHER_TEXT) from error
    click.echo("the database is up to date")


@main.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Check the database server; exit code 1 when it would lose or leak what it is given."""
    findings = findings_of(settings)
    for finding in findings:
        click.echo(f"{'refused' if finding.fatal else 'warning'}: {finding.line}")
    if any(finding.fatal for finding in findings):
        raise SystemExit(1)
    click.echo("the database server is fit for use")


def findings_of(settings: Settings) -> list[Finding]:
    """Return what is wrong with the server, in the application's own role, whose settings are those of the intake."""
    database = Database(settings.app_database_url)
    try:
        with database.transaction() as session:
            found = list(check_server(session, settings.roles))
            if is_demo(session) and not settings.demo:
                found.append(Finding(fatal=True, line=DEMO_DATA))
            return found
    finally:
        database.engine.dispose()


def refuse_unfit(settings: Settings) -> None:
    """Refuse to start on a server that would lose what it is given, or with the demo's data as if they were people's.

    The server of a test may be unsafe; the demo's passwords are public there too. Raises ClickException naming every reason.
    """
    fatal = [finding.line for finding in findings_of(settings) if finding.fatal]
    reasons = [line for line in fatal if line == DEMO_DATA or not settings.unsafe_server]
    if reasons:
        raise click.ClickException("\n".join(reasons))


def refuse_exposed(settings: Settings, *, tls: bool) -> None:
    """Refuse to serve what strangers could walk into: public passwords, or logins that travel in the clear.

    `tls`: whether this server itself speaks TLS. Raises ClickException.
    """
    loopback = settings.host in LOOPBACK
    if settings.demo and not loopback and not tls:
        raise click.ClickException("the demo has public passwords: it binds to loopback, or serves TLS with --lan")
    if not settings.secure and not (settings.demo and loopback):
        raise click.ClickException(NOT_SECURE)


@main.command()
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Threads a process: requests at work, not connections.")
@click.option("--keep-alive", default=5, show_default=True, help="Seconds a connection may rest between two requests.")
@click.option("--certfile", type=click.Path(exists=True), help="TLS certificate (PEM).")
@click.option("--keyfile", type=click.Path(exists=True), help="Its key (PEM).")
@click.pass_obj
def serve(
    settings: Settings, workers: int, threads: int, keep_alive: int, certfile: str | None, keyfile: str | None
) -> None:
    """Serve the three faces and the API."""
    refuse_unfit(settings)
    refuse_exposed(settings, tls=bool(certfile and keyfile))
    # loaded for this one command
    from backend.app import DEAR, create_watching_app  # noqa: PLC0415
    from backend.http.gate import dear_threads  # noqa: PLC0415
    from backend.http.server import Server  # noqa: PLC0415

    options = {
        "bind": f"{settings.host}:{settings.port}", "workers": workers,
        "timeout": 60, "graceful_timeout": 10, "keepalive": keep_alive, "control_socket_disable": True,
        "limit_request_line": 4094, "limit_request_field_size": 8190,
        "worker_tmp_dir": str(settings.var), "forwarded_allow_ips": "",
    }  # fmt: skip
    if certfile and keyfile:
        options |= {"certfile": certfile, "keyfile": keyfile}
    Server(
        lambda: create_watching_app(settings, pool=threads + dear_threads(threads) + 2),
        threads=threads,
        dear=DEAR,
        addresses_are_callers=not settings.trusted_proxies,
        options=options,
    ).run()


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Run the errands: pushes, sweeps, seals."""
    from backend.worker import Working, make_worker  # noqa: PLC0415 - psycopg 3 is loaded for this one command

    Working(make_worker(settings), settings.worker_database_url).run()


def add_rooms() -> None:
    """Add the commands each room names in `commands.COMMANDS`."""
    load_models()
    for module in load("commands"):
        for command in module.COMMANDS:
            main.add_command(command)


add_rooms()
if __name__ == "__main__":
    main()
