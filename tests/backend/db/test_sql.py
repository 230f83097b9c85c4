"""Named SQL: what is sent is the statement, without its comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.db import NamedSql

SOURCE = """-- What stands before the first name belongs to nobody: select 0;

-- name: first
-- Says what for; :not_a_bind stands only here.
select :a as a,
  -- inside too: :nor_this
  b::integer from t where c = '--kept';

-- name: second_2
select 2
"""


def test_statements_are_found_by_name_without_their_comments() -> None:
    found = NamedSql(SOURCE)
    assert list(found) == ["first", "second_2"]
    assert len(found) == 2
    assert " ".join(str(found["first"]).split()) == "select :a as a, b::integer from t where c = '--kept'"
    assert set(found["first"].compile().params) == {"a"}
    assert str(found["second_2"]) == "select 2"
    with pytest.raises(KeyError):
        found["third"]


def test_the_file_beside_a_module_is_read(tmp_path: Path) -> None:
    (tmp_path / "queries.sql").write_text("-- name: words\nselect '网格'\n", "utf-8")
    assert str(NamedSql.beside(str(tmp_path / "queries.py"))["words"]) == "select '网格'"
    with pytest.raises(FileNotFoundError):
        NamedSql.beside(str(tmp_path / "queries.py"), "others.sql")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[3] / "backend").glob("*/queries.sql")), ids=lambda p: p.parent.name
)
def test_no_name_stands_twice_in_a_file_and_nothing_of_a_comment_is_sent(path: Path) -> None:
    found = NamedSql(path.read_text("utf-8"))
    assert len(found) == path.read_text("utf-8").count("\n-- name: ") + path.read_text("utf-8").startswith("-- name: ")
    for name, statement in found.items():
        assert statement.text, name
        assert not [line for line in statement.text.splitlines() if line.lstrip().startswith("--")], name
