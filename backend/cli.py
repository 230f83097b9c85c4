"""`zhitong`: the command line."""

from __future__ import annotations

import sys

import click

from backend.audit.service import use_key
from backend.db import Database
from backend.db.check import Finding
from backend.db.check import check as check_server
from backend.db.schema import migrate as migrate_database
from backend.errors import Refusal
from backend.http.words import say
from backend.rooms import load, load_models
from backend.settings import SettingError, Settings


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
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database to the newest version; may be repeated."""
    migrate_database(settings)
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
            return list(check_server(session, settings.roles))
    finally:
        database.engine.dispose()


def refuse_unfit(settings: Settings) -> None:
    """Refuse to start on a server that would lose what it is given.

    Raises ClickException naming every reason.
    """
    reasons = [finding.line for finding in findings_of(settings) if finding.fatal]
    if reasons and not settings.unsafe_server:
        raise click.ClickException("\n".join(reasons))


@main.command()
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Threads a process.")
@click.option("--certfile", type=click.Path(exists=True), help="TLS certificate (PEM).")
@click.option("--keyfile", type=click.Path(exists=True), help="Its key (PEM).")
@click.pass_obj
def serve(settings: Settings, workers: int, threads: int, certfile: str | None, keyfile: str | None) -> None:
    """Serve the three faces and the API."""
    refuse_unfit(settings)
    from gunicorn.app.wsgiapp import WSGIApplication  # noqa: PLC0415 - a second's start for this one command

    if settings.demo and settings.host not in {"127.0.0.1", "::1", "localhost"} and not certfile:
        raise click.ClickException("the demo has public passwords: it binds to loopback, or serves TLS with --lan")
    sys.argv = [
        "zhitong", "backend.wsgi:app", "--bind", f"{settings.host}:{settings.port}",
        "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
        "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--no-control-socket",
        "--limit-request-line", "4094", "--limit-request-field_size", "8190",
        "--worker-tmp-dir", str(settings.var), "--forwarded-allow-ips", "",
    ]  # fmt: skip
    if certfile and keyfile:
        sys.argv += ["--certfile", certfile, "--keyfile", keyfile]
    WSGIApplication("%(prog)s").run()


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Run the errands: pushes, sweeps, seals."""
    from backend.worker import make_worker  # noqa: PLC0415 - psycopg 3 is loaded for this one command

    with make_worker(settings).open() as app:
        app.run_worker(concurrency=4, listen_notify=True)


def add_rooms() -> None:
    """Add the commands each room names in `commands.COMMANDS`."""
    load_models()
    for module in load("commands"):
        for command in module.COMMANDS:
            main.add_command(command)


add_rooms()
if __name__ == "__main__":
    main()
