"""`zhitong accounts`: several roles at once, every refusal in one line, no password in the output."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import main
from backend.settings import Settings
from tests.backend.accounts.lists import HEADER, xlsx
from tests.live import environment
from tests.make import PASSWORD, Maker

NEW = "another-good-one-5"


@pytest.fixture
def shell(settings: Settings):
    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["accounts", *words], env=environment(settings, 1))

    return run


def test_an_account_is_made_gets_a_new_password_and_is_closed(shell, make: Maker) -> None:
    roles = ["--role", "liaison:621124100", "--role", "verifier:621124"]
    made = shell("create", "ma", "--name", "马小军", *roles, "--password", PASSWORD)
    assert (made.exit_code, made.output) == (0, "created ma\n")
    held = make.login("ma")
    assert {(each["role"], each["area"]) for each in held.get("/api/me").get_json()["roles"]} == {
        ("liaison", "621124100"), ("verifier", "621124"),
    }  # fmt: skip
    changed = shell("passwd", "ma", "--password", NEW)
    assert (changed.exit_code, NEW in changed.output) == (0, False)
    assert held.get("/api/me").status_code == 401
    again = make.login("ma", NEW)
    assert shell("disable", "ma").exit_code == 0
    assert again.get("/api/me").status_code == 401
    assert make.app.test_client().post("/api/login", json={"account": "ma", "password": NEW}).status_code == 401


def test_what_is_refused_is_told_in_one_line(shell, make: Maker) -> None:
    make.account("li", ("liaison", "621124"))
    new, poor = ["create", "ma", "--name", "马"], ["--password", "zhitong123"]
    good = ["--password", PASSWORD]
    for words, said in (
        ([*new, "--role", "liaison", *good], "行政区划代码"),
        ([*new, "--role", "emperor:621124", *good], "emperor"),
        ([*new, "--role", "liaison:621124", *poor], "密码"),
        (["create", "li", "--name", "李", "--role", "liaison:621124", *good], "已经有这个账号"),
        (["disable", "nobody"], "没有这个账号"),
        (["passwd", "nobody", *good], "没有这个账号"),
    ):
        refused = shell(*words)
        assert (refused.exit_code, len(refused.output.splitlines())) == (1, 1), refused.output
        assert said in refused.output
        assert "Traceback" not in refused.output and PASSWORD not in refused.output
    assert make.run("select count(*) from account") == 1


def test_a_role_is_given_for_a_term_and_ended(shell, make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    browser = make.login("ma")
    assert shell("appoint", "ma", "verifier:621124", "--until", "2099-12-31").exit_code == 0
    roles = {each["role"]: each["until"] for each in browser.get("/api/me").get_json()["roles"]}
    assert roles == {"liaison": None, "verifier": "2099-12-31"}
    assert shell("appoint", "ma", "verifier:621124").exit_code == 1, "held already"
    assert shell("appoint", "ma", "verifier:621124", "--from", "tomorrow").exit_code == 2
    assert shell("dismiss", "ma", "liaison:621124100").exit_code == 0
    assert shell("dismiss", "ma", "liaison:621124100").exit_code == 1
    assert [each["role"] for each in browser.get("/api/me").get_json()["roles"]] == ["verifier"]
    make.second_factor(make.run("select id from account"))
    assert shell("end-second-factor", "ma").exit_code == 0
    assert browser.get("/api/me").status_code == 401
    assert make.login("ma")


def test_a_list_of_people_is_imported_once_and_its_passwords_stand_in_a_file_of_ones_own(
    shell, make: Maker, tmp_path: Path
) -> None:
    people, passwords = tmp_path / "people.xlsx", tmp_path / "people.passwords.csv"
    people.write_bytes(xlsx(HEADER, ("马小军", "ma", "网格员", 621124100, None, None, None)))
    dry = shell("import", str(people), "--dry-run")
    assert (dry.exit_code, passwords.exists()) == (0, False), dry.output
    done = shell("import", str(people))
    assert done.exit_code == 0, done.output
    (_, line) = passwords.read_text("utf-8-sig").splitlines()
    assert line.startswith("马小军,ma,") and line[6:] not in done.output
    assert passwords.stat().st_mode & 0o077 == 0
    assert make.login("ma", line.split(",")[2])
    assert "written over" in shell("import", str(people)).output
    other = tmp_path / "again.csv"
    refused = shell("import", str(people), "--passwords", str(other))
    assert (refused.exit_code, other.exists()) == (1, False)
    assert "row 2: ma: 已经有这个账号了" in refused.output
