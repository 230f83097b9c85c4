"""What is written is true: every row has its state, every test named exists, every setting and command is described."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from backend import settings
from backend.cli import main
from backend.demo.domain import PASSWORD, PEOPLE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ROWS = {"A": 26, "B": 20, "C": 19, "D": 31, "E": 19, "F": 20, "G": 5, "H": 16}
TRUST_ROWS = 69
STATES = {"done", "partly", "–"}
# Rooms that are not built yet; the order of all rooms stands in pyproject.toml.
PLANNED: set[str] = set()
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("gis_data/*.md")))


def rows(name: str) -> list[list[str]]:
    """Return the cells of the rows of a table whose first cell is a code."""
    lines = (DOCS / name).read_text("utf-8").splitlines()
    split = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("|")]
    return [cells for cells in split if re.match(r"[A-HT]\d\d", cells[0])]


def check_state(code: str, state: str, test: str) -> None:
    """Check that a row that claims something names a test that exists, and that the others claim nothing."""
    assert state in STATES, code
    if state == "–":
        assert test == "–", code
    else:
        assert (ROOT / test).is_file(), (code, test)
        assert re.search(r"test_\w+\.py$|\.test\.ts$", test), (code, test)


def test_every_capability_has_its_row() -> None:
    found = rows("requirements.md")
    assert [cells[0] for cells in found] == [f"{part}{n:02}" for part, most in ROWS.items() for n in range(1, most + 1)]
    assert len(found) == 156
    standing = {path.parent.name for path in (ROOT / "backend").glob("*/__init__.py")}
    assert not PLANNED & standing, "a room stands: take it off the list of planned ones"
    for code, room, state, test, capability in found:
        assert room in standing | PLANNED, code
        assert state == "–" or room in standing, code
        assert capability, code
        check_state(code, state, test)


def test_every_row_of_trust_stands() -> None:
    found = rows("trust.md")
    assert [cells[0].removesuffix(" !") for cells in found] == [f"T{n:02}" for n in range(1, TRUST_ROWS + 1)]
    for code, state, test, _ in found:
        check_state(code, state, test)


def test_decisions_are_numbered_and_whole() -> None:
    found = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    for path in found:
        text = path.read_text("utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Cost"], path.name
        assert len(text.splitlines()) <= 60, path.name


def test_every_setting_is_described() -> None:
    source = (ROOT / "backend/settings.py").read_text("utf-8")
    named = set(re.findall(r'"((?:ZHITONG|APP|WORKER)_[A-Z_]+|DATABASE_URL)"', source))
    named |= {
        settings.named(each.name) for each in fields(settings.Settings) if type(each.default) in {int, float, str}
    }
    assert len(named) > 40
    said = set(re.findall(r"`([A-Z_]{5,})`", (DOCS / "operations.md").read_text("utf-8")))
    assert named - said == set()


def test_every_command_is_described() -> None:
    said = (DOCS / "operations.md").read_text("utf-8")
    assert [name for name in main.commands if f"`zhitong {name}" not in said] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert not re.search(r"\b[A-Z]+_HERE\b|\bTODO\b|\bTBD\b", page.read_text("utf-8")), (
        "something was left to be filled in"
    )
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_readme_tells_the_two_commands_and_every_demo_account(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert "scripts/run" in text
    assert "scripts/test" in text
    assert PASSWORD in text
    assert [person.login for person in PEOPLE if f"`{person.login}`" not in text] == []


def test_every_noun_of_a_room_is_in_the_glossary() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    nouns = {path.parent.name for path in (ROOT / "backend").glob("*/model.py")}
    assert [room for room in sorted(nouns) if f"| {room} |" not in text] == []
