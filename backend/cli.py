"""`zhitong`: the command line."""

from __future__ import annotations

import sys

import click

from backend.audit.service import use_key
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
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Threads a process.")
@click.option("--certfile", type=click.Path(exists=True), help="TLS certificate (PEM).")
@click.option("--keyfile", type=click.Path(exists=True), help="Its key (PEM).")
@click.pass_obj
def serve(settings: Settings, workers: int, threads: int, certfile: str | None, keyfile: str | None) -> None:
    """Serve the three faces and the API."""
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
