"""The two commands stay small and know nothing of the machine they were written on."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = ("scripts/run", "scripts/test", "scripts/env", "scripts/zhitong", ".ci/run")
MADE = {".git", ".venv", "var", "node_modules", "dist", "__pycache__", ".hypothesis"}
HOSTS = re.compile(
    r"\b(pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|npmmirror\.com|pypi\.tuna\.tsinghua\.edu\.cn"
    r"|mirrors\.aliyun\.com|(deb|security)\.debian\.org|archive\.ubuntu\.com|cdn\.playwright\.dev)\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w./-])/(work|home|root|Users)/[\w.-]+")
THE_ONE_CONSTANT = ("scripts/setup/wheels.py", 1)


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project with its content: all that is not made by a set-up, a build or a cache."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and not name.endswith(("_cache", ".egg-info"))]
        for name in names:
            path = Path(folder) / name
            try:
                yield str(path.relative_to(ROOT)), path.read_text()
            except UnicodeDecodeError:
                continue


def found(pattern: re.Pattern[str]) -> list[tuple[str, int]]:
    """Files in which `pattern` occurs, with the number of times; this file, which names what it looks for, aside."""
    here = str(Path(__file__).relative_to(ROOT))
    hits = ((name, len(pattern.findall(text))) for name, text in texts() if name != here)
    return sorted((name, count) for name, count in hits if count)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_short_and_may_be_run(command: str) -> None:
    path = ROOT / command
    assert len(path.read_text().splitlines()) <= 60
    assert os.access(path, os.X_OK)


def test_a_registry_is_named_in_one_place_only() -> None:
    assert found(HOSTS) == [THE_ONE_CONSTANT]


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    assert found(MACHINE_PATHS) == []


def test_the_set_up_needs_nothing_but_python() -> None:
    # `tls.py` runs later, with the project's own Python
    for path in (ROOT / "scripts/setup").glob("*.py"):
        if path.name == "tls.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert {name.name.split(".")[0] for name in node.names} <= sys.stdlib_module_names, path.name
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert str(node.module).split(".")[0] in sys.stdlib_module_names, path.name


@pytest.mark.parametrize("command", ["scripts/run", "scripts/test"])
def test_a_command_loads_on_a_bare_python(command: str) -> None:
    bare = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='loaded')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", _with_folder(bare), command], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_wrong_word_is_answered_with_the_help(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "ZHITONG_VAR": str(tmp_path / "var")}
    args = [sys.executable, "scripts/run", "--lam"]
    done = subprocess.run(args, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--lan" in done.stdout
    assert not (tmp_path / "var").exists()


def _with_folder(code: str) -> str:
    return f"import sys; sys.path.insert(0, 'scripts'); {code}"
