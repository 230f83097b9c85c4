"""`python -m bench [names]`."""

from __future__ import annotations

import argparse
import importlib

from bench.province import Size, province

BENCHES = ("intake", "locate", "hotspots", "existence", "inbox", "crowd", "audit", "digests", "ledgers")


def main() -> None:
    """Make the synthetic province once and run the benches named."""
    reader = argparse.ArgumentParser(prog="python -m bench")
    reader.add_argument("names", nargs="*", choices=[*BENCHES, []], help="which; all when none is named")
    reader.add_argument("--cells", type=int, default=100_000)
    reader.add_argument("--stations", type=int, default=20_000)
    reader.add_argument("--reports", type=int, default=1_000_000)
    reader.add_argument("--entries", type=int, default=1_000_000, help="of the record, for audit")
    reader.add_argument("--seconds", type=float, default=8, help="length of one run")
    words = reader.parse_args()
    size = Size(words.cells, words.stations, words.reports)
    with province(size) as settings:
        for name in words.names or BENCHES:
            more = {"entries": words.entries} if name == "audit" else {}
            importlib.import_module(f"bench.{name}").run(settings, words.seconds, **more)


if __name__ == "__main__":
    main()
