"""Finds the rooms' files of one kind, so that what is started never has to list the rooms."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).parent


def load(kind: str) -> Iterator[ModuleType]:
    """Import and yield every room's module called `kind` (`model`, `views`, `pages`, `tasks`, `commands`), by name.

    A generator: exhaust it, even when only the import matters.
    """
    names = {path.parent.name for path in HOME.glob(f"*/{kind}.py")}
    names |= {path.parent.parent.name for path in HOME.glob(f"*/{kind}/__init__.py")}
    for room in sorted(names):
        yield importlib.import_module(f"backend.{room}.{kind}")


def load_models() -> None:
    """Import every table, so that foreign keys named by table find their targets."""
    for _ in load("model"):
        pass
