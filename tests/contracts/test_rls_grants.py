"""Who may call which look-up, who may own what, and what a policy makes of a damaged setting (T16, T17)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.db import Context, Database
from backend.settings import Settings
from tests.make import Maker
from tests.story import people, sight, submit

OF_THE_WORKER = {
    "attachment_forget",
    "opinion_due",
    "release_stations",
    "remind_experts",
    "retention_due",
    "session_forget",
    "login_link_due",
    "login_link_sent",
    "notice_follow_ups",
    "notice_new_cases",
    "forewarn_cases",
    "tell_alert",
    "tell_bulletin",
    "tell_edition",
    "tell_late_initiatives",
    "notice_late_tasks",
    "tell_promises",
    "reception_contacts_erase",
    "reception_words_erase",
    "draft_followers",
    "push_gone",
    "push_target",
    "push_targets",
}
NEIGHBOUR = "621124101"


def test_a_look_up_answers_one_role(make: Maker, settings: Settings) -> None:
    for name, app, worker in make.rows(
        "select proname, has_function_privilege(:app, oid, 'EXECUTE'), has_function_privilege(:worker, oid, 'EXECUTE')"
        " from pg_proc where prosecdef and prorettype <> 'trigger'::regtype and pronamespace = 'public'::regnamespace"
        " and proowner = (select oid from pg_roles where rolname = :definer)",
        app=settings.roles.app, worker=settings.roles.worker, definer=settings.roles.definer,
    ):  # fmt: skip
        assert (app, worker) == (name not in OF_THE_WORKER, name in OF_THE_WORKER), name


@pytest.mark.parametrize("call", ["login_of('lian')", "session_open('\\x01', 1, now(), '')", "receipt_of('A')"])
def test_the_worker_opens_no_session_and_no_receipt(worker_database: Database, call: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), worker_database.transaction(Context()) as session:
        session.execute(text(f"select {call}"))


@pytest.mark.parametrize("call", ["lo_create(0)", "lo_creat(0)", "lo_from_bytea(0, '\\x00')"])
def test_nobody_keeps_a_large_object(app_database: Database, worker_database: Database, call: str) -> None:
    for database in (app_database, worker_database):
        with pytest.raises(ProgrammingError, match="permission denied"), database.transaction(Context()) as session:
            session.execute(text(f"select {call}"))


@pytest.mark.parametrize("name", ["areas", "hidden_areas", "file_areas"])
@pytest.mark.parametrize("said", [",", "621124101,", ",,621124101", " ,"])
def test_an_empty_name_in_a_list_opens_nothing(
    app: Flask, make: Maker, app_database: Database, name: str, said: str
) -> None:
    """Asked of the policies themselves, past all that derives the settings from a context."""
    people(make)
    sight(make.login("wang"), hidden=True)
    submit(app)
    settings = {"app.lo": "0", "app.hi": "~", "app.areas": "621124", "app.hidden_areas": NEIGHBOUR, f"app.{name}": said}
    with app_database.transaction(Context()) as session:
        for setting, value in settings.items():
            session.execute(text("select set_config(:setting, :value, true)"), {"setting": setting, "value": value})
        seen = session.execute(text("select area_code, hidden from report")).all()
    assert len(seen) == (0 if name == "areas" else 1), "the village's open report, and never the hidden one"
    assert not any(hidden for _, hidden in seen)
