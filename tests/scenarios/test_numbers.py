"""The numbers on papers go on past six digits: whole, in order, and nobody is refused because of them."""

from __future__ import annotations

from flask import Flask

from tests.make import Maker
from tests.story import handle, people, sight, sign, submit

LAST_OF_SIX = 999_999


def test_the_millionth_report_and_sheet_are_numbered_like_any_other(app: Flask, make: Maker) -> None:
    people(make)
    make.run("select setval('report_number', :n)", n=LAST_OF_SIX - 1)
    make.run("select setval('feedback_number', :n)", n=LAST_OF_SIX)
    worker = make.login("wang")
    for _ in range(2):
        sight(worker)
    submitted = submit(app)
    stored = [number for (number,) in make.rows("select number from report order by received_at")]
    year = stored[0][:5]
    assert stored == [f"{year}{n}" for n in (LAST_OF_SIX, LAST_OF_SIX + 1, LAST_OF_SIX + 2)]
    assert submitted["number"] == stored[-1]

    handle(make, submitted["id"])
    sheet = sign(make.login("lian"), submitted["id"])
    assert sheet.status_code == 200, sheet.get_data(as_text=True)
    assert make.rows("select number from feedback_sheet") == [(f"F{year}{LAST_OF_SIX + 1}",)]
