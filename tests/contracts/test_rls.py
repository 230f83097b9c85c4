"""The database's own door: what each role may do, and what a transaction without a context sees (T16, T17).

Read from the catalogue of a migrated database, so that a table, a view or a function added later
has to fit or be named here.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from backend.db import Context, Database
from backend.settings import Settings
from tests.make import Maker

# Public by decision (DESIGN 4.6), or nobody's: no row of these belongs to one area's people.
OPEN = {
    "evaluation_dimension", "evaluation_move", "honour_kind",
    "activity_type", "venue", "venue_kind", "audience", "station_term", "wish_hardship", "story_kind", "alert_rule", "bulletin_rule", "project_move", "proposal_move", "pairing_kind", "score_dimension", "topic", "category_topic", "report_channel",
    "alembic_version", "area", "area_alias", "audit_seal", "body", "body_kind", "case_limit", "case_move", "case_threshold", "category", "deputy", "deputy_group", "grid_cell",
    "area_former", "area_outline", "cell_change", "cell_neighbour", "edition_record", "grid_edition", "installation", "representative_code", "spatial_ref_sys", "station", "station_cell", "throttle",
    "opinion_move", "digest_move", "speciality", "solicitation", "solicitation_kind", "solicitation_lead", "solicitation_move", "solicitation_outcome", "draft_version", "draft_article",
    "retention_rule", "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
}  # fmt: skip
NEVER_CHANGED = (
    "audit_entry",
    "audit_chain",
    "report",
    "sighting",
    "submission",
    "report_attachment",
    "case_event",
    "erasure",
    "deletion_record",
    "consent",
    "mediation_party",
    "mediation_record",
    "mediation_follow_up",
    "mediation_confirmation",
    "mediation_ruling",
    "activity_decision",
    "activity_minutes",
    "activity_evidence",
    "activity_photo",
    "fund_entry",
    "commitment_note",
    "initiative_event",
    "reply_template",
    "station_fact",
    "wish_event",
    "initiative_case",
    "project_event",
    "project_progress",
    "project_source",
    "project_voice",
    "proposal_topic",
    "review_hint",
    "step_photo",
    "proposal_source",
    "proposal_event",
    "plan_entry",
    "ballot_event",
    "ballot_objection",
    "ballot_paper",
    "ballot_tracker",
    "registration",
    "case_elsewhere",
    "case_charge",
    "rating",
    "ask",
    "sighting_amendment",
    "talk",
    "solicitation_event",
    "step_template",
    "step_run",
    "step_tick",
    "opinion_sitting",
    "opinion_text",
    "opinion_event",
    "opinion_erasure",
    "digest_event",
    "expert_conflict",
    "answer_notice",
    "answer_notice_opinion",
)
OWN = "not exists (select from pg_depend d where d.objid = {oid} and d.deptype = 'e')"
CLASSES = (
    "select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, pg_get_userbyid(c.relowner)"
    " from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = any(:kinds) and "
    + OWN.format(oid="c.oid")
)
FUNCTIONS = (
    "select p.oid, p.proname, p.prosecdef, p.prorettype = 'trigger'::regtype as hook, p.proleakproof, p.proconfig, pg_get_userbyid(p.proowner) as owner,"
    " exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
    "   where a.grantee = 0 and a.privilege_type = 'EXECUTE') as public"
    " from pg_proc p where p.pronamespace = 'public'::regnamespace and " + OWN.format(oid="p.oid")
)


@pytest.fixture
def both(settings: Settings) -> tuple[str, str]:
    """Names of the roles that log in."""
    return settings.roles.app, settings.roles.worker


def test_the_roles_can_do_nothing_special(make: Maker, settings: Settings) -> None:
    roles = [settings.roles.app, settings.roles.worker, settings.roles.definer]
    rows = make.rows(
        "select rolname, rolcanlogin from pg_roles where rolname = any(:roles) and not (rolsuper or rolbypassrls"
        " or rolcreatedb or rolcreaterole or rolreplication) order by 1", roles=roles,
    )  # fmt: skip
    assert dict(tuple(row) for row in rows) == dict(zip(roles, (True, True, False), strict=True))
    member = (
        "select count(*) from pg_auth_members where member = any(select oid from pg_roles where rolname = any(:roles))"
    )
    assert make.run(member, roles=roles) == 0, "a role that is a member of another may become it"


def test_the_roles_own_nothing(make: Maker, both: tuple[str, str]) -> None:
    owned = make.run(
        "select count(*) from pg_shdepend d join pg_roles r on r.oid = d.refobjid"
        " where d.deptype = 'o' and r.rolname = any(:roles)", roles=list(both),
    )  # fmt: skip
    assert owned == 0


def test_the_roles_create_nothing(make: Maker, both: tuple[str, str], settings: Settings) -> None:
    for role in (*both, settings.roles.definer):
        for right in ("CREATE", "TEMPORARY"):
            held = make.run("select has_database_privilege(:role, current_database(), :right)", role=role, right=right)
            assert held is False, (role, right)
        assert make.run("select has_schema_privilege(:role, 'public', 'CREATE')", role=role) is False


def test_no_table_can_be_emptied_or_hooked(make: Maker, both: tuple[str, str]) -> None:
    tables = make.rows(CLASSES, kinds=["r", "p"])
    assert len(tables) > 20
    for role in both:
        for table in tables:
            for right in ("TRUNCATE", "TRIGGER", "REFERENCES"):
                held = make.run("select has_table_privilege(:role, :t, :right)", role=role, t=table.oid, right=right)
                assert held is False, (role, table.relname, right)


def test_every_table_is_guarded_or_open_by_decision(make: Maker) -> None:
    tables = {row.relname: row for row in make.rows(CLASSES, kinds=["r", "p"])}
    unguarded = {name for name, row in tables.items() if not (row.relrowsecurity and row.relforcerowsecurity)}
    assert unguarded <= OPEN, "guard it, or decide that it is public"
    for name in set(tables) - unguarded:
        policies = make.rows("select polname from pg_policy where polrelid = :oid", oid=tables[name].oid)
        assert "owner" in {row.polname for row in policies}, name


def test_open_tables_hold_nothing_of_a_person(make: Maker) -> None:
    columns = make.rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'public'"
        " and table_name = any(:tables) and column_name ~ '(author|hidden|phone|body|text|reason|password|token|secret)'",
        tables=sorted(OPEN - {"spatial_ref_sys"}),
    )
    # a station's or an office's phone stands on its door; why a code was revoked is said by the office, of the code; whether a move
    # asks for a reason is a rule
    assert {tuple(row) for row in columns} <= {
        ("station", "phone"),
        ("body", "phone"),
        ("representative_code", "revoked_reason"),
        ("case_move", "reason_required"),
        # which office issued it; a law's own words
        ("solicitation", "by_body_id"),
        ("solicitation_kind", "body_days"),
        ("solicitation_move", "reason_required"),
        ("solicitation_outcome", "reason_required"),
        ("draft_article", "text"),
        ("opinion_move", "reason_required"),
        ("evaluation_move", "reason_required"),
        ("digest_move", "reason_required"),
    }


def test_no_policy_lets_a_role_see_everything(make: Maker, both: tuple[str, str]) -> None:
    rows = make.rows("select tablename, policyname, roles::text[] as roles, qual, with_check from pg_policies")
    assert rows
    for row in rows:
        if set(row.roles) & {*both, "public"}:
            assert "true" not in {row.qual, row.with_check}, (row.tablename, row.policyname)


@pytest.mark.parametrize("table", NEVER_CHANGED)
def test_the_record_and_the_facts_cannot_be_changed(make: Maker, both: tuple[str, str], table: str) -> None:
    for role in both:
        for right in ("UPDATE", "DELETE"):
            assert make.run("select has_table_privilege(:role, :t, :right)", role=role, t=table, right=right) is False
        assert make.run("select has_any_column_privilege(:role, :t, 'UPDATE')", role=role, t=table) is False
    with pytest.raises(DBAPIError, match="append-only"):
        make.run(f"truncate {table} cascade")


def test_definer_functions_are_narrow(make: Maker, settings: Settings, both: tuple[str, str]) -> None:
    definers = [row for row in make.rows(FUNCTIONS) if row.prosecdef and not row.hook]
    assert len(definers) > 5
    for row in definers:
        assert row.owner == settings.roles.definer, row.proname
        assert row.proconfig == ["search_path=pg_catalog, public, pg_temp"], row.proname
        assert not row.public, row.proname
        assert any(make.run("select has_function_privilege(:r, :f, 'EXECUTE')", r=r, f=row.oid) for r in both), (
            row.proname
        )


def test_nothing_of_ours_claims_to_be_leakproof(make: Maker) -> None:
    assert not [row.proname for row in make.rows(FUNCTIONS) if row.proleakproof]


def test_views_ask_as_the_one_who_asks(make: Maker) -> None:
    for view in make.rows(CLASSES, kinds=["v"]):
        assert "security_invoker=true" in (view.reloptions or []), view.relname
    assert not make.rows(CLASSES, kinds=["m"]), "a materialised view knows no policy"


def test_the_definer_cannot_be_become(app_database: Database, worker_database: Database, settings: Settings) -> None:
    for database in (app_database, worker_database):
        for role in (settings.roles.definer, settings.roles.app, settings.roles.worker):
            if role in database.engine.url.username:  # type: ignore[operator]
                continue
            with pytest.raises(ProgrammingError, match="permission denied"), database.transaction() as session:
                session.execute(text(f'set role "{role}"'))


# --- Without a context, and after somebody else's (T17)

PEOPLE = 20
CROWD, REQUESTS, THREADS = 200, 10_000, 8


@pytest.fixture
def seeded(make: Maker) -> Maker:
    """Twenty areas' reports, their words, cases and all that hangs on them, and a person for each area."""
    return seed(make, PEOPLE)


