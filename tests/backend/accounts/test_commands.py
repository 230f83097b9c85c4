"""`zhitong accounts`: several roles at once, every refusal in one line, no password in the output."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from backend.cli import main
from backend.settings import Settings
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
