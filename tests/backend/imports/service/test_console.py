"""An import from the command line: stored as a whole or not at all, and told so."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.db import Database, current_context
from backend.imports.domain import Finding, ImportRefused, Outcome, Step
from backend.imports.service import run
from backend.settings import Settings
from tests.make import Maker

ADD = text("insert into throttle (bucket, window_start) values ('1', now())")


def work(*then: Exception | str) -> Callable[[Session, Step], Outcome]:
    """Return work that writes a row, and then raises or runs each of `then`."""

    def done(session: Session, step: Step) -> Outcome:
        assert current_context(session).service == "import"
        for name in ("reading", "storing"):
            step(name)
        session.execute(ADD)
        for each in then:
            if isinstance(each, Exception):
                raise each
            session.execute(text(each))
        return Outcome({"cells": 2, "added": 1}, ["cell b: kept -> b2"])

    return done


def stored(make: Maker) -> int:
    return int(make.run("select count(*) from throttle"))


def test_what_was_done_is_told_and_stored(make: Maker, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run(settings.database_url, work(), steps=2, dry_run=True)
    assert capsys.readouterr().out == "cell b: kept -> b2\ndry run, nothing is stored: 2 cells, 1 added\n"
    assert stored(make) == 0
    run(settings.database_url, work(), steps=2, dry_run=False)
    assert capsys.readouterr().out == "cell b: kept -> b2\n2 cells, 1 added\n"
    assert stored(make) == 1


def test_a_refusal_lists_every_finding_and_stores_nothing(
    make: Maker, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [Finding(f"row {n}", "[bold]", "长" * 200) for n in range(2, 5)]
    with pytest.raises(click.ClickException, match="refused: 3 found, nothing is stored"):
        run(settings.database_url, work(ImportRefused(findings)), steps=2, dry_run=False)
    told = capsys.readouterr()
    assert [line for line in told.err.splitlines() if line.startswith("row ")] == [
        finding.line() for finding in findings
    ]
    assert (told.out, stored(make)) == ("", 0)


def test_a_database_that_is_held_is_told_in_words_and_any_other_failure_is_not_hidden(
    make: Maker, settings: Settings, owner: Database
) -> None:
    with owner.transaction() as session:
        session.execute(text("lock table station"))
        busy = work("set local lock_timeout = 50", "select * from station")
        with pytest.raises(click.ClickException, match="another import"):
            run(settings.database_url, busy, steps=2, dry_run=False)
    with pytest.raises(OperationalError):
        run(
            settings.database_url,
            work("set local statement_timeout = 20", "select pg_sleep(9)"),
            steps=2,
            dry_run=False,
        )
    assert stored(make) == 0