@pytest.fixture
def crowded(make: Maker) -> Maker:
    """The same with two hundred people, each in an area of the own."""
    return seed(make, CROWD)


def seed(make: Maker, people: int) -> Maker:
    """Make villages, in each a person, a report, its words, its case and all that hangs on them."""
    make.counties()
    make.area("621124102", "第三镇", "town", "621124")
    for n in range(people):
        make.area(f"621124102{n:03}", f"{n}村", "village", "621124102")
        make.run(
            "with a as (insert into account (login, name, password_hash) values (:login, :login, '-') returning id),"
            " ro as (insert into account_role (account_id, role, area_code) select id, 'liaison', :area from a),"
            " s as (insert into session (token_hash, account_id, expires_at) select sha256(:login), id, 'infinity' from a),"
            " w as (insert into cell_worker (account_id, cell_code) select id, :area || '001' from a),"
            " r as (insert into report (id, number, kind, author_id, area_code, station_id, category, channel, hidden, seen_at,"
            "   digest, answer) select gen_random_uuid(), :login, 'sighting', id, :area, (select min(id) from station), 'other',"
            "   'door', false, now(), sha256(''), '{}' from a returning id, author_id, area_code, number, station_id),"
            " t as (insert into report_text (report_id, area_code, author_id, hidden, body)"
            "   select id, area_code, author_id, false, number from r),"
            " c as (insert into cases (id, number, state, category, area_code, station_id, hidden)"
            "   select id, number, 'pending', 'other', area_code, station_id, false from r),"
            " l as (insert into case_report (case_id, report_id, area_code, author_id, hidden)"
            "   select id, id, area_code, author_id, false from r),"
            " p as (insert into attachment (author_id, sent_sha256, kept_sha256, media_type, bytes, width, height)"
            "   select id, sha256(:login), sha256(:login), 'image/jpeg', 1, 1, 1 from a),"
            " n as (insert into report_attachment (report_id, nth, area_code, author_id, hidden, sent_sha256)"
            "   select id, 1, area_code, author_id, false, sha256(:login) from r)"
            " insert into contact (id, area_code, hidden, suite, key_id) select id, area_code, false, 1, 1 from r",
            login=f"p{n:03}", area=f"621124102{n:03}",
        )  # fmt: skip
    return make


