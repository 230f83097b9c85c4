"""What a run prints: a figure a line, whether it meets its goal, and the table of them for the documents."""

from __future__ import annotations

import io
import os
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

LINE = re.compile(
    r"(?P<name>\w[^(]*?)[\s:]+(?P<value>-?\d[\d.]*)\s*\(goal (?P<goal>[≤≥]? ?[\d.]+[^;)]*)(?:; (?P<more>.*))?\)$"
)
BEGIN, END = "<!-- figures of bench/run -->", "<!-- end of the figures -->"
GOAL = re.compile(r"([≤≥]?) ?([\d.]+)")


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, how much, what is asked, and what stands behind it in words."""

    name: str
    value: float
    goal: str
    more: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met; one without a sign has to be hit."""
        found = GOAL.match(self.goal)
        if found is None:
            return False
        sign, limit = found[1], float(found[2])
        return self.value <= limit if sign == "≤" else self.value >= limit if sign == "≥" else self.value == limit

    @property
    def verdict(self) -> str:
        """Return `met` or `NOT met`."""
        return "met" if self.met else "NOT met"


def tell(name: str, value: float, goal: str, more: str = "") -> None:
    """Print one figure as `Book` reads it. `goal`: "≤ 0.03", "≥ 8", "0"; `more`: what stands behind it."""
    print(f"{name:<46} {value:8.3f}   (goal {goal}{'; ' + more if more else ''})", flush=True)


class Book(io.TextIOBase):
    """What benches print to: passed on to `out` at once, with the verdict behind each figure, which is kept."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.rest = out, ""
        self.figures: list[Figure] = []
        self.failures: list[tuple[str, str]] = []

    def write(self, text: str) -> int:
        """Take text; whole lines go out."""
        *lines, self.rest = (self.rest + text).split("\n")
        for line in lines:
            found = LINE.match(line)
            verdict = ""
            if found:
                figure = Figure(
                    found["name"].strip(), float(found["value"]), found["goal"].strip(), found["more"] or ""
                )
                self.figures.append(figure)
                verdict = f" {figure.verdict}"
            self.out.write(f"{line}{verdict}\n")
        self.out.flush()
        return len(text)

    def attempt(self, name: str, work: Callable[[], object]) -> None:
        """Do `work`; what fails is told in a line and holds up nothing else."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other figures count
            reason = f"{type(error).__name__}: {str(error).strip().splitlines()[0][:200] if str(error).strip() else ''}"
            self.failures.append((name, reason))
            print(f"{name}: could not be measured: {reason}", flush=True)

    def table(self, head: str) -> str:
        """Return everything as a table of a document."""
        rows = [
            f"| {each.name} | {each.value:g} | {each.goal} | {each.verdict} | {each.more} |" for each in self.figures
        ]
        rows += [f"| {name} | – | | could not be measured | {reason} |" for name, reason in self.failures]
        return "\n".join([head, "", "| figure | measured | goal | | behind it |", "|---|---|---|---|---|", *rows])


def head(size: str, seconds: float) -> str:
    """Return when, on what and how it was measured."""
    day = datetime.now(UTC).date().isoformat()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{day}, {size}; {platform.machine()}, {os.cpu_count()} cores ({processor()}), load {load} when it began;"
        f" Python {platform.python_version()}; runs of {seconds:g} seconds, both sides of a ratio in turn, the middle one counts."
    )


def processor() -> str:
    """Return the name of the processor, as far as the system tells it."""
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        return "unnamed"
    return found[1] if found else "unnamed"


def put(path: Path, size: str, table: str) -> None:
    """Put a table into a document: between the marks of its `size`, which are made at the first time."""
    begin, end = BEGIN.replace("run", f"run --size {size}"), END.replace("figures", f"figures of a {size}")
    text = path.read_text("utf-8") if path.exists() else ""
    part = f"{begin}\n\n{table}\n\n{end}"
    if begin in text:
        before, _, after = text.partition(begin)
        text = before + part + after.partition(end)[2]
    else:
        text = f"{text.rstrip()}\n\n{part}\n"
    path.write_text(text, "utf-8")
