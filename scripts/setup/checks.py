"""Every check of the project, one after the other, each with a headline and its time; all run, whatever fails."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import authorities, children, chromium, database, libreoffice, node, python
from .places import Places
from .say import note

BROWSER_MARK = "browser"


@dataclass(frozen=True)
class Check:
    """One check: its headline, what runs, and where."""

    name: str
    args: Sequence[str | Path]
    cwd: Path


def run(places: Places, words: Sequence[str]) -> int:
    """Set everything up with the test tools, run every check, hand `words` to pytest; return 0 only if all passed."""
    children.stop_on_signals()
    with places.alone():
        authorities.prepare(places)
        interpreter = python.prepare(places)
        tools = node.Node(places)
        tools.build()
        browser = chromium.prepare(places)
        office = libreoffice.prepare(places)
    with database.for_tests(places) as url:
        env = {
            **os.environ,
            **tools.env,
            **python.compiled_once(places),
            "ZHITONG_TEST_DATABASE_URL": url,
            "PYTHONUNBUFFERED": "1",
        }
        env["PATH"] = f"{places.venv / 'bin'}:{places.bin}:{env['PATH']}"
        # playwright brings a Node of its own that asks for a library which a bare system lacks
        env["PLAYWRIGHT_NODEJS_PATH"] = str(tools.program)
        if browser:
            env["ZHITONG_CHROMIUM"] = str(browser)
        if office:
            env["ZHITONG_LIBREOFFICE"] = str(office)
        else:
            note("!! THE BOOKS ARE NOT OPENED IN LIBREOFFICE: this system offers none. ZHITONG_LIBREOFFICE names one.")
        skipped = [] if browser else _without_browser(interpreter, env, places.root)
        # three for two cores: browsers and slow senders are waited for
        pytest = Check("pytest", [interpreter, "-m", "pytest", "-n", "3", *skipped, *words], places.root)
        return _run_all([*_static(places, tools), pytest], env)


def _static(places: Places, tools: node.Node) -> list[Check]:
    """The checks that need no database: style, types, the order of the rooms, the apps and their size."""
    programs = places.venv / "bin"
    python_code = ["backend", "bench", "scripts/setup"]
    return [
        Check("ruff: rules", [programs / "ruff", "check", "."], places.root),
        Check("ruff: layout", [programs / "ruff", "format", "--check", "."], places.root),
        Check("mypy: types", [programs / "mypy", *python_code], places.root),
        Check("import-linter: order of the rooms", [programs / "lint-imports"], places.root),
        Check("apps: types and tests", tools.npm("test"), tools.pwa),
        Check("apps: size", tools.npm("run", "size"), tools.pwa),
    ]


def _run_all(checks: Sequence[Check], env: dict[str, str]) -> int:
    failed: list[str] = []
    begun = time.monotonic()
    for check in checks:
        note(f"\n━━ {check.name} ━━")
        started = time.monotonic()
        args = [str(arg) for arg in check.args]
        done = subprocess.run(args, env=env, cwd=check.cwd, stdin=subprocess.DEVNULL, check=False)
        note(f"{'FAILED' if done.returncode else 'passed'}: {check.name} ({time.monotonic() - started:.1f} s)")
        if done.returncode:
            failed.append(check.name)
    took = f"{time.monotonic() - begun:.0f} s"
    if failed:
        note(f"\nFAILED after {took}: {', '.join(failed)}")
        return 1
    note(f"\nall {len(checks)} checks passed in {took}")
    return 0


def _without_browser(interpreter: Path, env: dict[str, str], root: Path) -> list[str]:
    """Say loudly how many browser tests are left out, and return pytest's words for it."""
    words = ["-m", f"not {BROWSER_MARK}"]
    pytest = [str(interpreter), "-m", "pytest", "--collect-only", "-q", "-m", BROWSER_MARK]
    listed = subprocess.run(pytest, env=env, cwd=root, capture_output=True, text=True, check=False).stdout
    count = len(re.findall(r"^tests/\S+::", listed, re.MULTILINE))
    note("!" * 80)
    note(f"!! {count} BROWSER TESTS SKIPPED: this system offers no Chromium but a snap.")
    note("!! Install one and name it: ZHITONG_CHROMIUM=/path/to/chromium scripts/test")
    note("!" * 80)
    return words