def guarded(maker: Maker, role: str) -> Iterator[str]:
    """Names of the guarded tables a role may read at least one column of."""
    for row in maker.rows(CLASSES, kinds=["r", "p"]):
        if row.relrowsecurity and maker.run("select has_any_column_privilege(:r, :t, 'SELECT')", r=role, t=row.oid):
            yield row.relname


def count(database: Database, table: str, context: Context | None = None) -> int:
    """How many rows of a table a context sees."""
    with database.transaction(context) as session:
        return int(session.scalar(text(f"select count(*) from {table}")) or 0)


@pytest.mark.parametrize(
    "areas",
    [(), ("",), (",",), ("  ",), ("%",), ("{}",), ("NULL",), ("_",), ("6211241_2",), ("\\",)],
    ids=["none", "empty", "comma", "blank", "percent", "braces", "null", "underscore", "like", "backslash"],
)
def test_no_or_a_foolish_context_sees_nothing(
    seeded: Maker, app_database: Database, worker_database: Database, settings: Settings, areas: tuple[str, ...]
) -> None:
    for database, role in ((app_database, settings.roles.app), (worker_database, settings.roles.worker)):
        tables = set(guarded(seeded, role))
        assert {"report", "cases", "contact", "report_text"} <= tables
        for table in tables:
            context = Context(areas=areas, hidden_areas=areas, file_areas=areas)
            assert count(database, table, context) == 0, (role, table)
    assert count(app_database, "report", Context(areas=("621124102",))) == PEOPLE, "the probe itself can see"


