"""Macros of the migration files: all are known, and what they stand for leaves no door open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.db.migrations.expand import expand
from backend.settings import Roles

ROLES = Roles("r_app", "r_worker", "r_definer")
SQL = Path(__file__).parents[4] / "backend/db/migrations/sql"
LOOK_UP = """@definer look(wanted uuid, n integer default 1)@
returns bigint
begin atomic
  select count(*) from area;
end;
"""


def expanded(sql: str) -> str:
    return expand(sql, ROLES, "owner")


@pytest.mark.parametrize("path", sorted(SQL.glob("*.sql")), ids=lambda path: path.name)
def test_no_macro_is_left(path: Path) -> None:
    assert not re.search(r"@\w[\w ]*@", expanded(path.read_text("utf-8")))


def test_a_macro_nobody_knows_is_an_error_and_an_operator_is_none() -> None:
    with pytest.raises(KeyError):
        expanded("grant select on area to @ap@")
    assert expanded("a ^@ b and c @> d and e <@ f") == "a ^@ b and c @> d and e <@ f"


def test_a_table_with_a_guard_is_shut_to_its_owner_too_but_for_one_policy() -> None:
    said = expanded("@guard report@")
    for part in ("enable row level security", "force row level security", 'policy owner on report to "owner"'):
        assert part in said
    facts = expanded("@facts report@")
    assert said in facts
    assert "grant select, insert on report to r_app" in facts and "grant select on report to r_worker" in facts
    assert not re.search(r"grant[^;]*(update|delete)", facts)


def test_what_is_only_added_to_is_neither_changed_nor_emptied() -> None:
    said = expanded("@append_only audit_entry@")
    assert "before update or delete on audit_entry" in said and "before truncate on audit_entry" in said


def test_a_look_up_as_the_definer_has_a_fixed_path_and_one_caller() -> None:
    said = " ".join(expanded(LOOK_UP).split())
    assert (
        "security definer set search_path = pg_catalog, public, pg_temp begin atomic select count(*) from area; end;"
        in said
    )
    assert "returns bigint language sql stable" in said
    assert "revoke all on function look(" in said
    assert re.findall(r"grant execute on function look\([^)]*\) to (\w+);", said) == ["r_app"]
    worker = expanded(LOOK_UP.replace(")@", ") for worker@"))
    assert re.findall(r"grant execute on function look\([^)]*\) to (\w+);", worker) == ["r_worker"]


@pytest.mark.parametrize("verb", ["insert into area values (1)", "update area set code = ''", "delete from area"])
def test_a_look_up_that_writes_is_never_called_stable(verb: str) -> None:
    assert "language sql volatile" in expanded(LOOK_UP.replace("select count(*) from area", verb))


@pytest.mark.parametrize(
    ("macro", "kind", "said"),
    [
        ("@mine my_x uuid s.id@\njoin s on s.body_id = m.body_id\nend;", "uuid[]", "from body_member m\njoin s on"),
        ("@linked linked_x text@\nselect l.role from case_link l\nend;", "text", "select l.role from case_link l\nwhere"),
    ],
)  # fmt: skip
def test_a_look_up_of_the_policies_is_over_at_once_for_who_holds_nothing(macro: str, kind: str, said: str) -> None:
    text = expanded(macro)
    name = macro.split()[1]
    assert f"create function {name}() returns {kind} language plpgsql stable security definer" in text
    assert said in text and text.index("return '{}'" if kind.endswith("[]") else "return null") < text.index(said)
    assert f"revoke all on function {name}() from public;" in text and f"grant execute on function {name}() to" in text


def test_what_a_trigger_runs_is_called_by_nobody() -> None:
    text = expanded("@hook told@")
    assert "owner to" in text and "revoke all on function told() from public;" in text and "grant" not in text


def test_no_setting_that_is_absent_opens_a_row() -> None:
    """An empty element of a list of prefixes is the beginning of every code."""
    reads = expanded("@reads@")
    assert reads.count("array_remove(") == 2 and reads.count("string_to_array(") == 2
    for name in ("viewer", "receipt", "case", "ticket", "holder", "service"):
        assert f"nullif(current_setting('app.{name}', true), '')" in expanded(f"@{name}@")
