"""How an intake grows: the bare statement, one connection, beside the same with a quarter of the reports and in a fifth of it all."""

from __future__ import annotations

from statistics import median

from backend.settings import Settings
from bench.figures import tell
from bench.intake import WIDE, pgbench
from bench.province import FIFTH, QUARTER, beside, width

TURNS = 3


def run(settings: Settings, seconds: float) -> None:
    """Print how much longer one sighting takes; three turns of `seconds` in all for each side, the middle one counts."""
    rates: dict[str, list[float]] = {"": [], QUARTER: [], FIFTH: []}
    for _ in range(TURNS):
        for name, taken in rates.items():
            there = beside(settings, name) if name else settings
            WIDE["degrees"] = width(there)
            taken.append(pgbench(there, max(2.0, seconds / TURNS), 1))
    whole, quarter, fifth = (median(taken) for taken in rates.values())
    tell(
        "growth of an intake, five times of everything",
        fifth / whole,
        "≤ 1.3",
        f"{1e3 / whole:.2f} ms, {1e3 / fifth:.2f} ms",
    )
    tell(
        "growth of an intake, four times the reports",
        quarter / whole,
        "≤ 1.1",
        f"{1e3 / whole:.2f} ms, {1e3 / quarter:.2f} ms",
    )
