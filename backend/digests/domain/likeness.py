"""Which opinions say nearly the same: a suggestion to who digests them, with the words they share; pure.

Texts are compared by the pairs of characters they hold, each weighed by how rare it is among them (cosine). No dictionary is asked:
see docs/decisions for what words instead of pairs gave, and for how a hundred thousand texts are compared at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backend.digests.domain.pairs import RUN, Floats, Ints, Rows, kept, number_of, pairs_of, plain, rows_of, sorted_by

# From how alike on two texts are said to mean the same; see the decision on likeness.
ALIKE = 0.2
# How many pairs of characters are looked at for likeness at most: past it no further centre is taken. Less than half a second of one core.
EFFORT = 30_000_000
LEAST_SHARED, MOST_WORDS = 2, 4


@dataclass(frozen=True)
class Group:
    """Texts that say nearly the same as their `centre`, by their places in the list; `likeness` of each to it; `words`: what most share."""

    centre: int
    members: tuple[int, ...]
    likeness: tuple[float, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Weighed:
    """Rows with their pairs numbered from 0 and weighed (the squares of a row sum to 1), and beside them which rows hold a pair."""

    rows: Rows
    weight: Floats
    begun: Ints
    holders: Ints
    theirs: Floats

    def likeness(self, at: int) -> tuple[Floats, int]:
        """Return how alike each row is to one, and how many pairs were looked at."""
        span = slice(self.rows.start[at], self.rows.start[at + 1])
        parts = [slice(self.begun[pair], self.begun[pair + 1]) for pair in self.rows.pairs[span]]
        who = np.concatenate([np.empty(0, np.int64), *(self.holders[part] for part in parts)])
        much = (self.theirs[part] * own for part, own in zip(parts, self.weight[span], strict=True))
        how: Floats = np.bincount(who, np.concatenate([np.empty(0), *much]), minlength=len(self.rows)).astype(
            np.float64
        )
        return how, len(who)


def groups(texts: Sequence[str], alike: float = ALIKE, *, most: int | None = None, effort: int = EFFORT) -> list[Group]:
    """Return groups of two and more of `texts` that are alike, the largest first, at most `most`; each stands in one group at most.

    The same texts in the same order give the same groups. Every member is like the group's centre, so that no chain leads from one
    matter to another; who holds what most others hold is a centre first. What no centre was reached for within `effort` stands alone.
    """
    row, rows = _folded(texts)
    there = np.flatnonzero(row >= 0)
    much = np.bincount(row[there], minlength=len(rows))
    first = np.zeros(len(rows), np.int64)
    first[row[there][::-1]] = there[::-1]
    weighed = weigh(rows)
    star, how = _stars(weighed, _likeliest(weighed, much, first), alike, effort)
    size = np.bincount(star[star >= 0], much[star >= 0], minlength=len(rows))
    stars, owner, found = np.append(star, -1), rows.owner(), []
    for centre in np.lexsort((first, -size))[:most].tolist():
        if size[centre] >= LEAST_SHARED:
            members = np.flatnonzero(stars[row] == centre)
            theirs = star[owner] == centre
            held = _held(rows.pairs[theirs], much[owner[theirs]], int(size[centre]))
            words = _shared(texts[first[centre]], held, rows.known)
            likeness = how[row[members]].round(3).tolist()
            found.append(Group(int(first[centre]), tuple(members.tolist()), tuple(likeness), words))
    return found


def nearest(texts: Sequence[str], known: Sequence[str], alike: float = ALIKE) -> list[int | None]:
    """Return for each of `texts` which of `known` it is most like, by its place; None where none is alike."""
    weighed, best = weigh(rows_of([*texts, *known])), []
    for at in range(len(texts)):
        how = weighed.likeness(at)[0][len(texts) :]
        best.append(int(how.argmax()) if len(how) and how.max() >= alike else None)
    return best


def weigh(rows: Rows) -> Weighed:
    """Return rows with the weights of their pairs: the rarer among the rows, the heavier."""
    by_pair, new = sorted_by(rows.pairs)
    pairs = np.empty_like(by_pair)
    pairs[by_pair] = np.cumsum(new) - 1
    counted = np.bincount(pairs)
    weight, owner = np.log1p(len(rows) / counted)[pairs], rows.owner()
    weight /= np.sqrt(np.bincount(owner, weight**2, minlength=len(rows)))[owner]
    begun = np.concatenate([[0], np.cumsum(counted)])
    return Weighed(Rows(rows.start, pairs, rows.known), weight, begun, owner[by_pair], weight[by_pair])


def _folded(texts: Sequence[str]) -> tuple[Ints, Rows]:
    """Return which row each text is (-1: it holds no pair), and the rows: texts with the same pairs are one, the earliest first."""
    numbers: dict[str, int] = {}
    wording = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
    rows = rows_of(list(numbers))
    _, first, same = np.unique(rows.hashes(), return_index=True, return_inverse=True)
    alone = first[same]
    chosen = (alone == np.arange(len(rows))) & (np.diff(rows.start) > 0)
    number = np.where(chosen, np.cumsum(chosen) - 1, -1)
    return number[alone][wording] if len(texts) else wording, kept(rows, chosen)


def _likeliest(weighed: Weighed, much: Ints, first: Ints) -> Ints:
    """Return the rows, the likeliest centre first: said most often, then holding what most others hold, then the earliest."""
    rows, owner = weighed.rows, weighed.rows.owner()
    among = np.bincount(rows.pairs, much[owner]) if len(owner) else np.empty(0)
    middle = np.bincount(owner, among[rows.pairs] * weighed.weight, minlength=len(rows)) / np.sqrt(np.diff(rows.start))
    return np.lexsort((first, -middle, -much))


def _stars(weighed: Weighed, order: Ints, alike: float, effort: int) -> tuple[Ints, Floats]:
    """Return for each row its centre, itself for a centre, and how alike they are; -1 where the effort was spent before.

    Whoever is like no centre before it is one. A row belongs to the centre before it that it is most like.
    """
    n = len(order)
    star, best, later = np.full(n, -1, np.int64), np.full(n, np.nextafter(alike, 0)), np.full(n, fill_value=True)
    for at in order.tolist():
        later[at] = False
        if star[at] < 0:
            how, seen = weighed.likeness(at)
            effort -= seen + n
            if effort < 0:
                break
            nearer = np.flatnonzero(later & (how > best))
            star[nearer], best[nearer] = at, how[nearer]
            star[at], best[at] = at, 1.0
    return star, best


def _held(pairs: Ints, much: Ints, of: int) -> frozenset[int]:
    """Return the pairs that at least half `of` so many texts hold."""
    by_pair, new = sorted_by(pairs)
    begun = np.flatnonzero(new)
    held = np.add.reduceat(much[by_pair], begun)
    return frozenset(pairs[by_pair[begun[(held * 2 >= of) & (held >= LEAST_SHARED)]]].tolist())


def _shared(centre: str, held: frozenset[int], known: Mapping[str, int]) -> tuple[str, ...]:
    """Return the runs of `centre` whose every pair is `held`, the longest first; at most four."""
    runs: list[str] = []
    for run in RUN.findall(plain(centre)):
        line = ""
        for pair in pairs_of(run):
            if number_of(pair, known) in held:
                line = line + pair[-1] if line else pair
            else:
                runs, line = [*runs, line], ""
        runs.append(line)
    words = dict.fromkeys(sorted((run for run in runs if len(run) > 1), key=lambda each: -len(each)))
    return tuple(words)[:MOST_WORDS]