def test_a_connection_used_by_another_shows_nothing_of_theirs(crowded: Maker, settings: Settings) -> None:
    """Two connections, 200 people in eight threads, 10,000 requests, one in five fails: every row is one's own."""
    pool = Database(settings.app_database_url, pool=2, wait=30)
    wrong: list[object] = []
    seen, failed = Counter[int](), Counter[str]()

    def ask(nth: int) -> None:
        dice = Random(nth)
        for _ in range(REQUESTS // THREADS):
            n = dice.randrange(CROWD + 1)
            area = f"621124102{n:03}"
            context = Context(areas=(area,), hidden_areas=(area,)) if n < CROWD else None
            seen[n] += 1
            try:
                with pool.transaction(context) as session:
                    found = session.scalars(text("select area_code from report")).all()
                    if list(found) != ([area] if context else []):
                        wrong.append((n, found))
                    dice_fell = dice.randrange(10)
                    if dice_fell == 0:
                        session.info["no such key"]
                    if dice_fell == 1:
                        session.execute(text("select 1 / 0"))
            except (KeyError, DBAPIError) as ours:
                failed[type(ours).__name__] += 1

    threads = [threading.Thread(target=ask, args=(nth,)) for nth in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pool.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from report")) == 0, "after the last one, nothing"
        assert connection.scalar(text("select coalesce(current_setting('app.areas', true), '')")) == ""
    pool.engine.dispose()
    assert wrong == []
    assert len(seen) == CROWD + 1, "everybody asked, and somebody without a context"
    assert seen.total() == REQUESTS
    assert min(failed["KeyError"], failed["DataError"]) > REQUESTS * 0.08, (
        "one in ten of us raised, one in ten the database"
    )
    assert failed.total() == failed["KeyError"] + failed["DataError"]


def test_a_setting_never_outlives_its_transaction(seeded: Maker, app_database: Database) -> None:
    with app_database.engine.connect() as connection:
        for ending in ("commit", "rollback"):
            connection.exec_driver_sql(
                "select set_config('app.areas', '621124', true), set_config('app.lo', '6', true)"
            )
            getattr(connection, ending)()
            assert connection.scalar(text("select coalesce(current_setting('app.areas', true), '')")) == ""
            connection.rollback()


def test_a_child_cannot_be_hung_on_what_is_out_of_sight(seeded: Maker, app_database: Database) -> None:
    """Foreign keys ignore policies; the policies of the children must not."""
    rows = seeded.rows("select id, author_id from report order by number limit 2")
    mine, theirs = rows[0], rows[1]
    context = Context(viewer=mine.author_id, file_areas=("621124102000",), areas=("621124102000",))
    for statement in (
        (
            "insert into report_attachment (report_id, nth, area_code, author_id, hidden, sent_sha256)"
            " values (:id, 7, '621124102001', :me, false, sha256('x'))"
        ),
        (
            "insert into case_report (case_id, report_id, area_code, author_id, hidden)"
            " values (:id, :id, '621124102001', :me, false)"
        ),
        (
            "insert into case_event (case_id, actor_id, actor_name, actor_role, kind, to_state, version, area_code, hidden)"
            " values (:id, :me, 'x', 'liaison', 'move', 'accepted', 2, '621124102001', false)"
        ),
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), app_database.transaction(context) as session:
            session.execute(text(statement), {"id": theirs.id, "me": mine.author_id})
    with app_database.transaction(context) as session:
        changed = session.execute(text("update cases set version = 9 where id = :id"), {"id": theirs.id})
        assert changed.rowcount == 0  # type: ignore[attr-defined]
