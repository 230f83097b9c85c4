"""The pairs of characters that texts hold, and the same as numbers, so that a hundred thousand texts are read at once; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
LATIN = re.compile(r"[a-z0-9]+")
# Two characters of Chinese, sixteen bits each, are a number below this; runs of letters and figures are numbered from here.
NUMBERED = 0xA000_0000
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Sets of pairs, one after another: those of row n are `pairs[start[n]:start[n + 1]]`, each once; `known`: the numbers of runs."""

    start: Ints
    pairs: Ints
    known: Mapping[str, int]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.start) - 1

    def owner(self) -> Ints:
        """Return of which row each pair is."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    def hashes(self) -> NDArray[np.uint64]:
        """Return a number for each row that only rows with the same pairs share: of 100,000 rows two others do once in 10^9 times."""
        mixed = (self.pairs.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E37_79B9_7F4A_7C15)
        for shift, times in ((30, 0xBF58_476D_1CE4_E5B9), (27, 0x94D0_49BB_1331_11EB)):
            mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(times)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed ^ mixed >> np.uint64(31))])
        return np.diff(sums[self.start])


def plain(text: str) -> str:
    """Return a text in one width and case."""
    return unicodedata.normalize("NFKC", text).lower()


def pairs_of(text: str) -> list[str]:
    """Return the pairs of characters of a text: within runs of Chinese; a run of letters or figures is one."""
    found: list[str] = []
    for run in RUN.findall(plain(text)):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[n : n + 2] for n in range(len(run) - 1))
    return found


def number_of(pair: str, known: Mapping[str, int]) -> int:
    """Return the number by which rows hold a pair; `known`: the numbers of runs of letters and figures among them."""
    return known[pair] if pair in known else sum(ord(sign) << 16 * at for at, sign in enumerate(reversed(pair)))


def rows_of(texts: Sequence[str]) -> Rows:
    """Return what `pairs_of` finds in each text, as numbers: all texts are read as one line."""
    line = plain("\0".join(["", *texts, ""]))
    codes = np.frombuffer(line.encode("utf-32-le", "replace"), "<u4")
    chinese = (codes >= 0x3400) & (codes <= 0x9FFF)
    two = np.flatnonzero(chinese[:-1] & chinese[1:])
    one = np.flatnonzero(chinese[1:-1] & ~chinese[:-2] & ~chinese[2:]) + 1
    latin = [(run.start(), run.group()) for run in LATIN.finditer(line)]
    known = {run: NUMBERED + n for n, run in enumerate(sorted({run for _, run in latin}))}
    at = np.concatenate([two, one, np.array([at for at, _ in latin], np.int64)])
    number = np.concatenate(
        [codes[two] << 16 | codes[two + 1], codes[one], np.array([known[run] for _, run in latin], np.uint32)]
    )
    text = np.cumsum(codes == 0)[at] - 1
    both = np.sort(text << 32 | number)
    both = both[np.diff(both, prepend=-1) > 0]
    return Rows(np.searchsorted(both >> 32, np.arange(len(texts) + 1)), both & 0xFFFF_FFFF, known)


def kept(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    """Return the rows that are chosen, in their order."""
    start = np.concatenate([[0], np.cumsum(np.diff(rows.start)[chosen])])
    return Rows(start, rows.pairs[chosen[rows.owner()]], rows.known)


def sorted_by(pairs: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where each pair stands when they are sorted, the earlier of two alike first, and where in that order another pair begins.

    Pair and place are sorted as one number: several times as fast as sorting the places by their pairs.
    """
    both = np.sort(pairs.astype(np.uint64) << np.uint64(32) | np.arange(len(pairs), dtype=np.uint64))
    by_pair = (both & np.uint64(0xFFFF_FFFF)).astype(np.int64)
    return by_pair, np.diff(pairs[by_pair], prepend=-1) > 0
