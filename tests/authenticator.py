"""Somebody's phone with an authenticator, and the files it opens the way to."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import pyotp
from python_calamine import CalamineWorkbook

from tests.make import Browser, Maker


class Phone:
    """An authenticator whose codes can be used one after another without waiting: what was used last is forgotten before."""

    def __init__(self, make: Maker, login: str) -> None:
        person = make.run("select id from account where login = :login", login=login)
        self.totp: pyotp.TOTP = make.second_factor(person)
        self.make, self.person, self.login = make, person, login

    def code(self) -> str:
        """Return a code that has not been used."""
        self.make.run("update second_factor set last_step = 0 where account_id = :person", person=self.person)
        return self.totp.at(time.time())

    def enter(self) -> Browser:
        """Log the person in."""
        return self.make.login(self.login, code=self.code())


def take(browser: Browser, phone: Phone, kind: str = "csv", **asked: object) -> Any:
    """Ask for the list of cases as a file; return the answer."""
    return browser.post("/api/cases/export", json={"format": kind, "code": phone.code(), **asked})


def rows_of(answer: Any) -> list[list[Any]]:
    """Return the rows of a file in an answer."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    if "csv" in answer.content_type:
        return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python()]
