"""Who is looking: what stands in the settings that every policy reads."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import text

from backend.db import Context, Database, apply_context, current_context
from backend.db.context import APPLY

PREFIXES = some.lists(
    some.sampled_from(["62", "6211", "621124", "621124100", "621124100005", "52", "522702", "11"]),
    min_size=1,
    unique=True,
)
ID = UUID("0198aa11-2222-7333-8444-555566667777")


def test_the_empty_context_says_nothing_at_all() -> None:
    assert set(Context().settings().values()) == {""}


def test_every_setting_is_bound_and_every_bind_is_given() -> None:
    bound = set(APPLY.compile().params)
    assert bound == set(Context().settings())
    assert bound == {each.name for each in fields(Context)} | {"lo", "hi"}


@given(PREFIXES, some.text("0123456789", max_size=6))
def test_the_bounds_enclose_every_code_of_every_area(prefixes: list[str], rest: str) -> None:
    told = Context(areas=tuple(prefixes)).settings()
    for prefix in prefixes:
        assert told["lo"] <= prefix + rest < told["hi"]


def test_the_first_account_is_somebody() -> None:
    assert Context(viewer=0).settings()["viewer"] == "0"


def test_each_name_of_a_role_stands_once_and_who_holds_a_code_acts_as_its_holder() -> None:
    held = Context(roles=(("verifier", "62"), ("liaison", "6211"), ("liaison", "52")))
    assert held.role_names == ("liaison", "verifier")
    assert Context(holder="citizen").role_names == ("citizen",)
    assert Context(roles=(("deputy", "62"),), holder="deputy").role_names == ("deputy",)


def test_the_intake_reads_back_where_it_files_and_nowhere_else() -> None:
    filing = Context(viewer=3, areas=("62",), hidden_areas=("62",), file_areas=("621124",)).filing()
    assert (filing.areas, filing.hidden_areas, filing.file_areas) == (("621124",),) * 3
    assert filing.viewer == 3


def test_a_service_sees_hidden_matters_of_its_areas_as_nobody() -> None:
    found = Context.of_service("seal", ("621124", "5227"))
    assert (found.viewer, found.service, found.role_names) == (None, "seal", ("system",))
    assert found.areas == found.hidden_areas == ("621124", "5227")
    assert found.settings()["roles"] == "system@621124,system@5227"


def test_a_context_ends_with_its_transaction_though_the_connection_lives_on(settings) -> None:
    database = Database(settings.app_database_url, pool=1)
    names = (
        "viewer",
        "roles",
        "areas",
        "lo",
        "hi",
        "hidden_areas",
        "file_areas",
        "partner_areas",
        "people_areas",
        "audit_areas",
        "receipt",
        "case",
        "holder",
        "ticket",
        "link",
        "service",
    )
    held = text("select " + ", ".join(f"current_setting('app.{name}', true)" for name in names))
    full = Context(
        viewer=7, roles=(("liaison", "62"),), areas=("62",), hidden_areas=("62",), file_areas=("62",), partner_areas=("62",), people_areas=("62",), audit_areas=("62",), receipt=ID, case=ID,
        holder="citizen", ticket=b"\x00\xff", link=b"\x01", service="x",
    )  # fmt: skip
    with database.transaction(full) as session:
        assert current_context(session) == full
        assert dict(zip(names, session.execute(held).one(), strict=True)) == full.settings()
        apply_context(session, Context(viewer=8))
        assert session.execute(held).one() == ("8", *[""] * (len(names) - 1)), (
            "the later one leaves nothing of the former"
        )
    with database.engine.connect() as connection:
        assert set(connection.execute(held).one()) <= {"", None}
    with database.transaction() as session:
        assert current_context(session) == Context()
        assert set(session.execute(held).one()) == {""}
    database.engine.dispose()
