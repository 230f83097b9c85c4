"""`zhitong codes …` and `zhitong posters`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import track
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.categories import service as categories
from backend.clock import today
from backend.codes import service
from backend.codes.domain import UNSURE, Kind, spaced
from backend.codes.service.posters import ASK, Poster, PosterError, draw
from backend.db import Database
from backend.settings import Settings

STATIONS = text("select id, kind from station where closed_on is null and (:code = '' or code = :code) order by id")
DEPUTIES = text("select id from deputy where :code = '' or code = :code order by id")
Target = tuple[Kind, int]
about = click.option("--category", default="", help="Code of the category it asks about, e.g. land; chosen beforehand.")


@click.group()
@click.pass_obj
def codes(settings: Settings) -> None:
    """Codes behind the QR of posters."""
    service.use_keys(settings)


@codes.command()
@click.option("--station", default="", help="Code of one station or post.")
@click.option("--deputy", default="", help="Code of one deputy.")
@click.option("--all", "everyone", is_flag=True, help="Every station, post and deputy.")
@about
@click.pass_obj
def issue(settings: Settings, station: str, deputy: str, everyone: bool, category: str) -> None:
    """Issue codes; who has one that counts keeps it. With --category: another code, which asks about that."""
    with Database(settings.database_url).transaction() as session:
        asks = asked_about(session, category)
        for kind, target_id in track(wanted(session, station, deputy, everyone), "issuing", transient=True):
            code = service.issue(session, kind, target_id, asks)
            target = service.resolve(session, code)
            told = [spaced(code), f"{settings.public_url}/c/{code}", target.name if target else "", asks or ""]
            click.echo("\t".join(told).rstrip("\t"))


@codes.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why it is ended; goes into the record.")
@click.pass_obj
def revoke(settings: Settings, code: str, reason: str) -> None:
    """End a code at once; `issue` then gives a new one."""
    with Database(settings.database_url).transaction() as session:
        service.revoke(session, code, reason)
    click.echo("revoked")


@click.command()
@click.option("--station", default="", help="Code of one station or post.")
@click.option("--deputy", default="", help="Code of one deputy.")
@click.option("--all", "everyone", is_flag=True, help="Every station, post and deputy.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the PDFs.")
@about
@click.pass_obj
def posters(settings: Settings, station: str, deputy: str, everyone: bool, out: Path, category: str) -> None:
    """Draw posters (A4 PDF, one a file); issues a code where there is none."""
    service.use_keys(settings)
    out.mkdir(parents=True, exist_ok=True)
    with Database(settings.database_url).transaction() as session:
        asks = asked_about(session, category)
        targets = wanted(session, station, deputy, everyone)
        for kind, target_id in track(targets, "drawing", transient=True):
            code = service.issue(session, kind, target_id, asks)
            try:
                pdf = draw([poster_of(session, settings.public_url, code)])
            except PosterError as error:
                raise click.ClickException(str(error)) from error
            (out / f"{code}.pdf").write_bytes(pdf)
            click.echo(str(out / f"{code}.pdf"))


def wanted(session: Session, station: str, deputy: str, everyone: bool) -> list[Target]:
    """Return the targets that the options name.

    Raises click.UsageError when they name none.
    """
    if not (station or deputy or everyone):
        raise click.UsageError("name --station, --deputy or --all")
    found = [*_stations(session, station, everyone), *_deputies(session, deputy, everyone)]
    if not found:
        raise click.UsageError(f"nothing has the code {station or deputy or '(any)'}")
    return found


def asked_about(session: Session, category: str) -> str | None:
    """Return the code of a category in use, None when none is named.

    Raises click.UsageError, with those there are, for any other.
    """
    known = {each.code: each.name for each in categories.all_current(session, today()) if each.code != UNSURE}
    if category and category not in known:
        listed = ", ".join(f"{code} {name}" for code, name in known.items())
        raise click.UsageError(f"--category {category}: no category to ask about; there are {listed}")
    return category or None


def poster_of(session: Session, public_url: str, code: str) -> Poster:
    """Return what stands on the poster of `code`."""
    target = service.resolve(session, code)
    if target is None:
        raise click.ClickException(f"{code}: no such code")
    station, asks = target.station, service.preset(session, target).category
    if target.kind == "deputy":
        name, where = f"人大代表{target.name}", "代表本人，和离您说的地方最近的站点"
    else:
        name, where = target.name, f"{target.name}；在别处的事，送到离那里最近的站点"
    return Poster(
        name, code, f"{public_url}/c/{code}", where, station.hours if station else "", station.phone if station else "",
        f"反映{asks.name}问题请扫码" if asks else ASK,
    )  # fmt: skip


def _stations(session: Session, code: str, everyone: bool) -> Iterator[Target]:
    if code or everyone:
        for row in session.execute(STATIONS, {"code": code}):
            yield ("post" if row.kind == "collection_post" else "station"), row.id


def _deputies(session: Session, code: str, everyone: bool) -> Iterator[Target]:
    if code or everyone:
        for row in session.execute(DEPUTIES, {"code": code}):
            yield "deputy", row.id


COMMANDS = (codes, posters)
