"""A domestic matter marked hidden: handled, mediated and answered, and nobody else can place it or tell that it moved."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask

from backend.clock import today
from backend.settings import Settings
from tests.authenticator import Phone, rows_of, take
from tests.backend.exchange.partners import ALL, Office
from tests.errands import run_errands
from tests.make import Maker
from tests.partner_system import partner_system
from tests.story import Story, offices, people, sat_together, sight, sign


def parts_of(answer: Any) -> str:
    """Return all that a file holds, its hidden parts too."""
    data = answer.get_data()
    if not data.startswith(b"PK"):
        return str(data, "utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


LATER = str(today() + timedelta(days=20))
WORDS = "媳妇夜里总被打，邻居听得见"
# What somebody next door, the township's head or a partner could look at.
LOOKED_AT = (
    "/api/cases", "/api/cases?category=family", "/api/cases?state=mediating", "/api/cases?cell=621124100001001", "/api/cases?overdue=1",
    "/api/hotspots?area=621124100", "/api/tiles/cells/11/1614/807.mvt", "/api/tiles/areas/9/403/201.mvt",
    "/api/cases/near?category=family&cell=621124100001001", "/api/notices", "/api/activities", "/api/initiatives", "/api/commitments",
)  # fmt: skip


def test_a_hidden_matter_is_handled_and_placed_by_nobody_else(app: Flask, make: Maker, settings: Settings) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    with partner_system() as system:
        ours = replace(settings, webhook_test_origin=system.origin, webhook_seconds=5.0)
        app.extensions["zhitong.settings"] = ours
        office = Office(make, app, ours, system, make.administrator("guan", "system_administrator", "621124"))
        partner = office.partner(fields=ALL)

        phones = {login: Phone(make, login) for login in ("bali", "zhang") if story.who(login)}

        def seen() -> dict[tuple[str, str], tuple[int, str]]:
            """What each of them reads, without the figure of hidden matters that a village shows."""
            read = {}
            for login in ("bali", "zhang", "shui", "balitiao"):
                for path in LOOKED_AT:
                    answer = story.who(login).get(path)
                    told = answer.get_json(silent=True)
                    for figure in ("hidden_matters", "hidden_by_village", "version"):
                        (told or {}).pop(figure, None)
                    read[login, path] = answer.status_code, repr(told) if told is not None else answer.data.hex()
            for login, phone in phones.items():
                for kind in ("csv", "xlsx"):
                    # all but who took it and when: the rows, the sum, and with XLSX each part of the file
                    answer = take(story.who(login), phone, kind)
                    read[login, kind] = answer.status_code, repr(rows_of(answer)[4:])
                    assert WORDS not in parts_of(answer) and "媳妇" not in parts_of(answer)
            make.run("delete from throttle")
            return read

        before = seen()
        case = sight(story.who("wang"), category="family", text=WORDS, hidden=True)
        story.step("lian", case, "accepted")
        story.step("lian", case, "triage", row="8-1", reason="双方都愿意谈")
        unasked = story.attempt("lian", case, "dispatched", body=ids["tiao"], due=LATER)
        assert (unasked.status_code, unasked.get_json()["field"]) == (422, "evidence.permission")
        story.step("lian", case, "dispatched", body=ids["tiao"], due=LATER, permission="当事人电话里同意")
        assert story.file("tiao", case)["reports"][0]["text"] == WORDS, "who handles it reads it"
        story.step("tiao", case, "mediating", willing="双方当面同意")
        mine = Phone(make, "lian")
        (row,) = [row for row in rows_of(take(story.who("lian"), mine)) if len(row) > 6 and row[6] == "隐蔽"]
        assert row[3:6] == ["621124100001 文峰社区", "", ""], (
            "also its handler's file, which may be passed on, has its village only"
        )
        run_errands(ours)

        assert seen() == before
        assert office.sent(partner) == [], "a partner is not told that there is one"
        for login in ("bali", "zhang", "shui", "balitiao"):
            assert story.who(login).get(f"/api/cases/{case}").status_code == 404, login

        sat_together(story, case)
        story.step(
            "tiao", case, "agreed", agreement="写下保证书，妇联每周回访", effective_on=str(today()), perform_by=LATER
        )
        story.step("tiao", case, "verifying", handling="妇联回访两次，平静")
        story.step("he", case, "answering", check="单独问过本人")
        assert sign(story.who("lian"), case).status_code == 200
        run_errands(ours)
        assert seen() == before
        assert system.hits == 0
