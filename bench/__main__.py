"""`python -m bench [names]`; `bench/run` sets up what it needs first."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from types import FrameType

from bench.figures import Book, head, put
from bench.province import CITY, PROVINCE, Size, province

# P1 to P8 of the design; what writes much or moves everything comes last.
DESIGN = ("intake", "locate", "hotspots", "tiles", "growth", "significance", "ledgers", "editions")
BENCHES = (*DESIGN, "existence", "inbox", "crowd", "audit", "digests")
SIZES = {"city": CITY, "province": PROVINCE}


def main() -> int:
    """Make the synthetic province once, run the benches named, and return the exit code."""
    words = asked()
    size = SIZES[words.size or "province"]
    size = Size(words.cells or size.cells, words.stations or size.stations, words.reports or size.reports)
    named = words.size if SIZES.get(words.size) == size else "small one"
    title = head(f"{named}: {size}", words.seconds)
    book, begun = Book(sys.stdout), time.monotonic()
    with redirect_stdout(book):
        print(f"# {title}")
        with province(size) as settings:
            print(f"# made in {time.monotonic() - begun:.0f} s", flush=True)
            for name in words.names or (DESIGN if words.size else BENCHES):
                more = {"entries": words.entries} if name == "audit" else {}

                def work(name: str = name, more: dict[str, int] = more) -> None:
                    with within(words.most):
                        importlib.import_module(f"bench.{name}").run(settings, words.seconds, **more)

                book.attempt(name, work)
        print(f"# all in {time.monotonic() - begun:.0f} s")
    if words.write:
        put(words.write, named, book.table(title))
    return 1 if book.failures else 0


def asked() -> argparse.Namespace:
    """Read the words of the command line."""
    reader = argparse.ArgumentParser(prog="bench/run")
    reader.add_argument("names", nargs="*", choices=[*BENCHES, []], help="which; all of the design when none is named")
    reader.add_argument("--size", choices=SIZES, help=f"city: {CITY}; province: {PROVINCE}")
    reader.add_argument("--cells", type=int, help="another number than the size's")
    reader.add_argument("--stations", type=int)
    reader.add_argument("--reports", type=int)
    reader.add_argument("--entries", type=int, default=1_000_000, help="of the record, for audit")
    reader.add_argument("--seconds", type=float, default=5, help="length of one run of load")
    reader.add_argument("--most", type=int, default=240, help="seconds after which a bench is given up")
    reader.add_argument("--write", type=Path, help="a document whose table of figures is written anew")
    return reader.parse_args()


class within:  # noqa: N801 - reads as a word
    """Raise TimeoutError in what runs inside after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        """Set the clock."""

        def over(_number: int, _frame: FrameType | None) -> None:
            raise TimeoutError(f"given up after {self.seconds} s")

        signal.signal(signal.SIGALRM, over)
        signal.alarm(self.seconds)

    def __exit__(self, *_: object) -> None:
        """Take the clock away."""
        signal.alarm(0)


if __name__ == "__main__":
    sys.exit(main())
