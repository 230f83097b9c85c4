"""`zhitong accounts …`."""

from __future__ import annotations

import csv
import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import service
from backend.accounts.domain import ROLES, Appointment, Term
from backend.accounts.domain.sheet import COLUMNS, LOGIN, OPTIONAL, plain
from backend.accounts.model import Account
from backend.db import Database
from backend.imports.domain import Outcome, Step, Table
from backend.imports.service import Day, encoded, read_sheet, run
from backend.settings import Settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def accounts() -> None:
    """People who log in."""


@accounts.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "roles", multiple=True, required=True, help=f"ROLE:AREA, ROLE one of {', '.join(ROLES)}.")
@click.password_option(help="At least 8 characters, 12 for administrators.")
@click.pass_obj
def create(settings: Settings, login: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Create an account."""
    pairs = [(role, area) for role, _, area in (text.partition(":") for text in roles)]
    with Database(settings.database_url).transaction() as session:
        service.create(session, login, name, password, pairs)
    click.echo(f"created {login}")


@accounts.command()
@click.argument("login")
@click.password_option()
@click.pass_obj
def passwd(settings: Settings, login: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    with Database(settings.database_url).transaction() as session:
        service.set_password(session, login, password)
    click.echo(f"password of {login} changed; all its sessions have ended")


@accounts.command()
@click.argument("login")
@click.pass_obj
def disable(settings: Settings, login: str) -> None:
    """Close an account; every session of it ends."""
    with Database(settings.database_url).transaction() as session:
        service.disable(session, login)
    click.echo(f"{login} is closed; all its sessions have ended")


@accounts.command()
@click.argument("login")
@click.argument("role")
@click.option("--from", "since", type=Day(), help="First day; today without it.")
@click.option("--until", type=Day(), help="Last day; open without it.")
@click.pass_obj
def appoint(settings: Settings, login: str, role: str, since: date | None, until: date | None) -> None:
    """Give an account ROLE:AREA for a term; it counts at once, a privileged one too."""
    name, _, area = role.partition(":")
    with Database(settings.database_url).transaction() as session:
        service.appoint(session, service.id_of(session, login), Appointment(name, area, Term(since, until)))
    click.echo(f"{login} is {role} {since or 'from today'} to {until or 'further notice'}")


@accounts.command()
@click.argument("login")
@click.argument("role")
@click.pass_obj
def dismiss(settings: Settings, login: str, role: str) -> None:
    """End ROLE:AREA of an account; from the next request on it counts for nothing."""
    name, _, area = role.partition(":")
    with Database(settings.database_url).transaction() as session:
        service.dismiss_from(session, login, name, area)
    click.echo(f"{login} is no longer {role}")


@accounts.command("end-second-factor")
@click.argument("login")
@click.pass_obj
def end_second_factor(settings: Settings, login: str) -> None:
    """Take the second factor from an account whose phone is lost; every session of it ends."""
    with Database(settings.database_url).transaction() as session:
        account_id = service.id_of(session, login)
        service.factor.end(session, account_id)
        service.end_sessions(session, account_id)
    click.echo(f"{login} has no second factor; all its sessions have ended")


@accounts.command("import")
@click.argument("file", type=FILE)
@click.option("--passwords", type=click.Path(path_type=Path), help="Where the passwords for one login go: a new CSV.")
@encoded
@click.option("--dry-run", is_flag=True, help="Check and count, store nothing.")
@click.pass_obj
def import_(settings: Settings, file: Path, passwords: Path | None, encoding: str | None, *, dry_run: bool) -> None:
    """Import people from an XLSX or CSV: 姓名, 账号, 岗位, 区划代码; may have 起, 止, 手机. All rows, or none."""
    target = passwords or file.with_name(f"{file.stem}.passwords.csv")
    if target.exists():
        raise click.ClickException(f"{target} is there already and is not written over: move it, or name another")

    def work(session: Session, step: Step) -> Outcome:
        rows = read_sheet(file, COLUMNS, OPTIONAL, encoding)
        key, taken = settings.contact_key, taken_of(session, rows)
        given = service.import_people(session, rows, key, taken=taken, step=step, dry_run=dry_run)
        if not dry_run:
            write_passwords(target, given)
        return Outcome({"people": len(rows)}, [] if dry_run else [f"passwords for one login: {target}"])

    try:
        run(settings.database_url, work, steps=3, dry_run=dry_run)
    except BaseException:
        with suppress(FileNotFoundError):
            target.unlink()  # nobody has these passwords
        raise


def taken_of(session: Session, rows: Table) -> frozenset[str]:
    """Return the logins of a list that are there already."""
    logins = {plain(row.cells[LOGIN]).lower() for row in rows}
    return frozenset(session.scalars(select(Account.login).where(Account.login.in_(logins))))


def write_passwords(target: Path, given: list[service.GivenPassword]) -> None:
    """Write passwords into a new file that its owner alone reads."""
    file = os.fdopen(
        os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline=""
    )
    with file:
        lines = csv.writer(file)
        lines.writerow(("姓名", "账号", "一次性密码"))
        lines.writerows((each.name, each.login, each.password) for each in given)


COMMANDS = (accounts,)
